"""What a proposed rate would change: how many children, how much a month, and how much for months already counted.

Invariant: the difference is what finance.consequences books when the rate is approved. Three statements, whatever the
number of children. Called by the pages of rates.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from cases.models import Award
from finance.models import Accrual, Adjustment
from programs.models import RateSeries
from programs.rates import latest


@dataclass(frozen=True)
class Effect:
    """Sums in fen. `counted` months from the first one on exist already; `paid` of them have arrived."""

    children: int
    before_fen: int  # a child and month, by the rate that would end
    after_fen: int
    counted: int
    paid: int
    difference_fen: int

    @property
    def monthly_fen(self) -> int:
        """What all children together are worth a month from then on."""
        return self.children * self.after_fen

    @property
    def more_a_month_fen(self) -> int:
        """How much more (or less) that is than now."""
        return self.children * (self.after_fen - self.before_fen)


def effect_of(series: RateSeries, fen: int, from_month: dt.date) -> Effect:
    """What a rate of `fen` from that month on would change, as things stand now."""
    last = latest(series)
    months = _counted(series, from_month)
    found = months.aggregate(counted=Count("pk"), worth=Coalesce(Sum(F("fen") + F("corrected")), 0))
    return Effect(
        children=_children(series),
        before_fen=last.fen if last else 0,
        after_fen=fen,
        counted=found["counted"],
        paid=months.filter(status=Accrual.Status.PAID).count(),
        difference_fen=found["counted"] * fen - found["worth"],
    )


def _counted(series: RateSeries, from_month: dt.date) -> "QuerySet[Accrual]":
    """Months of the series from then on that were counted and are owed, with their differences so far."""
    asked_back = Adjustment.objects.filter(kind=Adjustment.Kind.CLAWBACK).exclude(status="cancelled")
    rates = Adjustment.objects.filter(accrual=OuterRef("pk"), kind=Adjustment.Kind.RATE).exclude(status="cancelled")
    so_far = rates.order_by().values("accrual").annotate(fen=Sum("delta_fen")).values("fen")
    months = Accrual.objects.filter(rate__series=series, month__gte=from_month).exclude(status="cancelled")
    owed = months.exclude(pk__in=asked_back.values("accrual_id"))
    return owed.order_by().annotate(corrected=Coalesce(Subquery(so_far), 0))


def _children(series: RateSeries) -> int:
    """Children with a running monthly award under this version who are paid by this series."""
    awards = Award.objects.filter(
        kind=Award.Kind.MONTHLY, status=Award.Status.GRANTED, case__program_version=series.version_id
    )
    if series.sex:
        return awards.filter(case__person__sex=series.sex).count()
    own = RateSeries.objects.filter(version=series.version_id).exclude(sex="")
    return awards.exclude(case__person__sex__in=own.values("sex")).count()
