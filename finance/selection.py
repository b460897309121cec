"""Who stands on the roll of a batch: everybody enrolled in its months, and those with something open from before.

Invariant: everybody once, in the order of towns and villages, whatever becomes of them. Called by finance.compiling.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet

from cases.entitlements import Entitled, source_of
from finance.models import Accrual, Adjustment, Batch
from finance.recovering import payable
from programs.months import months_between, plus_months


@dataclass(frozen=True)
class Selection:
    """The people of a roll and the months that are looked at again for them."""

    people: list[Entitled]
    months: list[dt.date]


def select(batch: Batch) -> Selection:
    """The enrolled of the batch's months. A supplement looks at everything that is open from before, too.

    A regular batch looks at earlier months only of those from whom something is to be taken off.
    """
    source = source_of(batch.program)
    found = {
        each.case: each for each in source(batch.program, batch.division, batch.first_month, batch.last_month, None)
    }
    begins, cases = _from_before(batch)
    if begins is not None and begins < batch.first_month:
        before = plus_months(batch.first_month, -1)
        for each in source(batch.program, batch.division, begins, before, cases):
            known = found.get(each.case)
            found[each.case] = replace(known, spans=each.spans + known.spans) if known else each
    return Selection(list(found.values()), months_between(begins or batch.first_month, batch.last_month))


def _from_before(batch: Batch) -> tuple[dt.date | None, Collection[int]]:
    """The earliest month before the batch with something open, and the cases concerned."""
    lower, upper = batch.division.covers()
    in_county = Q(case__division__code__gte=lower, case__division__code__lt=upper, award__program=batch.program_id)
    accruals = Accrual.objects.filter(in_county, month__lt=batch.first_month, status__in=("open", "held"))
    corrected = _corrected(batch)
    if batch.kind == Batch.Kind.REGULAR:
        owing = corrected.filter(delta_fen__lt=0).values("accrual__person_id")
        rows = [*accruals.filter(person__in=owing).values_list("case_id", "month")]
    else:
        rows = [*accruals.values_list("case_id", "month"), *_cases_of(corrected, lower, upper)]
    return min((month for _case, month in rows), default=None), {case for case, _month in rows}


def _corrected(batch: Batch) -> "QuerySet[Adjustment]":
    return payable(Adjustment.objects.filter(accrual__award__program=batch.program_id))


def _cases_of(corrected: "QuerySet[Adjustment]", lower: str, upper: str) -> Any:
    in_county = Q(accrual__case__division__code__gte=lower, accrual__case__division__code__lt=upper)
    return corrected.filter(in_county).values_list("accrual__case_id", "accrual__month")
