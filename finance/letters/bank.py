"""What goes with the files to the bank, STP-12 and STP-13, and what came of them, STP-14.

Invariant: figures are added up from the files and lines themselves; a whole account number stands in the file for the
bank alone, papers show its last four digits. Called when a batch is released and when it is reconciled.
"""

from collections import Counter
from typing import Any

from django.db.models import Count, Sum
from django.utils import timezone

from cases.letters.people import iso
from cases.registry.masking import mask_name
from documents.letters import letter
from documents.models import Event
from finance.bank.checking import name_for_bank
from finance.bank.judging import ARRIVED, CAME_BACK
from finance.letters.batch_head import PAYMENT, head_of, signatures
from finance.letters.sums import by_town, lines_of
from finance.models import BankReturn, Batch, ReturnRow
from finance.reconciling import sums_of

REASONS = {
    "name_mismatch": "户名账号不符",
    "account_closed": "销户",
    "frozen": "冻结止付",
    "inactive": "社保卡金融功能未激活",
    "bad_account": "账号错误",
    "limit": "超限",
    "other": "其他",
}
SENT_COLUMNS = [
    {"title": "序号", "width": 5, "align": "center"},
    {"title": "收款人户名", "width": 14},
    {"title": "账号\n后四位", "width": 6, "align": "center"},
    {"title": "开户银行", "width": 18},
    {"title": "金额（元）", "width": 11, "kind": "fen"},
    {"title": "用途", "width": 16},
    {"title": "业务流水号", "width": 22},
    {"title": "笔数", "width": 5, "kind": "count"},
]
BACK_COLUMNS = [
    {"title": "序号", "width": 5, "align": "center"},
    {"title": "业务流水号", "width": 22},
    {"title": "收款人", "width": 8},
    {"title": "账号\n后四位", "width": 6, "align": "center"},
    {"title": "乡镇（街道）", "width": 12},
    {"title": "村（社区）", "width": 12},
    {"title": "退票原因", "width": 20},
    {"title": "银行原文", "width": 20},
    {"title": "金额（元）", "width": 11, "kind": "fen"},
    {"title": "笔数", "width": 5, "kind": "count"},
]


