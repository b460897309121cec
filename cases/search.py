"""Finding a case by whatever somebody has at hand: a name in characters, pinyin, initials or misread, a number.

Only what the user may see is found. Nothing of the query is kept or logged. Called by the search page.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from cases.models import Case
from cases.registry import names
from cases.registry.models import Person
from cases.registry.typed_text import without_separators
from documents.models import Document
from organisation.encryption import blind_index

MOST_FOUND = 50
LAST_FOUR = re.compile(r"[0-9]{3}[0-9X]")
ID_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
PHONE = re.compile(r"1[0-9]{10}")
CASE_NUMBER = re.compile(r"[A-Z]{2,8}-?[0-9-]*|[0-9]{5,10}")
PAPER_NUMBER = re.compile(r"[^()]*〔[0-9]{4}〕[0-9]+号?")
BRACKETS = str.maketrans("[]【】", "〔〕〔〕")


@dataclass(frozen=True)
class Found:
    """A case and whom of its household the query met: nobody when it met the child or a number."""

    case: Case
    through: Person | None = None


def search(user: Any, query: str, *, limit: int = MOST_FOUND) -> list[Found]:
    """Cases that the user may see and the query meets, children before members of their household. At most `limit`."""
    text = names.normalise(query)
    if not text:
        return []
    numbers, people = by_number(text), by_person(text)
    visible = Case.objects.visible_to(user).for_page()
    own = Q(pk__in=[])
    if numbers is not None:
        own |= numbers
    if people is not None:
        own |= Q(person__in=people)
    found = [Found(case) for case in visible.filter(own).order_by("person__pinyin_sort", "pk")[:limit]]
    if people is None or len(found) >= limit:
        return found
    return found + _through_members(visible, people, {each.case.pk for each in found})[: limit - len(found)]


def _through_members(visible: Any, people: "QuerySet[Person]", known: set[int]) -> list[Found]:
    """Cases whose household has one of these people, with that person."""
    cases = list(
        visible.filter(household__householdmember__person__in=people)
        .exclude(pk__in=known)
        .distinct()
        .order_by("person__pinyin_sort", "pk")[:MOST_FOUND]
    )
    members = people.filter(householdmember__household__in=[case.household_id for case in cases])
    by_household = {
        household: person
        for person in members.prefetch_related("household_set")
        for household in person.household_set.all()
    }
    met = {household.pk: person for household, person in by_household.items()}
    return [Found(case, met.get(case.household_id)) for case in cases]


def by_number(text: str) -> Q | None:
    """Cases by their own number, or by that of one of their papers; nothing when the text looks like neither."""
    plain = without_separators(text).upper()
    if paper := PAPER_NUMBER.search(text.translate(BRACKETS)):
        return Q(dossier__in=Document.objects.filter(number__contains=paper.group()).values("dossier_id"))
    typed = text.upper().replace(" ", "")
    if "-" in typed and CASE_NUMBER.match(typed):
        return Q(number__startswith=typed)
    if re.fullmatch("[0-9]{5,7}", plain):
        return Q(number__endswith=plain)
    return None


def by_person(text: str) -> "QuerySet[Person] | None":
    """People by ID number, telephone, the last four of either, or name; nothing when the text is none of them."""
    plain = without_separators(text).upper()
    if ID_NUMBER.fullmatch(plain):
        return Person.objects.filter(id_index=blind_index(plain, purpose="id_number"))
    if PHONE.fullmatch(plain):
        return Person.objects.filter(phone_index=blind_index(plain, purpose="phone"))
    if LAST_FOUR.fullmatch(plain):
        last = blind_index(plain, purpose="last4")
        return Person.objects.filter(Q(id_last4_index=last) | Q(phone_last4_index=last))
    condition = by_name(text)
    return None if condition is None else Person.objects.filter(condition)


def by_name(text: str, prefix: str = "") -> Q | None:
    """A condition on people's names; `prefix` leads to the person (`person__`). Nothing when the text is no name."""
    text = names.normalise(text)
    if key := names.matches_query_key(text):
        keys = f"{prefix}pinyin_search"
        return Q(**{f"{keys}__startswith": key}) | Q(**{f"{keys}__contains": f" {key}"})
    if not text or re.search("[0-9]", text):
        return None
    return Q(**{f"{prefix}name__contains": text})
