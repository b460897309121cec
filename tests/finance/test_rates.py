"""What a month is worth: proposed by one person with its effect, approved by another, never overlapping."""

import datetime as dt
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from documents.models import Document, DueDate
from documents.refusals import NotAllowed, NotPossible
from documents.transitions import perform
from finance.models import Adjustment
from finance.rate_effects import effect_of
from finance.views.rates import _approve
from organisation.models import Division, User
from organisation.roles import Role
from programs.models import Rate, RateSeries
from programs.rates import propose_rate
from tests.cast import MENGZHOU, hire_everyone
from tests.finance.paid import JUNE, paid_batch
from tests.finance.roster import version
from tests.races import race

Cast = dict[str, User]
BASIS = "孟政办〔2026〕12号"


@pytest.fixture
def series(db: None) -> RateSeries:
    """Of the version in force, for everybody: 50 yuan since 2022."""
    return RateSeries.objects.get(version=version(), sex="")


def propose(series: RateSeries, by: User, fen: int = 6000, month: dt.date = JUNE, **how: Any) -> Rate:
    return propose_rate(series, fen=fen, from_month=month, basis=BASIS, by=by, **how)


def test_a_proposal_counts_for_nothing(series: RateSeries, cast: Cast) -> None:
    propose(series, cast["kang"])
    now = Rate.objects.in_month(series, JUNE)
    assert now and now.fen == 5000


def test_the_approval_ends_the_rate_before_where_the_new_one_begins(series: RateSeries, cast: Cast) -> None:
    perform(propose(series, cast["kang"]), "approve", by=cast["cao"])
    valid = Rate.objects.valid().filter(series=series).order_by("valid_from")
    assert [(rate.fen, rate.valid_to) for rate in valid] == [(5000, JUNE), (6000, None)]


def test_the_slip_tells_amount_month_and_basis(series: RateSeries, cast: Cast) -> None:
    rate = propose(series, cast["kang"])
    facts = dict(Document.objects.get(dossier=rate.dossier, kind="FLW-01").opened_context["facts"])
    assert (facts["标准"], facts["执行时间"], facts["文件依据"]) == ("每人每月60.00元", "自2026年6月起", BASIS)


def test_its_maker_does_not_approve_it(series: RateSeries, cast: Cast) -> None:
    rate = propose(series, cast["kang"])
    county = Division.objects.get(code=MENGZHOU)
    cast["kang"].post_set.create(role=Role.COUNTY_APPROVER, division=county, valid_from=dt.date(2020, 1, 1))
    with pytest.raises(NotPossible, match="Somebody else"):
        perform(rate, "approve", by=User.objects.get(pk=cast["kang"].pk))


def test_the_approver_owes_a_decision_until_no_proposal_waits(series: RateSeries, cast: Cast) -> None:
    other = RateSeries.objects.get(version__name="2013", sex="F")
    first = propose(series, cast["kang"])
    second = propose(other, cast["kang"], month=dt.date(2020, 1, 1))
    owed = DueDate.objects.open().filter(dossier=first.dossier, name="decide_rate")
    assert [due.role for due in owed.all()] == [Role.COUNTY_APPROVER]
    perform(first, "approve", by=cast["cao"])
    assert owed.count() == 1
    perform(second, "reject", by=cast["cao"], reason="文件未生效")
    assert not owed.exists()


@pytest.mark.parametrize("username", ["cao", "rui", "fang", "su", "wan"])
def test_only_a_county_caseworker_proposes(series: RateSeries, cast: Cast, username: str) -> None:
    with pytest.raises(NotAllowed):
        propose(series, cast[username])


def test_a_rate_follows_the_last_one(series: RateSeries, cast: Cast) -> None:
    perform(propose(series, cast["kang"]), "approve", by=cast["cao"])
    with pytest.raises(NotPossible, match="2026-06"):
        propose(series, cast["kang"], month=JUNE)


def test_a_month_before_the_version_is_refused(series: RateSeries, cast: Cast) -> None:
    with pytest.raises(NotPossible, match="later month"):
        propose(series, cast["kang"], month=dt.date(2019, 1, 1))


def test_one_proposal_of_a_series_at_a_time(series: RateSeries, cast: Cast) -> None:
    propose(series, cast["kang"])
    with pytest.raises(NotPossible, match="proposed already"):
        propose(series, cast["kang"], month=dt.date(2027, 1, 1))


def test_the_second_click_is_the_first_click(series: RateSeries, cast: Cast) -> None:
    assert propose(series, cast["kang"], key="k") == propose(series, cast["kang"], key="k")


def test_the_effect_is_what_the_approval_books(series: RateSeries, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    paid_batch(monkeypatch, cast, 3)
    effect = effect_of(series, 6000, JUNE)
    assert (effect.children, effect.monthly_fen, effect.more_a_month_fen) == (3, 18000, 3000)
    assert (effect.counted, effect.paid, effect.difference_fen) == (6, 6, 6000)
    perform(propose(series, cast["kang"]), "approve", by=cast["cao"])
    assert sum(Adjustment.objects.filter(kind="rate").values_list("delta_fen", flat=True)) == effect.difference_fen


def test_looking_at_the_effect_writes_nothing(client: Client, series: RateSeries, cast: Cast) -> None:
    client.force_login(cast["kang"])
    typed = {"series": series.pk, "fen": "60", "from_month": "2026-06", "basis": BASIS}
    typed["key"] = "6e8b2f5e-4c47-4c0e-9a5f-0a4c8e6a1b11"
    page = client.post(reverse("rate-new"), typed | {"look": "1"}).content.decode()
    assert "What it would change" in page and BASIS in page
    assert not Rate.objects.filter(status="proposed").exists()
    answer = client.post(reverse("rate-new"), typed)
    assert answer["Location"] == reverse("rate-detail", args=[Rate.objects.get(status="proposed").pk])


def test_the_approver_approves_on_the_page(client: Client, series: RateSeries, cast: Cast) -> None:
    rate = propose(series, cast["kang"])
    client.force_login(cast["cao"])
    url = reverse("rate-act", args=[rate.pk, "approve"])
    assert client.get(url).status_code == 200
    rate.refresh_from_db()
    client.post(url, {"expected": rate.dossier.version, "key": "k"})
    rate.refresh_from_db()
    assert (rate.status, rate.valid_from) == ("approved", JUNE)


@pytest.mark.parametrize(("username", "status"), [("ji", 200), ("rui", 200), ("su", 403), ("wei", 403), ("zhi", 403)])
def test_who_sees_the_rates(client: Client, series: RateSeries, cast: Cast, username: str, status: int) -> None:
    client.force_login(cast[username])
    assert client.get(reverse("rate-list")).status_code == status
    assert client.get(reverse("rate-detail", args=[series.rates.get().pk])).status_code == status


@pytest.mark.postgres
def test_of_two_approvals_at_once_one_counts(transactional_db: None) -> None:
    cast = hire_everyone()
    series = RateSeries.objects.get(version=version(), sex="")
    rates = [propose(series, cast["kang"])]
    again = {"fen": 5500, "from_month": JUNE, "basis": BASIS, "made_by": cast["kang"]}
    rates.append(Rate.objects.create(dossier=rates[0].dossier, series=series, **again))

    def approve(n: int) -> str:
        connections.close_all()
        return str(_approve(rates[n], by=cast["cao"]).action)

    outcomes = race(2, approve)
    assert sum(outcome == "rate.approve" for outcome in outcomes) == 1
    assert Rate.objects.valid().filter(series=series, valid_to__isnull=True).count() == 1
