"""What the steps of a recovery write, in the transition's own transaction. Called by the declarations of
models.recoveries.

Each function takes (recovery, by, data) and returns what the transition's body gets. The line of a payment moves with
its recovery; when several run for one line, the last to end says how the line ended.
"""

from typing import TYPE_CHECKING, Any, cast

from documents.sets import move_rows
from organisation.models import User

if TYPE_CHECKING:
    from finance.models import Recovery

RUNNING = "pending"


def ask_back(recovery: "Recovery", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The line is being recovered."""
    _move_line(recovery, "ask_back")
    return data


def another_way(recovery: "Recovery", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Only how and by when; months and amount stay."""
    return {name: value for name, value in data.items() if name != "reason"}


def drop(recovery: "Recovery", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The months were owed after all: their corrections are cancelled."""
    move_rows(recovery.adjustments.all(), "cancel")
    return data


def book(recovery: "Recovery", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The repayment, the fund that has it again, and the months that are covered by now."""
    from finance.ledger import recover
    from finance.models import RecoveryPayment

    RecoveryPayment.objects.create(
        recovery=recovery,
        fen=data["fen"],
        received_on=data["received_on"],
        voucher=data["voucher"].strip(),
        entered_by=cast(User, by),
    )
    recover(recovery.line.batch.fund_id, data["fen"], by=by, recovery=recovery, words=data["voucher"].strip())
    _settle_covered(recovery)
    return {}


def end_as_recovered(recovery: "Recovery", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """All is paid back."""
    move_rows(recovery.adjustments.all(), "settle")
    _end_line(recovery, "recover")
    return data


def end_as_offset(recovery: "Recovery", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Later payments have carried all of it; the bank's answers settled the months."""
    _end_line(recovery, "offset_it")
    return data


def end_as_written_off(recovery: "Recovery", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The months that are not covered are written off; what came back stays booked."""
    move_rows(recovery.adjustments.all(), "write_off")
    _end_line(recovery, "write_off")
    return data


def _settle_covered(recovery: "Recovery") -> None:
    """Settle the months, from the first one, that all repayments together cover; offset ones are settled already."""
    back = sum(recovery.payments.values_list("fen", flat=True))
    own = recovery.adjustments.exclude(items__live=True).order_by("accrual__month", "pk")
    covered = []
    for pk, delta in own.values_list("pk", "delta_fen"):
        back += delta
        if back < 0:
            break
        covered.append(pk)
    move_rows(recovery.adjustments.filter(pk__in=covered, status="open"), "settle")


def _move_line(recovery: "Recovery", name: str) -> None:
    from finance.models import Line

    move_rows(Line.objects.filter(pk=recovery.line_id), name)


def _end_line(recovery: "Recovery", name: str) -> None:
    """Unless another recovery of the same line still runs."""
    others = type(recovery).objects.filter(line=recovery.line_id, status=RUNNING).exclude(pk=recovery.pk)
    if not others.exists():
        _move_line(recovery, name)
