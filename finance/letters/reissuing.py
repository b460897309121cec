"""STP-15: payments that came back and are made again, each to the account that was proven for it, or not at all."""

from typing import Any

from cases.letters.people import day_of, iso
from documents.letters import letter
from documents.models import Event
from finance.letters.batch_head import PAYMENT, head_of
from finance.letters.payees import account_words, failure_words, months_of, runs
from finance.models import Batch, Line
from finance.reissuing import with_new_accounts


@letter("STP-15", "补发审批表", word="助补", organ="county", basis=PAYMENT, signed=True)
def reissue_approval(subject: Batch, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """One row a payment: why it came back, where it went, where it goes now and who proved that account."""
    chosen = subject.lines.filter(pk__in=data["lines"]).select_related("division").order_by("sequence")
    lines = with_new_accounts(chosen)
    months, head = months_of(lines), head_of(subject)
    again = event.action == "batch.approve_reissue"
    return {
        "batch": head,
        "basis": head["basis"],
        "again": again,
        "rows": [[*_line(line), runs(months[line.pk]), line.fen, _account(line, again=again)] for line in lines],
        "count": len(lines),
        "total_fen": sum(line.fen for line in lines),
        "said": data.get("reason") or data.get("keep_reason") or "",
        "by": event.by.name if event.by else "",
        "on": iso(day_of(event)),
    }


def _line(line: Line) -> list[str]:
    old = f"{account_words(line.account)}"
    return [f"{line.sequence:05d}", line.person.name, line.division.short_name, failure_words(line.failure), old]


def _account(line: Any, *, again: bool) -> str:
    """The proven account with its two people, or that the same one is tried again."""
    if not again:
        return "不再发放"
    account = line.new_account
    if account is None:
        return "原账户"
    return f"{account_words(account)}，{account.entered_by.name}提出、{account.confirmed_by.name}核对"
