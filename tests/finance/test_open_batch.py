"""Opening funds and batches: numbers, who may, the same form twice, and what does not fit."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from documents.refusals import NotAllowed, NotPossible, NotVisible
from documents.transitions import perform
from finance.actions import grant_money, letters_of, open_fund
from finance.models import Batch, Fund
from organisation.models import Division
from tests.cast import WUZHI
from tests.finance.stages import JULY, MARCH, PAPER, fund_with, mengzhou, open_for, stipend


@pytest.fixture
def fund(cast):
    return fund_with(1000_00, cast)


def test_batches_of_a_year_are_lettered_in_order(fund, cast):
    assert [open_for(fund, cast).number for _n in range(3)] == [f"STP-410883-2026{letter}" for letter in "ABC"]


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")])
def test_after_z_come_two_letters(place, letters):
    assert letters_of(place) == letters


def test_the_same_form_sent_twice_opens_one_batch(fund, cast):
    first, again = (open_for(fund, cast, key="5f7c") for _click in range(2))
    assert first == again
    assert Batch.objects.count() == 1


def test_the_same_form_sent_twice_opens_one_fund(cast):
    funds = [open_fund(stipend(), mengzhou(), 2026, "助学金", by=cast["fang"], key="9a1b") for _click in range(2)]
    assert funds[0] == funds[1]
    assert Fund.objects.count() == 1


def test_the_same_grant_sent_twice_is_booked_once(fund, cast):
    for _click in range(2):
        grant_money(fund, 500_00, words=PAPER, by=cast["fang"], key="7e7e")
    fund.refresh_from_db()
    assert fund.granted_fen == 1500_00


@pytest.mark.parametrize("username", ["rui", "cao", "fang", "fu", "su", "ji"])
def test_only_the_maker_opens_a_batch(fund, cast, username):
    with pytest.raises((NotAllowed, NotVisible)):
        open_for(fund, cast, by=cast[username])
    assert not Batch.objects.exists()


@pytest.mark.parametrize("username", ["kang", "rui", "cao", "fu"])
def test_only_the_preparer_grants_money(fund, cast, username):
    with pytest.raises(NotAllowed):
        grant_money(fund, 1, words=PAPER, by=cast[username])


def test_a_grant_names_its_paper(fund, cast):
    with pytest.raises(NotPossible, match="Name the paper"):
        grant_money(fund, 100, words=" ", by=cast["fang"])


def test_a_fund_of_one_name_and_year_is_opened_once(fund, cast):
    with pytest.raises(NotPossible, match="of this name"):
        fund_with(0, cast)


@pytest.mark.parametrize("months", [(JULY, MARCH), (MARCH, dt.date(2026, 7, 15))])
def test_months_in_the_wrong_order_are_refused(fund, cast, months):
    with pytest.raises(NotPossible, match="last month"):
        open_for(fund, cast, first_month=months[0], last_month=months[1])


def test_another_countys_fund_pays_nothing_here(fund, cast):
    Fund.objects.filter(pk=fund.pk).update(division=Division.objects.get(code=WUZHI))
    fund.refresh_from_db()
    with pytest.raises(NotPossible, match="another program or county"):
        open_for(fund, cast)


def test_a_closed_fund_opens_no_batch(fund, cast):
    perform(fund, "close", by=cast["fu"], reason="年度结束")
    fund.refresh_from_db()
    with pytest.raises(NotPossible, match="closed"):
        open_for(fund, cast)


def test_a_fund_with_commitments_stays_open(fund, cast):
    Fund.objects.filter(pk=fund.pk).update(reserved_fen=5)
    with pytest.raises(NotPossible, match=r"0\.05 yuan are still committed"):
        perform(fund, "close", by=cast["fu"], reason="年度结束")


def test_the_database_keeps_what_a_batch_is_for(fund, cast):
    batch = open_for(fund, cast)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(last_month=dt.date(2026, 8, 1))


def test_the_database_takes_no_month_that_is_not_a_first(fund, cast):
    batch = open_for(fund, cast)
    fields = {"fund": batch.fund, "adapter": batch.adapter, "program": batch.program, "division": batch.division}
    with pytest.raises(IntegrityError, match="months"), transaction.atomic():
        Batch.objects.create(
            dossier=fund.dossier, number="X", first_month=MARCH, last_month=dt.date(2026, 7, 2), **fields
        )
