"""STP-09: how the roll of a batch differs from the last one, person by person, with the reason.

Invariant: the rows add up to the difference of the two totals; the four ways of counting add up to the enrolled.
"""

from typing import Any

from cases.entitlements import reason_label
from documents.letters import letter
from documents.models import Event
from finance.differences import differences, summary
from finance.letters.approving import counted
from finance.letters.batch_head import PAYMENT, head_of, signatures, term_words
from finance.models import Batch

KINDS = {"new": "新增", "gone": "减少", "amount": "金额变化", "account": "账户变化"}
COLUMNS = [
    {"title": "序号", "width": 5, "align": "center"},
    {"title": "变动", "width": 8, "align": "center"},
    {"title": "姓名", "width": 11},
    {"title": "村（社区）", "width": 13},
    {"title": "上期\n月数", "width": 4, "kind": "count"},
    {"title": "上期金额", "width": 11, "kind": "fen"},
    {"title": "本期\n月数", "width": 4, "kind": "count"},
    {"title": "本期金额", "width": 11, "kind": "fen"},
    {"title": "差额（元）", "width": 11, "kind": "fen"},
    {"title": "账号后四位", "width": 11, "align": "center"},
    {"title": "变动原因", "width": 26},
]


@letter("STP-09", "名册变动表", word="助变", organ="county", basis=PAYMENT, signed=True)
def roll_changes(subject: Batch, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Every difference with its reason; of a first batch only how the enrolled were counted."""
    found = summary(subject)
    before = found.before
    rows = list(differences(subject)) if before else []
    return {
        "batch": head_of(subject),
        "alone": not rows,
        "before": {"number": before.number, "term": term_words(before.first_month, before.last_month)}
        if before
        else None,
        "counted": counted(subject),
        "kinds": [[words, getattr(found, kind)] for kind, words in KINDS.items()] if before else [],
        "fen_before": found.fen_before,
        "fen_after": subject.total_fen,
        "left_out": left_out(subject),
        "signed_by": signatures(subject),
        "table": {"columns": COLUMNS, "rows": [_row(n, each) for n, each in enumerate(rows, start=1)]},
    }


def left_out(batch: Batch) -> list[list[Any]]:
    """Why enrolled children are held, left out or in error: outcome and reason in words, and how many."""
    outcomes = {"held": "停发", "excluded": "不符合条件", "error": "信息有误"}
    counts: dict[tuple[str, str], int] = {}
    rows = batch.entries.filter(round=batch.round, outcome__in=outcomes).values_list("outcome", "reason")
    for outcome, reason in rows:
        counts[outcome, reason] = counts.get((outcome, reason), 0) + 1
    return [[outcomes[outcome], reason_label(reason), n] for (outcome, reason), n in sorted(counts.items())]


def _row(number: int, each: Any) -> list[Any]:
    accounts = each.account_after[-4:] or each.account_before[-4:]
    if each.kind == "account":
        accounts = f"{each.account_before[-4:]}→{each.account_after[-4:]}"
    return [
        number,
        KINDS[each.kind],
        each.name,
        each.village,
        each.months_before,
        each.fen_before,
        each.months_after,
        each.fen_after,
        each.fen_after - each.fen_before,
        accounts,
        each.words,
    ]
