"""STP-10, the approval of a batch, and STP-11, the request for its funds."""

from collections import Counter
from typing import Any

from documents.letters import letter
from documents.models import Document, Event
from finance.letters.batch_head import PAYMENT, head_of, signatures
from finance.letters.sums import by_town_and_sex, totals_of
from finance.models import Batch, Fund, FundEntry, RollEntry


@letter("STP-10", "发放审批表", word="助批", organ="county", basis=PAYMENT, signed=True)
def approval(subject: Batch, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Sums by town, sex and months, how the enrolled were counted, and what maker, checker and approver said."""
    towns, head = by_town_and_sex(subject), head_of(subject)
    return {
        "batch": head,
        "basis": head["basis"],
        "towns": towns,
        "totals": totals_of(towns) if towns else [0] * 9,
        "total_fen": subject.total_fen,
        "counted": counted(subject),
        "fund": fund_lines(subject),
        "signed_by": signatures(subject),
        "rolls": subject.rolls.filter(round=subject.round).count(),
    }


@letter("STP-11", "资金拨付申请书", word="助请", organ="county", basis=PAYMENT, signed=True)
def funds_request(subject: Batch, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """To the county's finance bureau: what for, how much, from which budget line, to which bank."""
    return {
        "addressee": f"{subject.division.short_name}财政局",
        "batch": head_of(subject),
        "count": subject.line_count,
        "months": subject.month_count,
        "total_fen": subject.total_fen,
        "fund": fund_lines(subject),
        "bank": subject.adapter.name,
        "annexes": annexes(subject),
        "signed_by": signatures(subject),
    }


def counted(batch: Batch) -> dict[str, int]:
    """How many of the enrolled were counted in, held, left out and in error; together they are all of them."""
    outcomes = Counter(RollEntry.objects.filter(batch=batch, round=batch.round).values_list("outcome", flat=True))
    return {outcome: outcomes[outcome] for outcome in RollEntry.Outcome.values} | {"enrolled": outcomes.total()}


def fund_lines(batch: Batch) -> dict[str, Any]:
    """The budget line as it stands now: granted, and available without and with this batch."""
    fund = Fund.objects.get(pk=batch.fund_id)
    reserved = FundEntry.Kind.RESERVE
    own = FundEntry.objects.filter(fund=fund, batch=batch, kind=reserved).exists()
    after = fund.available_fen if own else fund.available_fen - batch.total_fen
    return {
        "name": fund.name,
        "year": fund.year,
        "source": fund.source,
        "granted": fund.granted_fen,
        "before": after + batch.total_fen,
        "after": after,
    }


def annexes(batch: Batch) -> list[str]:
    """The approval by its number, and how many rolls go with it."""
    approved = Document.objects.filter(dossier=batch.dossier_id, kind="STP-10").order_by("-pk").first()
    rolls = batch.rolls.filter(round=batch.round).count()
    number = f"（编号：{approved.number}）" if approved else ""
    return [f"发放审批表{number}", f"发放名册（{rolls}份）"]
