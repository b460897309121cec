"""What is owed: one accrual a month, worth the rate of that month, within what was granted. Called by verifying."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import BigIntegerField, Count, F, Min, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from finance.models import Accrual, Adjustment
from finance.verifying.naming import Disagreement, month, yuan
from programs.models import Rate

OWED = (Accrual.Status.OPEN, Accrual.Status.LISTED, Accrual.Status.PAID)
NAMES = ("case__number", "pk", "month")


def check() -> Iterator[Disagreement]:
    """Twice counted, wrongly valued, outside of what was granted."""
    yield from _twice()
    yield from _amounts()
    yield from _rates()
    yield from _not_granted()


def _twice() -> Iterator[Disagreement]:
    groups = Accrual.objects.order_by().values("exclusivity_group", "person", "month")
    for row in groups.annotate(n=Count("pk"), first=Min("pk"), case_no=Min("case__number")).filter(n__gt=1).iterator():
        yield Disagreement(month(row["case_no"], row["first"], row["month"]), f"the month is counted {row['n']} times")


def _amounts() -> Iterator[Disagreement]:
    """An accrual is worth what its rate says, one of an award of one sum what was granted."""
    monthly = Accrual.objects.filter(rate__isnull=False).exclude(fen=F("rate__fen")).annotate(due=F("rate__fen"))
    one_off = Accrual.objects.filter(rate__isnull=True).exclude(fen=F("award__fen")).annotate(due=F("award__fen"))
    for rows in (monthly, one_off):
        for case, pk, first, fen, due in rows.order_by("pk").values_list(*NAMES, "fen", "due").iterator():
            yield Disagreement(month(case, pk, first), f"counted as {yuan(fen)}, its rate says {yuan(due)}")


def _rates() -> Iterator[Disagreement]:
    """With its differences each month is worth the rate that is valid on its first (invariant I4)."""
    ends = Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("month"))
    valid = Rate.objects.filter(ends, valid_from__lte=OuterRef("month"), series=OuterRef("rate__series"))
    moved: Any = Adjustment.objects.filter(accrual=OuterRef("pk"), kind=Adjustment.Kind.RATE)
    moved = (
        moved.exclude(status=Adjustment.Status.CANCELLED).order_by().values("accrual").annotate(fen=Sum("delta_fen"))
    )
    nothing = Value(0, output_field=BigIntegerField())
    rows = Accrual.objects.filter(rate__isnull=False, status__in=OWED).annotate(
        due=Subquery(valid.order_by().values("fen")[:1]),
        worth=F("fen") + Coalesce(Subquery(moved.values("fen"), output_field=BigIntegerField()), nothing),
    )
    wrong = rows.filter(Q(due__isnull=True) | ~Q(worth=F("due"))).order_by("pk")
    for case, pk, first, worth, due in wrong.values_list(*NAMES, "worth", "due").iterator():
        what = f"worth {yuan(worth)} with its differences, the rate of that month is {yuan(due)}"
        yield Disagreement(month(case, pk, first), what)


def _not_granted() -> Iterator[Disagreement]:
    """What is owed belongs to the case's own award, person, program and sex."""
    other_case = ~Q(case=F("award__case")) | ~Q(person=F("case__person"))
    other_group = ~Q(exclusivity_group=F("award__program__exclusivity_group"))
    early = Q(month__lt=F("award__first_month"))
    other_sex = Q(rate__series__sex__in=("F", "M")) & ~Q(rate__series__sex=F("person__sex"))
    faults: tuple[tuple[Any, str], ...] = (
        (other_case, "the award, the case and the person do not belong together"),
        (other_group, "the exclusivity group is not that of the program"),
        (early, "the month lies before the award begins"),
        (other_sex, "the rate is not for this sex"),
    )
    for condition, what in faults:
        rows: Iterator[tuple[str | None, int, dt.date]]
        rows = Accrual.objects.filter(condition, status__in=OWED).order_by("pk").values_list(*NAMES).iterator()
        yield from (Disagreement(month(*row), what) for row in rows)
