"""A whole term of the stipend in small: real children by the 2013 rule, and a batch on its way by the right people."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from django.utils import timezone

from cases.models import Case
from documents.transitions import perform
from finance.bank.receiving import Answer, receive
from finance.demo.accounts import correct
from finance.demo.people import Children
from finance.demo.practice import answer_to
from finance.demo.roll import enrol
from finance.demo.taking_over import take_over
from finance.models import Batch
from finance.reissuing import approve_reissue
from organisation.models import Division, User
from tests.cast import HENGSHAN, MENGZHOU
from tests.finance.stages import MARCH, fund_with, open_for

TOWNS = (HENGSHAN, "410883101201")  # a village of each of the two towns whose supervisors are in the cast
SIGN = {"410883100000": "su", "410883101000": "nan"}
FUND = 1_000_000_00
Cast = dict[str, User]
# The main way: who does what; each step with the state in which it leaves the batch.
MAIN_WAY = ("compiled", "town_reviewed", "county_reviewed", "approved", "funding_requested", "sent")


def on_the_roll(cast: Cast, girls: int, boys: int, *, since: dt.date = MARCH) -> list[Case]:
    """So many children of two towns with a stipend from `since` on; girls get 50 yuan a month, boys 40."""
    villages = list(Division.objects.filter(code__in=TOWNS).order_by("code"))
    children = Children(timezone.localdate()).of(villages, girls=girls, boys=boys)
    cases = take_over(children, county=Division.objects.get(code=MENGZHOU), by=cast["kang"])
    return enrol(cases, first_month=since)


def batch_of(cast: Cast, girls: int = 4, boys: int = 8, **changes: Any) -> Batch:
    """An open batch of March to July 2026 for so many children."""
    on_the_roll(cast, girls, boys)
    if connection.vendor == "postgresql" and girls + boys > 100:  # what is not committed has no statistics by itself
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return open_for(fund_with(FUND, cast), cast, **changes)


def go(batch: Batch, cast: Cast, until: str = "sent") -> Batch:
    """Move the batch along the main way, each step by whoever it belongs to, until it stands in that state."""
    steps: Mapping[str, Callable[[], Any]] = {
        "compiled": lambda: perform(batch, "compile", by=cast["kang"]),
        "town_reviewed": lambda: sign_rolls(batch, cast),
        "county_reviewed": lambda: perform(batch, "review", by=cast["rui"], opinion="名册与变动属实"),
        "approved": lambda: perform(batch, "approve", by=cast["cao"], opinion="同意发放"),
        "funding_requested": lambda: perform(batch, "request_funds", by=cast["fang"], opinion="请拨付"),
        "sent": lambda: perform(batch, "send", by=cast["fu"], opinion="同意代发"),
    }
    batch.refresh_from_db()
    start = MAIN_WAY.index(batch.status) + 1 if batch.status in MAIN_WAY else 0
    for state in MAIN_WAY[start : MAIN_WAY.index(until) + 1]:
        steps[state]()
        batch.refresh_from_db()
    return batch


def sign_rolls(batch: Batch, cast: Cast) -> None:
    """Each town signs its own roll."""
    for roll in batch.rolls.filter(round=batch.round).select_related("division"):
        perform(roll, "sign", by=cast[SIGN[roll.division.code]], opinion="属实")


def answered(batch: Batch, cast: Cast, failures: Mapping[int, str] | None = None, **how: Any) -> Batch:
    """The bank's answer is in: all paid but the `failures` (number of the line → code)."""
    content = answer_to(batch, failures or {}, day=timezone.localdate(), **how)
    receive(batch, by=cast["fang"], answer=Answer("回盘.csv", content))
    batch.refresh_from_db()
    return batch


def correct_accounts(batch: Batch, cast: Cast) -> None:
    """Each returned payment gets a new account: proposed by the child's town, confirmed by the county."""
    for line in batch.lines.filter(status="failed").select_related("town_roll__division", "account", "person"):
        correct(line, proposed_by=cast[SIGN[line.town_roll.division.code]], confirmed_by=cast["rui"])


def reissued(batch: Batch, cast: Cast) -> Batch:
    """A second batch pays what came back, all the same way, and everything of it arrives."""
    approve_reissue(batch, batch.lines.filter(status="failed"), by=cast["rui"])
    again = open_for(batch.fund, cast, kind="reissue", first_month=batch.first_month, last_month=batch.last_month)
    return answered(go(again, cast), cast)


def closed(batch: Batch, cast: Cast) -> Batch:
    """Reconciled and closed."""
    perform(batch, "reconcile", by=cast["fu"])
    perform(batch, "close", by=cast["cao"])
    batch.refresh_from_db()
    return batch


def whole_term(batch: Batch, cast: Cast, failures: Mapping[int, str]) -> tuple[Batch, Batch]:
    """From the open batch to both closed ones: the batch itself, and the one that paid the failures again."""
    answered(go(batch, cast), cast, failures)
    correct_accounts(batch, cast)
    again = reissued(batch, cast)
    return closed(batch, cast), closed(again, cast)
