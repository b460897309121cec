"""The ledger: every fen is granted, committed, released, paid or paid back, and never more than there is."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from documents.models import Event
from documents.refusals import NotPossible
from finance import ledger
from finance.models import Fund, FundEntry
from tests.cast import hire_everyone
from tests.finance.stages import fund_with, open_for
from tests.races import race


@pytest.fixture
def fund(cast):
    return fund_with(400_050_00, cast)


@pytest.fixture
def batch(fund, cast):
    return open_for(fund, cast)


def now(fund):
    fund.refresh_from_db()
    return fund.granted_fen, fund.reserved_fen, fund.paid_fen


def test_what_is_committed_is_no_longer_available(fund, batch, cast):
    ledger.reserve(fund.pk, 400_000_00, batch=batch, by=cast["cao"])
    assert now(fund) == (400_050_00, 400_000_00, 0)
    assert fund.available_fen == 50_00


def test_what_arrives_is_spent_and_what_comes_back_is_available(fund, batch, cast):
    ledger.reserve(fund.pk, 1000, batch=batch, by=cast["cao"])
    ledger.pay(fund.pk, 700, batch=batch, by=cast["fang"])
    ledger.release(fund.pk, 300, batch=batch, by=cast["fang"])
    assert now(fund) == (400_050_00, 0, 700)


def test_money_paid_back_can_be_spent_again(fund, batch, cast):
    ledger.reserve(fund.pk, 1000, batch=batch, by=cast["cao"])
    ledger.pay(fund.pk, 1000, batch=batch, by=cast["fang"])
    ledger.recover(fund.pk, 250, by=cast["fang"])
    assert now(fund) == (400_050_00, 0, 750)


def test_one_fen_more_than_there_is_is_refused_in_words(fund, batch, cast):
    with pytest.raises(NotPossible, match=r"only 400,050\.00 yuan available"):
        ledger.reserve(fund.pk, 400_050_01, batch=batch, by=cast["cao"])
    assert now(fund) == (400_050_00, 0, 0)


@pytest.mark.parametrize("act", ["pay", "release"])
def test_nothing_is_paid_or_released_that_was_not_committed(fund, batch, cast, act):
    with pytest.raises(NotPossible, match="are committed"):
        getattr(ledger, act)(fund.pk, 1, batch=batch, by=cast["fang"])


def test_no_more_comes_back_than_was_paid(fund, cast):
    with pytest.raises(NotPossible, match="were paid"):
        ledger.recover(fund.pk, 1, by=cast["fang"])


@pytest.mark.parametrize("fen", [0, -5])
def test_an_entry_without_a_positive_amount_is_a_fault_of_the_program(fund, batch, cast, fen):
    with pytest.raises(ValueError, match="positive"):
        ledger.reserve(fund.pk, fen, batch=batch, by=cast["cao"])


def test_a_grant_can_be_taken_back_as_far_as_it_is_free(fund, batch, cast):
    ledger.reserve(fund.pk, 400_000_00, batch=batch, by=cast["cao"])
    ledger.grant(fund.pk, -50_00, by=cast["fang"], words="孟财社〔2026〕9号")
    with pytest.raises(NotPossible, match="neither committed nor paid"):
        ledger.grant(fund.pk, -1, by=cast["fang"], words="孟财社〔2026〕10号")


def test_every_movement_stands_in_the_file_of_the_fund(fund, batch, cast):
    entry = ledger.reserve(fund.pk, 1000, batch=batch, by=cast["cao"])
    assert entry.event.action == "fund.reserve"
    assert entry.event.details == {"fen": 1000, "for": "finance.batch", "id": batch.pk}


def test_the_database_overdraws_no_fund(fund):
    with pytest.raises(IntegrityError, match="fund_is_not_overdrawn"), transaction.atomic():
        Fund.objects.filter(pk=fund.pk).update(reserved_fen=400_050_01)


@pytest.mark.parametrize("change", [{"fen": 1}, {"kind": "pay"}])
def test_the_database_changes_no_entry(fund, change):
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        FundEntry.objects.filter(fund=fund).update(**change)


def test_the_database_deletes_no_entry(fund):
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        FundEntry.objects.filter(fund=fund).delete()


ACTS = st.lists(st.tuples(st.sampled_from(["reserve", "pay", "release", "recover"]), st.integers(1, 60_000_00)))


class Conserved(TestCase):
    @given(acts=ACTS)
    def test_whatever_is_booked_the_figures_are_the_sums_of_the_entries(self, acts: list[tuple[str, int]]) -> None:
        cast = hire_everyone()
        fund = fund_with(100_000_00, cast)
        batch = open_for(fund, cast)
        for act, fen in acts:
            more = {} if act == "recover" else {"batch": batch}
            with suppress(NotPossible):
                getattr(ledger, act)(fund.pk, fen, by=cast["fang"], **more)
        sums = ledger.figures(fund.pk)
        assert now(fund) == (sums["granted"], sums["reserved"], sums["paid"])
        assert fund.available_fen >= 0


@pytest.mark.postgres
def test_two_approvals_at_once_do_not_overdraw_the_fund(transactional_db, cast):
    fund = fund_with(1000, cast)
    batch = open_for(fund, cast)

    def commit(place):
        ledger_reserve = transaction.atomic(ledger.reserve)
        return ledger_reserve(fund.pk, 600, batch=batch, by=cast["cao"]).fen

    outcomes = race(2, commit)
    assert sorted(map(str, outcomes))[0] == "600"
    assert sum(outcome == 600 for outcome in outcomes) == 1
    assert now(fund) == (1000, 600, 0)
    assert Event.objects.filter(dossier=fund.dossier_id, action="fund.reserve").count() == 1
