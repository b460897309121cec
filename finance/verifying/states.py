"""States that belong together: a paid line's months are paid, an open month is in no live item. Called by verifying."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from finance.models import Accrual, Adjustment, Batch, Line, LineItem
from finance.verifying.naming import Disagreement, line, month

S, B = Line.Status, Batch.Status
OUT = (S.LISTED, S.SENT, S.UNKNOWN, S.FAILED)
PAID = (S.PAID, S.RECOVERY_PENDING, S.RECOVERED, S.OFFSET, S.WRITTEN_OFF)
ENDED = (S.VOID, S.REISSUE_PENDING, S.REISSUED, S.CANCELLED)
# Where the lines of a batch's own round may stand while the batch stands there.
COMPILED = (B.COMPILED, B.TOWN_REVIEWED, B.COUNTY_REVIEWED, B.APPROVED, B.FUNDING_REQUESTED)
ALLOWED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(COMPILED, (S.LISTED,)),
    B.SENT: (S.SENT, S.UNKNOWN),
    B.RETURNED: tuple(each for each in S.values if each not in (S.LISTED, S.VOID)),
    B.RECONCILED: tuple(each for each in S.values if each not in (S.LISTED, S.VOID, S.SENT, S.UNKNOWN)),
    B.CLOSED: (*PAID, S.REISSUED, S.CANCELLED),
}
NAMES = ("line__batch__number", "line__sequence", "line__round")


def check() -> Iterator[Disagreement]:
    """Items against their lines, months against their items, lines against their batches."""
    yield from _items()
    yield from _months()
    yield from _corrections()
    yield from _lines_of_batches()
    yield from _reissues()


def _items() -> Iterator[Disagreement]:
    rows = LineItem.objects.order_by("pk")
    carried = Q(line__status__in=OUT)
    arrived = Q(line__status__in=PAID)
    faults = (
        (Q(live=True, line__status__in=ENDED), "the line has ended and an item of it still counts"),
        (Q(live=False) & (carried | arrived), "an item of this line does not count any more"),
        (carried & Q(live=True) & ~Q(accrual__status="listed") & Q(accrual__isnull=False), "a month is not listed"),
        (
            carried & Q(live=True) & ~Q(adjustment__status="listed") & Q(adjustment__isnull=False),
            "a correction is not listed",
        ),
        (arrived & ~Q(accrual__status="paid") & Q(accrual__isnull=False), "the line is paid and a month is not"),
        (
            arrived & ~Q(adjustment__status="settled") & Q(adjustment__isnull=False),
            "the line is paid and a correction is not settled",
        ),
    )
    for condition, what in faults:
        names = rows.filter(condition).values_list(*NAMES)
        yield from (Disagreement(line(*name), what) for name in names.iterator())
    undated = Line.objects.filter(Q(status__in=PAID, paid_on__isnull=True) | Q(status__in=OUT, paid_on__isnull=False))
    for name in undated.order_by("pk").values_list("batch__number", "sequence", "round").iterator():
        yield Disagreement(line(*name), "the day of payment does not fit the state")


def _months() -> Iterator[Disagreement]:
    live = Exists(LineItem.objects.filter(accrual=OuterRef("pk"), live=True))
    carried = Q(status__in=(Accrual.Status.LISTED, Accrual.Status.PAID))
    faults = ((carried & ~live, "no live item carries it"), (~carried & live, "a live item carries it"))
    for condition, what in faults:
        rows = Accrual.objects.filter(condition).order_by("pk")
        for case, pk, first, status in rows.values_list("case__number", "pk", "month", "status").iterator():
            yield Disagreement(month(case, pk, first), f"the month is {status} and {what}")


def _corrections() -> Iterator[Disagreement]:
    live = Exists(LineItem.objects.filter(adjustment=OuterRef("pk"), live=True))
    listed, settled = Q(status=Adjustment.Status.LISTED), Q(status=Adjustment.Status.SETTLED)
    faults = (
        (listed & ~live, "no live item carries it"),
        (settled & ~live & Q(recovery__isnull=True), "neither a line nor a recovery settled it"),
        (~listed & ~settled & live, "a live item carries it"),
    )
    for condition, what in faults:
        rows = Adjustment.objects.filter(condition).order_by("pk")
        names = rows.values_list("accrual__case__number", "accrual", "accrual__month", "status")
        for case, pk, first, status in names.iterator():
            yield Disagreement(month(case, pk, first), f"a correction is {status} and {what}")


def _lines_of_batches() -> Iterator[Disagreement]:
    names = ("batch__number", "sequence", "round", "status", "batch__status")
    rows: Any = Line.objects.order_by("pk").values_list(*names)
    current = rows.filter(round=F("batch__round"))
    for state, allowed in ALLOWED.items():
        for *name, found, _state in current.filter(batch__status=state).exclude(status__in=allowed).iterator():
            yield Disagreement(line(*name), f"the line is {found} in a batch that is {state}")
    before = Q(batch__status__in=(B.NEW, B.OPEN, B.CANCELLED)) | ~Q(round=F("batch__round"))
    for *name, found, state in rows.filter(before).exclude(status=S.VOID).iterator():
        yield Disagreement(line(*name), f"the line is {found} although its round is over or its batch is {state}")


def _reissues() -> Iterator[Disagreement]:
    other = Line.objects.filter(reissue_of=OuterRef("pk")).exclude(status=S.VOID)
    rows = Line.objects.filter(status=S.REISSUED).exclude(Exists(other)).order_by("pk")
    for name in rows.values_list("batch__number", "sequence", "round").iterator():
        yield Disagreement(line(*name), "the line is reissued and no other line carries on for it")
