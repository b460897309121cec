"""Is this child known already? Search before create: the same ID number blocks, the same name and birth warn,
the rest is a hint. Asks the whole registry, not only what the user may see; what may be shown is the page's matter.

Called by the registration form. Source: domain.md §2.1.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Q, QuerySet

from cases.registry import names
from cases.registry.models import HouseholdMember, Person
from cases.registry.models.facts import Relation
from organisation.encryption import blind_index
from organisation.models import Division

Verdict = Literal["block", "warn", "pass"]
SCORES = {"same_id": 100, "same_name_birth": 80, "same_reading_birth": 60, "same_phone": 40, "same_name": 30}
VERDICTS: dict[str, Verdict] = {
    "same_id": "block",
    "same_name_birth": "warn",
    "same_reading_birth": "warn",
    "same_phone": "pass",
    "same_name": "pass",
}
MOST_OF_A_KIND = 20


@dataclass(frozen=True)
class Match:
    """A known person, how strongly they resemble (0 to 100), why (a code), and what follows for the new entry."""

    person: Person
    score: int
    reason: str
    verdict: Verdict


def find_duplicates(
    name: str, id_number: str = "", birth_date: dt.date | None = None, phone: str = "", carer_phone: str = ""
) -> list[Match]:
    """Persons who may be the one to be entered, the most alike first; each person once, for the strongest reason."""
    found: dict[int, Match] = {}
    for reason, people in _candidates(names.normalise(name), id_number, birth_date, {phone, carer_phone} - {""}):
        for person in people[:MOST_OF_A_KIND]:
            found.setdefault(person.pk, Match(person, SCORES[reason], reason, VERDICTS[reason]))
    return sorted(found.values(), key=lambda match: (-match.score, match.person.pk))


def _candidates(
    name: str, id_number: str, birth_date: dt.date | None, phones: set[str]
) -> Iterator[tuple[str, QuerySet[Person]]]:
    children = Person.objects.filter(householdmember__relation=Relation.CHILD).distinct()
    if id_number:
        yield "same_id", Person.objects.with_id_number(id_number)
    if name and birth_date:
        yield "same_name_birth", children.filter(name=name, birth_date=birth_date)
        yield "same_reading_birth", children.filter(pinyin_sort=names.pinyin_sort(name)[:120], birth_date=birth_date)
    if phones:
        yield "same_phone", children.filter(_reached_by(phones))
    if name:
        yield "same_name", children.filter(name=name)


def _reached_by(phones: set[str]) -> Q:
    """Children with one of these telephones, or somebody of whose household has it."""
    indexes = [blind_index(phone, purpose="phone") for phone in phones]
    households = HouseholdMember.objects.filter(person__phone_index__in=indexes).values("household_id")
    return Q(phone_index__in=indexes) | Q(householdmember__household__in=households)


def towns_of(people: list[Person]) -> dict[int, Division]:
    """The town in which each of these people is registered. All that may be told about those out of sight."""
    rows: Any = HouseholdMember.objects.filter(person__in=people).select_related("household__division__parent")
    return {row.person_id: row.household.division.parent or row.household.division for row in rows}
