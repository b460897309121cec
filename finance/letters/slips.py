"""What stands at the head of the slips of batches, rolls of towns and funds, which are about no child."""

import datetime as dt
from typing import Any

from cases.letters.people import place
from cases.letters.slip import Lines, describes, tells
from documents.models import Event
from finance.batch_rules import version_of
from finance.letters.batch_head import term_words, yuan
from finance.models import Batch, Fund, TownRoll

FORM = {"paper": "资金业务流转单", "place_title": "地区"}


@describes("finance.batch", office="county")
def on_batch_slips(subject: Batch, on: dt.date) -> dict[str, Any]:
    """Program and months, and the number of the batch."""
    return {
        **FORM,
        "title": "发放项目",
        "name": f"{subject.program.name}（{term_words(subject.first_month, subject.last_month)}）",
        "number_title": "发放批次",
        "village": place(subject.division),
        "basis": version_of(subject).basis,
    }


@describes("finance.townroll", office="county")
def on_roll_slips(subject: TownRoll, on: dt.date) -> dict[str, Any]:
    """The batch that the roll belongs to, and the town."""
    return {
        **on_batch_slips(subject.batch, on),
        "number": subject.batch.number,
        "village": place(subject.division),
    }


@describes("finance.fund", office="county")
def on_fund_slips(subject: Fund, on: dt.date) -> dict[str, Any]:
    """The budget line and its year."""
    return {
        **FORM,
        "title": "资金（指标）",
        "name": f"{subject.year}年{subject.name}",
        "number_title": "资金来源",
        "number": subject.source,
        "village": place(subject.division),
        "basis": "《中华人民共和国预算法》",
    }


@tells("batch.finish_town_review")
@tells("batch.review")
@tells("batch.send_back")
@tells("batch.cancel")
@tells("batch.take_answer")
def of_batch(subject: Batch, event: Event, data: dict[str, Any]) -> Lines:
    """Payments, months and sum of the roll that it is about; none once the round is void."""
    if not subject.line_count:
        return []
    return [
        ("发放人次、人月", f"{subject.line_count}人次，{subject.month_count}人月"),
        ("金额", f"{yuan(subject.total_fen)}元"),
    ]


@tells("townroll.sign")
@tells("townroll.dispute")
@tells("townroll.void")
def of_roll(subject: TownRoll, event: Event, data: dict[str, Any]) -> Lines:
    """Payments and sum of the town."""
    return [("名册", f"第{subject.round}轮，{subject.line_count}人，{yuan(subject.total_fen)}元")]


@tells("fund.grant")
def of_grant(subject: Fund, event: Event, data: dict[str, Any]) -> Lines:
    """How much by which paper, and what is available now."""
    return [
        ("下达（调减）金额", f"{yuan(data['fen'])}元（{data['words']}）"),
        ("指标总额、可用余额", f"{yuan(subject.granted_fen)}元，{yuan(subject.available_fen)}元"),
    ]
