"""Payments are one place of the rail; funds, recoveries, rates and the statement are its tabs."""

import pytest
from django.urls import reverse

from organisation.models import User
from tests.test_who_may_see import client_of

TABS = ("batch-list", "fund-list", "recovery-list", "rate-list", "statement")


@pytest.mark.parametrize("here", TABS)
def test_each_list_of_payments_leads_to_the_others(cast: dict[str, User], here: str) -> None:
    page = client_of(cast["kang"]).get(reverse(here))
    tabs = page.context["tabs_of_place"]
    assert [tab["url"] for tab in tabs] == [reverse(name) for name in TABS]
    assert [tab["url"] for tab in tabs if tab["current"]] == [reverse(here)]
    assert f'<a href="{reverse(here)}" aria-current="page">' in page.content.decode()


@pytest.mark.parametrize("here", [*TABS, "batch-new", "statement-compare"])
def test_the_rail_shows_payments_as_where_one_is(cast: dict[str, User], here: str) -> None:
    rail = client_of(cast["kang"]).get(reverse(here)).context["places"]
    assert [place["url"] for place in rail if place["current"]] == [reverse("batch-list")]
    assert not {reverse(name) for name in TABS[1:]} & {place["url"] for place in rail}


def test_a_town_that_sees_its_rolls_only_has_no_tabs(cast: dict[str, User]) -> None:
    page = client_of(cast["su"]).get(reverse("batch-list"))
    assert page.context["tabs_of_place"] == []
