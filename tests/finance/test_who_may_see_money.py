"""Every address of payments × every role × {own county, town's own roll, other county}."""

from typing import Any

import pytest
from django.urls import reverse

from finance.figures import lines_of, rolls_of
from finance.models import Batch, Line
from organisation.roles import Role
from tests.cast import CAST
from tests.finance.sendable import released, sendable
from tests.test_who_may_see import MONEY, client_of

COUNTY = {
    Role.COUNTY_CASEWORKER,
    Role.COUNTY_REVIEWER,
    Role.COUNTY_APPROVER,
    Role.FINANCE_PREPARER,
    Role.FINANCE_REVIEWER,
    Role.AUDITOR,
}
TOWN = {Role.TOWN_CHILD_SUPERVISOR, Role.TOWN_APPROVER}
# What a town sees of a batch: only what stands on its own roll.
OF_THE_ROLL = {"line-list", "line-find", "line-export", "line-detail", "entry-list", "entry-find", "entry-export"}
OF_BATCH = {name for name in MONEY if name.startswith(("batch-", "bank-", "sample-"))} | OF_THE_ROLL
FOUND, NOT_THERE = (200, 302, 403, 405, 422), (403, 404, 405)


def arguments(name: str, batch: Batch) -> list[Any]:
    """What stands in the address of that name."""
    more = {
        "batch-act": ["review"],
        "batch-preview": ["review"],
        "line-detail": [1],
        "bank-file": [1],
        "bank-answer": [1],
        "sample-check": [1],
    }
    return [batch.code, *more.get(name, [])]


def may_see(username: str, name: str) -> bool:
    """The rule in other words than the code's: the county sees its batches, a town its own roll."""
    _name, role, code = CAST[username]
    in_county = code.startswith("410883")
    return in_county and (role in COUNTY or (role in TOWN and code == "410883100000" and name in OF_THE_ROLL))


@pytest.mark.parametrize("username", CAST)
def test_a_role_finds_the_batches_of_its_county_and_a_town_its_roll(username, cast):
    client, batch = client_of(cast[username]), sendable(2)
    for name in sorted(OF_BATCH - {"batch-list", "batch-new"}):
        answer = client.get(reverse(name, args=arguments(name, batch)))
        missing = {"bank-file", "bank-answer", "sample-check", "sample-close"}  # there is none yet
        wanted = FOUND if may_see(username, name) and name not in missing else NOT_THERE
        assert answer.status_code in wanted, f"{username} {name}: {answer.status_code}"


@pytest.mark.parametrize(("username", "status"), [("su", 200), ("an", 200), ("kang", 200), ("nan", 404), ("wei", 404)])
def test_a_roll_is_its_towns_and_the_countys(username, status, cast):
    roll = sendable(2).rolls.get()
    assert client_of(cast[username]).get(reverse("roll-detail", args=[roll.code])).status_code == status


@pytest.mark.parametrize("username", CAST)
@pytest.mark.parametrize("name", ["batch-list", "fund-list", "statement", "statement-compare"])
def test_villages_and_strangers_do_not_reach_lists_of_money(username, name, cast):
    role = CAST[username][1]
    allowed = role in COUNTY or (role in TOWN and name == "batch-list")
    assert client_of(cast[username]).get(reverse(name)).status_code == (200 if allowed else 403)


@pytest.mark.parametrize("username", ["wan", "wu", "nan", "su", "ji"])
def test_only_the_county_opens_its_fund(username, cast):
    fund = sendable(1).fund
    wanted = 200 if username == "ji" else 403 if CAST[username][1] in TOWN else 404
    assert client_of(cast[username]).get(reverse("fund-detail", args=[fund.code])).status_code == wanted


@pytest.mark.parametrize("username", ["kang", "su", "nan", "wei", "fang", "wan"])
def test_the_quick_way_to_the_payments_finds_just_what_is_visible(username, cast):
    batch, user = sendable(3), cast[username]
    assert set(lines_of(batch, user, rolls_of(batch, user))) == set(Line.objects.visible_to(user))


def test_files_of_the_bank_are_handed_to_finance_only(cast):
    batch = released(cast, 1)
    url = reverse("bank-file", args=[batch.code, 1])
    assert [client_of(cast[who]).post(url).status_code for who in ("kang", "cao", "ji", "fu")] == [403, 403, 403, 200]


def test_an_auditor_reads_names_with_stars(cast):
    batch = sendable(2)
    page = client_of(cast["ji"]).get(reverse("line-list", args=[batch.code])).content.decode()
    assert "毋小满" not in page and "毋**" in page
