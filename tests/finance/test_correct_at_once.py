"""Corrections that several people make at the same moment: exactly one outcome."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from cases.models import AccountChange
from cases.registry.models import PayeeAccount
from documents.transitions import perform
from finance.models import FundEntry, Line, LineItem, Recovery, RecoveryPayment
from finance.recovering import propose_recovery
from finance.recovery_rules import outstanding
from finance.reissuing import approve_reissue, drop_payments
from organisation.models import User
from tests.cases.stages import imported_child
from tests.cases.test_change_account import propose as propose_account
from tests.cast import hire_everyone
from tests.finance.paid import JULY, JUNE, months_of, paid_batch, returned
from tests.finance.stages import open_for
from tests.finance.test_recover import WHY, order
from tests.races import race

pytestmark = pytest.mark.postgres
RACERS = 4
Cast = dict[str, User]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Everyone, in a database that other processes see."""
    return hire_everyone()


def line_one(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> Line:
    with transaction.atomic():
        paid_batch(monkeypatch, cast)
    return Line.objects.get(sequence=1)


def test_the_same_months_are_proposed_once(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    line = line_one(monkeypatch, cast)
    months = months_of(line, JUNE, JULY)
    made = race(RACERS, lambda n: getattr(propose_recovery(line, months, WHY, cast["kang"]), "pk", None))
    assert sum(each is not None for each in made) == 1 and Recovery.objects.get().fen == 10000


def test_no_more_is_booked_than_is_outstanding(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    line = line_one(monkeypatch, cast)
    made = propose_recovery(line, months_of(line, JUNE), WHY, cast["kang"])
    assert made
    recovery = order(made, cast["cao"])

    def book(n: int) -> Any:
        data = {"fen": 3000, "received_on": timezone.localdate(), "voucher": f"现{n}"}
        return perform(recovery, "book", by=cast["fang"], **data).action

    outcomes = race(RACERS, book)
    assert sum(outcome == "recovery.book" for outcome in outcomes) == 1
    assert outstanding(recovery) == 2000
    assert RecoveryPayment.objects.count() == FundEntry.objects.filter(kind="recover").count() == 1


def test_a_returned_payment_is_approved_for_reissue_once(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    line = line_one(monkeypatch, cast)
    returned(line.batch, n1="inactive")
    line.refresh_from_db()
    how: dict[str, Any] = {"by": cast["rui"], "keep_reason": "已激活"}
    outcomes = race(RACERS, lambda n: approve_reissue(line.batch, [line], **how).action)
    assert sum(outcome == "batch.approve_reissue" for outcome in outcomes) == 1


def test_a_payment_is_reissued_or_dropped_but_never_both(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    line = line_one(monkeypatch, cast)
    returned(line.batch, n1="inactive")
    approve_reissue(line.batch, [line], by=cast["rui"], keep_reason="已激活")
    again = open_for(line.batch.fund, cast, kind="reissue")

    def act(n: int) -> str:
        if n == 0:
            return drop_payments(line.batch, [line], by=cast["rui"], reason="放弃领取").action
        return perform(again, "compile", by=cast["kang"]).action

    outcomes = race(2, act)
    line.refresh_from_db()
    live = LineItem.objects.filter(accrual__items__line=line, live=True).exists()
    assert sum(outcome in ("batch.drop_payments", "batch.compile") for outcome in outcomes) == 1, outcomes
    assert (line.status, live) in {("cancelled", False), ("reissued", True)}


def test_an_account_is_confirmed_once(cast: Cast) -> None:
    change = propose_account(imported_child(), cast["wei"])
    outcomes = race(RACERS, lambda n: perform(change, "confirm", by=cast["rui"]).action)
    assert sum(outcome == "account.confirm" for outcome in outcomes) == 1
    assert PayeeAccount.objects.get(child=change.child_id) == AccountChange.objects.get().account
