"""Whether everybody on a compiled batch is still entitled to what it pays, before money is approved or sent.

Invariant: reads only, a fixed number of statements. Called by guards of finance.batch_rules when a button is pressed,
not when it is drawn.
"""

from django.db.models import F, Max, Min, Q
from django.utils.translation import gettext as _

from cases.entitlements import source_of
from documents.declarations import Attempt, Text
from finance.compiling import group_of, lay_out
from finance.models import Accrual, Batch, Line
from finance.selection import Selection
from finance.statements import lines, months, tables
from programs.months import months_between

NUMBERS_NAMED = 5


def stopped_since(batch: Batch) -> list[int]:
    """Numbers of the payments with a month that counted when the batch was compiled and is not owed any more."""
    carried = Accrual.objects.filter(pk__in=lines.carried(batch, "accrual_id"))
    term = carried.aggregate(first=Min("month"), last=Max("month"))
    if term["first"] is None:
        return []
    cases = set(carried.order_by().values_list("case_id", flat=True))
    source = source_of(batch.program)
    people = list(source(batch.program, batch.division, term["first"], term["last"], cases))
    tables.begin()
    lay_out(Selection(people, months_between(**term)))
    asked = (group_of(batch.program), batch.program_id)
    not_owed = [Q(pk__in=months.spoken_of(*asked, outcome, Accrual.Status.LISTED)) for outcome in ("held", "excluded")]
    gone = carried.filter(not_owed[0] | not_owed[1] | Q(award__last_month__lt=F("month")))
    own = Line.objects.filter(batch=batch, round=batch.round, items__accrual__in=gone).order_by("sequence").distinct()
    numbers = list(own.values_list("sequence", flat=True))
    tables.end()
    return numbers


def nobody_was_stopped(attempt: Attempt) -> Text | None:
    """A guard: every month of the batch is still owed."""
    numbers = stopped_since(attempt.subject) if attempt.complete else []
    if not numbers:
        return None
    named = "、".join(f"{number:05d}" for number in numbers[:NUMBERS_NAMED])
    return _(
        "%(count)d payments contain months that are not owed any more: %(numbers)s. Return the batch for correction."
    ) % {"count": len(numbers), "numbers": f"{named}…" if len(numbers) > NUMBERS_NAMED else named}
