"""Funds and batches as tests need them, opened by the people who may open them."""

import datetime as dt
from typing import Any

from documents.transitions import perform
from finance.actions import grant_money, open_batch, open_fund
from finance.models import BankAdapter, Batch, Fund
from finance.seeding import load_adapters
from organisation.models import Division, User
from programs.models import Program
from tests.cast import MENGZHOU

MARCH, JULY = dt.date(2026, 3, 1), dt.date(2026, 7, 1)
PAPER = "孟财社〔2026〕8号"


def stipend() -> Program:
    """The study stipend."""
    return Program.objects.get(code="STP")


def mengzhou() -> Division:
    """The county of the cast."""
    return Division.objects.get(code=MENGZHOU)


def adapter() -> BankAdapter:
    """The bank format that ships first."""
    load_adapters()
    return BankAdapter.objects.get(code="csv")


def fund_with(fen: int, cast: dict[str, User], **changes: Any) -> Fund:
    """An open fund of 2026 with so much granted."""
    values: dict[str, Any] = {"program": stipend(), "county": mengzhou(), "year": 2026, "name": "留守儿童助学金"}
    fund = open_fund(**(values | changes), by=cast["fang"])
    if fen:
        grant_money(fund, fen, words=PAPER, by=cast["fang"])
    fund.refresh_from_db()
    return fund


def open_for(fund: Fund, cast: dict[str, User], **changes: Any) -> Batch:
    """An open batch of March to July 2026, paid from that fund."""
    values: dict[str, Any] = {"program": stipend(), "county": mengzhou(), "kind": "regular", "fund": fund}
    months = {"first_month": MARCH, "last_month": JULY}
    return open_batch(**(values | months | {"adapter": adapter(), "by": cast["kang"]} | changes))


SIGNERS = {"410883100000": "su", "410883101000": "nan"}
# Each state of the main way, the step that leads to it, and who does it.
WAY = (
    ("compiled", "compile", "kang"),
    ("town_reviewed", "", ""),
    ("county_reviewed", "review", "rui"),
    ("approved", "approve", "cao"),
    ("funding_requested", "request_funds", "fang"),
    ("sent", "send", "fu"),
)


def brought_to(batch: Batch, status: str, cast: dict[str, User]) -> Batch:
    """Move the batch along the main way, each step by whoever it belongs to, until it stands in `status`."""
    batch.refresh_from_db()
    states = [state for state, _act, _who in WAY]
    start = states.index(batch.status) + 1 if batch.status in states else 0
    for _state, act, who in WAY[start : states.index(status) + 1]:
        if act:
            perform(batch, act, by=cast[who])
        else:
            sign_rolls(batch, cast)
        batch.refresh_from_db()
    return batch


def sign_rolls(batch: Batch, cast: dict[str, User]) -> None:
    """Each town signs its own roll of the present round."""
    for roll in batch.rolls.filter(round=batch.round).select_related("division"):
        perform(roll, "sign", by=cast[SIGNERS[roll.division.code]])
