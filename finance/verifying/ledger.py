"""Funds are their entries, and the entries of a batch are its lines. Called by verifying."""

from collections.abc import Iterator

from django.db.models import Q, Sum

from finance.models import Batch, Fund, FundEntry, Recovery
from finance.verifying.naming import Disagreement, yuan
from finance.verifying.states import PAID

KIND = FundEntry.Kind
COMMITTED = (Batch.Status.APPROVED, Batch.Status.FUNDING_REQUESTED)


def check() -> Iterator[Disagreement]:
    """Each fund, then each batch and each recovery against what was booked for it."""
    for fund in Fund.objects.order_by("pk").iterator():
        yield from _fund(fund)
    for batch in Batch.objects.order_by("pk").iterator():
        yield from _batch(batch)
    yield from _recoveries()


def booked(**of: object) -> dict[str, int]:
    """Sums of the entries by kind."""
    rows = FundEntry.objects.filter(**of).order_by().values_list("kind").annotate(fen=Sum("fen"))
    return dict.fromkeys(KIND.values, 0) | dict(rows)


def committed(sums: dict[str, int]) -> int:
    """What is still held back for payments: committed, neither released nor paid."""
    return sums[KIND.RESERVE] - sums[KIND.RELEASE] - sums[KIND.PAY]


def _fund(fund: Fund) -> Iterator[Disagreement]:
    sums = booked(fund=fund)
    figures = (
        ("granted", fund.granted_fen, sums[KIND.GRANT]),
        ("committed", fund.reserved_fen, committed(sums)),
        ("paid", fund.paid_fen, sums[KIND.PAY] - sums[KIND.RECOVER]),
    )
    for name, shown, added in figures:
        if shown != added:
            yield Disagreement(str(fund), f"{name} {yuan(shown)}, its entries are {yuan(added)}")


def _batch(batch: Batch) -> Iterator[Disagreement]:
    sums = booked(batch=batch)
    lines = batch.lines.filter(round=batch.round)
    paid = lines.filter(status__in=PAID).aggregate(fen=Sum("fen"))["fen"] or 0
    waiting = Q(status__in=("sent", "unknown"))
    if batch.status in COMMITTED:
        waiting |= Q(status="listed")
    held = lines.filter(waiting).aggregate(fen=Sum("fen"))["fen"] or 0
    if sums[KIND.PAY] != paid:
        yield Disagreement(batch.number, f"{yuan(paid)} are paid, the ledger says {yuan(sums[KIND.PAY])}")
    if committed(sums) != held:
        yield Disagreement(batch.number, f"{yuan(held)} are committed, the ledger says {yuan(committed(sums))}")
    if batch.fund_entries.exclude(fund=batch.fund_id).exists():
        yield Disagreement(batch.number, "something was booked on another fund")


def _recoveries() -> Iterator[Disagreement]:
    for recovery in Recovery.objects.select_related("line__batch").order_by("pk").iterator():
        back = recovery.payments.aggregate(fen=Sum("fen"))["fen"] or 0
        entered = booked(recovery=recovery)[KIND.RECOVER]
        if back != entered:
            yield Disagreement(
                f"recovery of {recovery.line}", f"{yuan(back)} came back, the ledger says {yuan(entered)}"
            )
