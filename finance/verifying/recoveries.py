"""What is asked back is the overpaid months, and comes to its end only when all of it did. Called by verifying."""

from collections.abc import Iterator

from django.db.models import Sum

from finance.models import Adjustment, Recovery
from finance.recovery_rules import outstanding
from finance.verifying.naming import Disagreement, yuan

DONE = (Recovery.Status.RECOVERED, Recovery.Status.OFFSET)


def check() -> Iterator[Disagreement]:
    """Amount, and what is outstanding, of each recovery."""
    for recovery in Recovery.objects.select_related("line__batch").order_by("pk").iterator():
        yield from _recovery(recovery)


def _recovery(recovery: Recovery) -> Iterator[Disagreement]:
    where = f"recovery of {recovery.line}"
    asked = recovery.adjustments.filter(kind=Adjustment.Kind.CLAWBACK).aggregate(fen=Sum("delta_fen"))["fen"] or 0
    if -asked != recovery.fen:
        yield Disagreement(where, f"asks back {yuan(recovery.fen)}, its corrections are {yuan(asked)}")
    rest = outstanding(recovery)
    if rest < 0:
        yield Disagreement(where, f"{yuan(-rest)} more came back than was asked for")
    if recovery.status in DONE and rest > 0:
        yield Disagreement(where, f"it is {recovery.status} and {yuan(rest)} are outstanding")
