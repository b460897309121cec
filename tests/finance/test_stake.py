"""Who had a hand in how much a batch pays, or to whom, does not approve it."""

import datetime as dt

import pytest

from cases.registry.models import PayeeAccount
from cases.stipends.models import Hold, StipendCase
from documents.refusals import NotPossible
from documents.transitions import perform
from programs.models import Rate, RateSeries
from tests.finance.roster import version
from tests.finance.stages import MARCH, brought_to


@pytest.fixture
def checked(batch, cast):
    return brought_to(batch, "county_reviewed", cast)


def refused(batch, user):
    with pytest.raises(NotPossible, match="Somebody else must approve the batch"):
        perform(batch, "approve", by=user)


def test_who_has_no_stake_approves(checked, cast):
    perform(checked, "approve", by=cast["cao"])


def a_rate(from_month, **people):
    """An approved rate of 50 yuan that follows the one in force."""
    last = Rate.objects.valid().get(series=RateSeries.objects.get(version=version(), sex=""), valid_to=None)
    Rate.objects.filter(pk=last.pk).update(valid_to=from_month)
    values = {
        "dossier": last.dossier,
        "series": last.series,
        "status": "approved",
        "fen": 5000,
        "basis": "孟民〔2026〕3号",
    }
    Rate.objects.create(**values, from_month=from_month, valid_from=from_month, **people)


@pytest.mark.parametrize("role", ["made_by", "approved_by"])
def test_who_made_or_approved_a_rate_does_not_approve_what_it_pays(batch, cast, role):
    a_rate(MARCH, **{role: cast["cao"]})
    refused(brought_to(batch, "county_reviewed", cast), cast["cao"])


def test_a_rate_that_this_batch_does_not_pay_by_is_no_stake(batch, cast):
    a_rate(dt.date(2026, 12, 1), made_by=cast["cao"])
    perform(brought_to(batch, "county_reviewed", cast), "approve", by=cast["cao"])


@pytest.mark.parametrize("role", ["entered_by", "confirmed_by"])
def test_who_touched_an_account_does_not_approve_what_goes_there(checked, cast, role):
    PayeeAccount.objects.filter(line__batch=checked).update(**{role: cast["cao"]})
    refused(checked, cast["cao"])


def a_hold(batch, last_month, cast):
    case = batch.lines.first().case
    StipendCase(case_ptr=case).save_base(raw=True)
    months = {"first_month": dt.date(2026, 1, 1), "last_month": last_month}
    Hold.objects.create(case_id=case.pk, reason="unclear", lifted_by=cast["cao"], **months)


def test_who_resumed_a_payment_does_not_approve_it(checked, cast):
    a_hold(checked, dt.date(2026, 2, 1), cast)
    refused(checked, cast["cao"])


def test_a_payment_resumed_long_ago_is_no_stake(checked, cast):
    a_hold(checked, dt.date(2026, 1, 1), cast)
    perform(checked, "approve", by=cast["cao"])