@letter("STP-12", "代发清单", word="助发", organ="county", basis=PAYMENT)
def sent_list(subject: Batch, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Every payment as the bank gets it, and the files with their hashes."""
    lines = lines_of(subject).select_related("account").order_by("sequence")
    rows = [
        [
            line.sequence,
            name_for_bank(line.account),
            line.account.number_masked[-4:],
            line.account.bank,
            line.fen,
            subject.program.name,
            f"{subject.number}-{line.sequence:05d}",
            1,
        ]
        for line in lines
    ]
    return {
        "batch": head_of(subject),
        "files": files_of(subject),
        "sent_on": iso(subject.sent_on),
        "count": len(rows),
        "grand_total": sum(row[4] for row in rows),
        "currency": subject.adapter.spec.get("currency", "人民币"),
        "format": subject.adapter.name,
        "table": {"columns": SENT_COLUMNS, "rows": rows},
    }


@letter("STP-13", "报盘汇总表", word="助报", organ="county", basis=PAYMENT, signed=True)
def sent_summary(subject: Batch, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Count and total by file and by town; who asked for the funds, who released, and the bank's receipt."""
    head, towns = head_of(subject), towns_of(subject)
    return {
        "batch": head,
        "basis": head["basis"],
        "files": files_of(subject),
        "towns": towns,
        "count": sum(town["count"] for town in towns),
        "total_fen": sum(town["fen"] for town in towns),
        "sent_on": iso(subject.sent_on),
        "answer_by": iso(subject.answer_by),
        "format": subject.adapter.name,
        "fund": str(subject.fund),
        "signed_by": signatures(subject),
    }


@letter("STP-14", "回盘对账表", word="助对", organ="county", basis=PAYMENT, signed=True)
def reconciliation(subject: Batch, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Sent, paid and returned from the lines, the answers and the ledger side by side; what came back, masked."""
    sums, counts = sums_of(subject), _counts(subject)
    rows = returned_rows(subject)
    released = subject.total_fen - sums.booked_paid - sums.committed
    return {
        "batch": head_of(subject),
        "sent_on": iso(subject.sent_on),
        "lines": [
            ["报盘", counts["sent"], sums.sent, sums.in_files, subject.total_fen],
            ["代发成功", counts["paid"], sums.paid, sums.answered_paid, sums.booked_paid],
            ["退票", counts["failed"], sums.failed, sums.answered_failed, released],
        ],
        "differences": [
            counts["sent"] - counts["paid"] - counts["failed"],
            sums.sent - sums.paid - sums.failed,
            sums.in_files - sums.answered_paid - sums.answered_failed,
            sums.committed,
        ],
        "paid_fen": sums.paid,
        "answers": answers_of(subject),
        "days": days_of(subject),
        "reasons": by_reason(rows),
        "read_by": _readers(subject),
        "table": {"columns": BACK_COLUMNS, "rows": rows},
    }


def files_of(batch: Batch) -> list[dict[str, Any]]:
    """Name, rows, fen and hash of each file for the bank."""
    return [
        {"name": file.name, "rows": file.rows, "fen": file.total_fen, "sha256": file.sha256}
        for file in batch.files.defer("content")
    ]


def towns_of(batch: Batch) -> list[dict[str, Any]]:
    """Payments and fen of each town, in the order of their codes."""
    sums = by_town(lines_of(batch))
    rolls = batch.rolls.filter(round=batch.round).order_by("division__code").select_related("division")
    return [
        {"name": roll.division.short_name, "count": persons, "fen": fen}
        for roll in rolls
        for persons, _months, fen in [sums.get(roll.division.code, (0, 0, 0))]
    ]


def returned_rows(batch: Batch) -> list[list[Any]]:
    """What the bank returned, in the order of the batch, with names masked."""
    answers = ReturnRow.objects.filter(taken__batch=batch, paid=False).order_by("line__sequence")
    lines = answers.select_related("line__account", "line__division__parent")
    return [
        [
            place,
            f"{batch.number}-{row.line.sequence:05d}",
            mask_name(row.line.account.holder),
            row.line.account.number_masked[-4:],
            row.line.division.parent.short_name if row.line.division.parent else "",
            row.line.division.short_name,
            REASONS.get(row.code, "其他"),
            row.words,
            row.fen,
            1,
        ]
        for place, row in enumerate(lines, start=1)
    ]


def by_reason(rows: list[list[Any]]) -> list[list[Any]]:
    """Reason, payments and fen, the most frequent first."""
    counts = Counter(row[6] for row in rows)
    fen = {reason: sum(row[8] for row in rows if row[6] == reason) for reason in counts}
    return [[reason, count, fen[reason]] for reason, count in counts.most_common()]


def answers_of(batch: Batch) -> list[dict[str, Any]]:
    """The files of the bank that were taken in."""
    return [
        {
            "sha256": answer.sha256,
            "at": iso(timezone.localdate(answer.at)),
            "rows": answer.rows,
            "paid": answer.paid_fen,
            "failed": answer.failed_fen,
            "by": answer.by.name,
        }
        for answer in _taken(batch)
    ]


def days_of(batch: Batch) -> list[list[Any]]:
    """Payments and fen of each day on which the bank paid: the day of the voucher (domain report §2.4)."""
    paid = ReturnRow.objects.filter(taken__batch=batch, paid=True).order_by("booked_on")
    days = paid.values("booked_on").annotate(count=Count("pk"), total=Sum("fen"))
    return [[iso(day["booked_on"]), day["count"], day["total"]] for day in days]


def _taken(batch: Batch) -> Any:
    return batch.returns.filter(outcome=BankReturn.Outcome.TAKEN).defer("content", "annotated").select_related("by")


def _readers(batch: Batch) -> str:
    return "、".join(dict.fromkeys(answer.by.name for answer in _taken(batch)))


def _counts(batch: Batch) -> dict[str, int]:
    states = Counter(lines_of(batch).values_list("status", flat=True))
    paid, failed = (sum(states[state] for state in group) for group in (ARRIVED, CAME_BACK))
    return {"sent": states.total(), "paid": paid, "failed": failed}
