"""What acts of others do to payments, and what the towns' signatures do to their batch. Named in config/wiring.py.

Each function takes (subject, event) and runs in the act's own transaction.
"""

from typing import Any

from django.db.models import Max, Min
from django.utils import timezone

from cases.entitlements import Entitled, Span, source_of
from documents.models import Event
from documents.offices import office_code
from documents.transitions import perform
from finance.compiling import apply_verdicts, group_of, lay_out, lock_group
from finance.models import Accrual, Batch, TownRoll
from finance.recovering import propose_recoveries
from finance.selection import Selection
from finance.statements import months, tables
from organisation.models import Division
from programs.models import Rate
from programs.months import months_between


def all_towns_have_signed(roll: TownRoll, event: Event) -> None:
    """The last signature of the round lets the batch go on to the county; both files are locked."""
    batch = Batch.objects.get(pk=roll.batch_id)
    waiting = batch.rolls.filter(round=batch.round).exclude(status=TownRoll.Status.SIGNED)
    if batch.status == Batch.Status.COMPILED and roll.round == batch.round and not waiting.exists():
        perform(batch, "finish_town_review", by=None)


def months_changed(case: Any, event: Event) -> None:
    """A hold, its end or an exit: open months become what they are now; paid ones that were not owed are asked back.

    Months that a batch carries stay there: whoever goes on with that batch is told (finance.retesting). The case's file
    is locked by the act, so nobody counts its months meanwhile.
    """
    bounds = Accrual.objects.filter(case=case.pk).aggregate(first=Min("month"), last=Max("month"))
    if bounds["first"] is None:
        return
    program = case.program_version.program
    tables.begin()
    lay_out(Selection([_as_it_is_now(case, **bounds)], months_between(**bounds)))
    apply_verdicts(group_of(program), program.pk)
    not_owed = Accrual.objects.filter(pk__in=months.spoken_of(group_of(program), program.pk, "excluded", "paid"))
    reason = str(event.details.get("data", {}).get("reason", ""))
    propose_recoveries(list(not_owed.filter(case=case.pk)), reason, event.by)
    tables.end()


def _as_it_is_now(case: Any, first: Any, last: Any) -> Entitled:
    """What the program says of these months of the case; a case that it does not name any more has none."""
    program = case.program_version.program
    county = Division.objects.get(code=office_code(case.division.code))
    for entitled in source_of(program)(program, county, first, last, [case.pk]):
        return entitled
    place = (case.division_id, case.division_id)
    return Entitled(
        case.pk, case.dossier_id, None, case.person_id, *place, None, (Span(first, last, "excluded", "not_enrolled"),)
    )


def rate_changed(rate: Rate, event: Event) -> None:
    """Months counted by an earlier rate get the difference as a signed, open correction; once, however often asked."""
    lock_group(rate.series.version.program)
    months.add_differences_of(rate.pk, event.by_id, timezone.now())
