"""Rounds and lists: for the county, the lists of its own for a town, and nobody else."""

import pytest
from django.urls import reverse

from tests.cases.stipends.stages import a_list, children
from tests.test_who_may_see import client_of

COUNTY = ("kang", "rui", "cao", "ji")
TOWN = ("su", "an")


@pytest.fixture
def listed(cast):
    """The list of 化工镇 in a round of 孟州市."""
    children(2)
    return a_list(cast)


def status(cast, who, name, *arguments):
    return client_of(cast[who]).get(reverse(name, args=arguments)).status_code


def test_a_round_is_read_by_its_county_only(cast, listed):
    seen = {who for who in cast if status(cast, who, "round-detail", listed.round.code) == 200}
    assert seen == set(COUNTY)


def test_a_list_is_read_by_its_town_and_its_county(cast, listed):
    seen = {who for who in cast if status(cast, who, "townlist-detail", listed.code) == 200}
    assert seen == {*COUNTY, *TOWN}


def test_acts_are_closed_to_whoever_does_not_see_the_thing(cast, listed):
    assert status(cast, "nan", "townlist-act", listed.code, "certify_town") == 404
    assert status(cast, "wan", "round-act", listed.round.code, "confirm") == 404
    assert status(cast, "su", "round-act", listed.round.code, "publish") == 404


def test_only_the_caseworker_of_the_county_opens_rounds(cast, db):
    assert {who for who in cast if status(cast, who, "round-new") == 200} == {"kang"}


def test_applications_are_entered_at_village_and_counter(cast, db):
    assert {who for who in cast if status(cast, who, "stipend-new") == 200} == {"wei", "wen", "shi"}


def test_an_auditor_reads_no_whole_name_on_a_list(cast, listed):
    page = client_of(cast["ji"]).get(reverse("townlist-detail", args=[listed.code])).content.decode()
    assert "毋**" in page
    assert "毋小满" not in page


def test_a_town_finds_its_lists_where_the_county_finds_its_rounds(cast, listed):
    page = client_of(cast["su"]).get(reverse("round-list")).content.decode()
    assert reverse("townlist-detail", args=[listed.code]) in page
    assert reverse("round-detail", args=[listed.round.code]) not in page
