"""Several people act on batches at the same moment: one outcome, and no fen committed twice."""

import datetime as dt

import pytest

from documents.models import Event
from documents.transitions import perform
from finance.models import Batch, Fund, FundEntry
from tests.finance.roster import enrol, roster
from tests.finance.stages import brought_to, fund_with, open_for
from tests.races import race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

IN_NANZHUANG = "410883101201"
AUGUST, DECEMBER = dt.date(2026, 8, 1), dt.date(2026, 12, 1)


@pytest.fixture
def fund(transactional_db, cast, monkeypatch):
    roster(monkeypatch, 3)
    return fund_with(800_00, cast)


def committed(fund):
    fund.refresh_from_db()
    return fund.reserved_fen


def test_four_clicks_approve_a_batch_once(fund, cast):
    batch = brought_to(open_for(fund, cast), "county_reviewed", cast)
    outcomes = race(4, lambda place: perform(batch, "approve", by=cast["cao"], key="one").pk)
    assert len(set(outcomes)) == 1
    assert batch.approvals.filter(step="approve").count() == 1
    assert committed(fund) == 750_00


def test_four_windows_approve_a_batch_once(fund, cast):
    batch = brought_to(open_for(fund, cast), "county_reviewed", cast)
    outcomes = race(4, lambda place: perform(batch, "approve", by=cast["cao"], key=str(place)).action)
    assert outcomes.count("batch.approve") == 1
    assert all("NotPossible" in outcome for outcome in outcomes if outcome != "batch.approve")
    assert committed(fund) == 750_00


def test_two_batches_at_once_do_not_spend_the_same_money(fund, cast):
    batches = [open_for(fund, cast), open_for(fund, cast, first_month=AUGUST, last_month=DECEMBER)]
    for batch in batches:
        brought_to(batch, "county_reviewed", cast)
    outcomes = race(2, lambda place: perform(batches[place], "approve", by=cast["cao"]).action)
    assert outcomes.count("batch.approve") == 1
    assert any("yuan" in outcome for outcome in outcomes)
    assert (committed(fund), FundEntry.objects.filter(kind="reserve").count()) == (750_00, 1)


def test_approval_and_return_at_once_are_one_or_the_other(fund, cast):
    batch = brought_to(open_for(fund, cast), "county_reviewed", cast)
    seen = batch.dossier.version
    acts = [("approve", {}), ("send_back", {"reason": "金额有误"})]

    def act(place):
        name, data = acts[place]
        return perform(batch, name, by=cast["cao"], expected=seen, **data).action

    outcomes = race(2, act)
    batch.refresh_from_db()
    assert sum(outcome.startswith("batch.") for outcome in outcomes) == 1
    assert (batch.status, committed(fund)) in (("approved", 750_00), ("open", 0))


def test_two_windows_open_two_batches_with_two_numbers(fund, cast):
    numbers = race(2, lambda place: open_for(fund, cast, key=f"window-{place}").number)
    assert sorted(numbers) == ["STP-410883-2026A", "STP-410883-2026B"]


def test_the_same_form_sent_twice_at_once_opens_one_batch(fund, cast):
    numbers = race(2, lambda place: open_for(fund, cast, key="one-form").number)
    assert numbers == ["STP-410883-2026A"] * 2
    assert (Batch.objects.count(), Fund.objects.count()) == (1, 1)


def test_the_last_two_towns_at_once_move_the_batch_once(transactional_db, cast, monkeypatch):
    both = roster(monkeypatch, 2)
    both.children += enrol(2, IN_NANZHUANG, start=2)
    batch = brought_to(open_for(fund_with(2_000_00, cast), cast), "compiled", cast)
    rolls = list(batch.rolls.order_by("division__code"))
    outcomes = race(2, lambda place: perform(rolls[place], "sign", by=cast[("su", "nan")[place]]).action)
    batch.refresh_from_db()
    assert outcomes == ["townroll.sign"] * 2
    assert batch.status == "town_reviewed"
    assert Event.objects.filter(action="batch.finish_town_review").count() == 1
