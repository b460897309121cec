"""STP-17, the notice that asks money back, and STP-18, the register of how it came back.

The one invariant: months and amounts are those of the recovery's own corrections; figures stand beside their words.
"""

import datetime as dt
from typing import Any

from django.utils import timezone

from cases.letters.people import iso, place
from cases.letters.slip import Lines, describes, tells
from documents.letters import letter
from documents.models import Event
from finance.batch_rules import version_of
from finance.letters.batch_head import PAYMENT, month_words, yuan
from finance.letters.payees import account_words, payee_words
from finance.models import LineItem, Recovery
from finance.recovery_rules import OFFSET, outstanding
from programs.months import last_day_of, month_of, plus_months

ENDS = {
    "recovery.complete": "已全部返还",
    "recovery.complete_offset": "已全部抵扣",
    "recovery.write_off": "余额核销",
    "recovery.book": "返还登记",
    "recovery.change_way": "变更返还方式",
}


@letter("STP-17", "追回通知书", word="助追", organ="county", basis=PAYMENT, signed=True)
def recovery_notice(subject: Recovery, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """To the payee: months and amounts paid too much, why, how and by when they come back, and what can be done."""
    line = subject.line
    child = subject.case.person.name
    return {
        "addressee": payee_words(line.account, child),
        "child": child,
        "program": line.batch.program.name,
        "payment": line.number,
        "paid_on": iso(line.paid_on),
        "account": account_words(line.account),
        "months": months_asked_back(subject),
        "fen": subject.fen,
        "reason": subject.reason,
        "basis": version_of(line.batch).basis,
        "offset": subject.way == OFFSET,
        "repay_to": subject.repay_to,
        "repay_by": iso(subject.repay_by),
        "plan": instalment_plan(subject),
    }


@letter("STP-18", "追回/抵扣登记", word="助追登", organ="county", basis=PAYMENT, signed=True)
def recovery_register(subject: Recovery, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """What was asked back, every repayment and offset with what was outstanding after it, and how it ended."""
    line = subject.line
    return {
        "child": subject.case.person.name,
        "payee": payee_words(line.account, subject.case.person.name),
        "program": line.batch.program.name,
        "payment": line.number,
        "basis": version_of(line.batch).basis,
        "months": months_asked_back(subject),
        "fen": subject.fen,
        "reason": subject.reason,
        "way": "从以后发放的款项中抵扣" if subject.way == OFFSET else "返还",
        "repay_by": iso(subject.repay_by),
        "instalments": subject.instalments,
        "movements": movements(subject),
        "outstanding": outstanding(subject),
        "act": ENDS[event.action],
        "said": data.get("reason", ""),
        "by": event.by.name if event.by else "",
        "on": iso(timezone.localdate(event.at)),
    }


def months_asked_back(recovery: Recovery) -> list[list[Any]]:
    """Month and fen, in the order of months."""
    rows = recovery.adjustments.order_by("accrual__month").values_list("accrual__month", "delta_fen")
    return [[month_words(month), -delta] for month, delta in rows]


def movements(recovery: Recovery) -> list[list[Any]]:
    """Day, what (repayment with its voucher, or the batch that carried it), fen, and what was outstanding after it."""
    back = [
        (each.received_on, "返还", each.voucher, each.fen) for each in recovery.payments.order_by("received_on", "pk")
    ]
    found = sorted([*back, *_offsets(recovery)], key=lambda row: row[0] or dt.date.max)
    rest, rows = recovery.fen, []
    for day, way, paper, fen in found:
        rest -= fen
        rows.append([iso(day), way, paper, fen, rest])
    return rows


def _offsets(recovery: Recovery) -> list[tuple[dt.date | None, str, str, int]]:
    carried = LineItem.objects.filter(adjustment__recovery=recovery, adjustment__status="settled", live=True)
    rows = carried.select_related("line__batch").order_by("line__paid_on", "pk")
    return [(item.line.paid_on, "抵扣", item.line.number, -item.fen) for item in rows]


def instalment_plan(recovery: Recovery) -> list[list[Any]]:
    """Number, fen and last day of each instalment: a month apart, the last as agreed; the first takes the rest."""
    number = recovery.instalments
    share, rest = divmod(recovery.fen, number)
    last = recovery.repay_by or timezone.localdate()
    days = [_months_before(last, number - 1 - n) for n in range(number)]
    return [[n + 1, share + (rest if n == 0 else 0), iso(day)] for n, day in enumerate(days)]


def _months_before(day: dt.date, n: int) -> dt.date:
    """The same day `n` months earlier, or that month's last day."""
    month = plus_months(month_of(day), -n)
    return min(month + dt.timedelta(days=day.day - 1), last_day_of(month))


@describes("finance.recovery", office="county")
def on_recovery_slips(subject: Recovery, on: dt.date) -> dict[str, Any]:
    """The child, the payment and the village."""
    return {
        "paper": "资金业务流转单",
        "name": subject.case.person.name,
        "number_title": "业务流水号",
        "number": subject.line.number,
        "village": place(subject.line.division),
        "basis": version_of(subject.line.batch).basis,
    }


@tells("recovery.propose")
@tells("recovery.drop")
def of_recovery(subject: Recovery, event: Event, data: dict[str, Any]) -> Lines:
    """Months, sum and why."""
    months = "，".join(f"{month}{yuan(fen)}元" for month, fen in months_asked_back(subject))
    return [("拟追回月份", months), ("金额", f"{yuan(subject.fen)}元"), ("追回理由", subject.reason)]
