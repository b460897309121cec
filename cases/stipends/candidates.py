"""Which children of a town a round takes in, and why it leaves the others out. Called by lists and their pages.

Invariant: every child of the town with a running case is either taken, has a running stipend already, or is left out
with a reason; a fixed number of statements whatever the number of children.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from cases.models import FINISHED, Case
from cases.stipends.entitling import why_not
from cases.stipends.facts import IDENTITY, RUNNING_CASES, Around, Identity, facts_from, rule_of
from cases.stipends.models import CertificationRound, StipendCase
from cases.stipends.rules import WITH_CERTIFICATE, Period
from organisation.models import Division

ALREADY = "already_applied"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A running case of left-behind children: its id, and why it is left out (empty: the round takes the child)."""

    case: int
    person: int
    reason: str


def candidates(round: CertificationRound, town: Division, *, certified: Collection[int] = ()) -> list[Candidate]:
    """Every child of the town without a running stipend. `certified` are persons whose certificate was shown."""
    without = running_cases(town).exclude(
        Exists(StipendCase.objects.filter(person=OuterRef("person")).exclude(status__in=FINISHED))
    )
    program = round.program_version.program
    around = Around(without.order_by().values("person_id"), program.exclusivity_group, first=round.first_month)
    rule, county = rule_of(round.program_version), round.division.code[:6]
    shown = Period(dt.date.min) if rule.name == WITH_CERTIFICATE else None
    months = round.months
    found = []
    for case, *identity in without.order_by("division__code", "pk").values_list("pk", *IDENTITY).iterator():
        who = Identity(*identity)
        certificates = (shown,) if shown and who.person in certified else ()
        facts = facts_from(who, rule, county, around, certificates=certificates)
        found.append(Candidate(case, who.person, why_not(facts, months)))
    return found


def running_cases(town: Division) -> Any:
    """The running cases of left-behind children of a town."""
    return Case.objects.filter(RUNNING_CASES, division__code__startswith=town.significant)
