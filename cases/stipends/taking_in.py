"""Makes the applications of a whole list: files, cases, checklists and certificates, in bulk.

Invariant: a fixed number of statements for any number of children; nobody gets a second running stipend. Runs inside
the transition that draws a list up, whose round is locked; the acts themselves are done by perform_many after it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from cases.child_rows import insert_child_rows
from cases.models import Case
from cases.registry.models import Guardianship
from cases.stipends.candidates import candidates
from cases.stipends.checklist import mark_of_list
from cases.stipends.models import FamilyCertificate, Status, StipendCase, TownList
from documents.models import Dossier
from documents.numbering import take_numbers
from organisation.models import Organ, User

CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Shown:
    """A certificate that a family showed of its own will."""

    number: str
    valid_from: dt.date
    valid_to: dt.date | None = None


def enter_applications(listed: TownList, certificates: Mapping[int, Shown], by: User | None) -> list[Case]:
    """An application in state `new` for every child of the town that the round takes."""
    taken = [each.case for each in candidates(listed.round, listed.division, certified=certificates) if not each.reason]
    children = [row for start in range(0, len(taken), CHUNK) for row in _children(taken[start : start + CHUNK])]
    if not children:
        return []
    cases = _enter(listed, children)
    today = timezone.localdate()
    mark_of_list(cases, listed.program_version, today)
    FamilyCertificate.objects.bulk_create(
        FamilyCertificate(
            case_id=case.pk, number=shown.number, valid_from=shown.valid_from, valid_to=shown.valid_to, shown_to=by
        )
        for case in cases
        if (shown := certificates.get(case.person_id))
    )
    return cases


def _children(pks: Sequence[int]) -> list[Case]:
    return list(Case.objects.filter(pk__in=pks).select_related("division").order_by("division__code", "pk"))


def _enter(listed: TownList, children: Sequence[Case]) -> list[Case]:
    today, county = timezone.localdate(), listed.division.code[:6]
    organ = Organ.objects.issuing("county", listed.division.code, today)
    numbers = take_numbers(organ, "STP", today.year, len(children))
    dossiers = [Dossier.begin(Dossier.Kind.CASE, child.division.code) for child in children]
    Dossier.objects.bulk_create(dossiers)
    cases = [
        Case(
            dossier=dossier,
            kind="STP",
            number=f"STP-{county}-{today.year}-{number:05d}",
            program_version=listed.program_version,
            person_id=child.person_id,
            household_id=child.household_id,
            division=child.division,
        )
        for dossier, number, child in zip(dossiers, numbers, children, strict=True)
    ]
    Case.objects.bulk_create(cases)
    _insert_child_rows(listed, cases, today)
    return cases


def _insert_child_rows(listed: TownList, cases: Sequence[Case], today: dt.date) -> None:
    """The rows of the child table for root cases that exist already: Django's bulk_create refuses inherited models."""
    carers = _carers([case.person_id for case in cases])
    rows = [
        StipendCase(
            case_ptr=case,
            round=listed.round,
            applied_on=today,
            accepted_on=today,
            applicant=carers.get(case.person_id, ("", ""))[0],
            relation=carers.get(case.person_id, ("", ""))[1],
        )
        for case in cases
    ]
    insert_child_rows(rows)


def _carers(people: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Name and relation of the carer of each child."""
    found: dict[int, tuple[str, str]] = {}
    for start in range(0, len(people), CHUNK):
        rows = Guardianship.objects.filter(child__in=people[start : start + CHUNK], valid_to__isnull=True)
        for each in rows.select_related("carer"):
            words = each.relation_words or RELATIONS.get(each.relation, "")
            found[each.child_id] = (each.carer.name, words[:20])
    return found


def join_accepted(listed: TownList) -> int:
    """Applications accepted one by one join the list of their town; returns how many."""
    alone = StipendCase.objects.filter(
        round__isnull=True,
        status__in=(Status.ACCEPTED, Status.CERTIFIED_TOWN),
        program_version=listed.program_version,
        division__code__startswith=listed.division.significant,
    )
    return alone.update(round=listed.round)


# As printed on the application, whatever language the clerk uses.
RELATIONS = {
    "father": "父亲",
    "mother": "母亲",
    "grandparent": "祖父母",
    "maternal_grandparent": "外祖父母",
    "sibling": "兄弟姐妹",
    "relative": "其他亲属",
    "other": "其他人",
}
