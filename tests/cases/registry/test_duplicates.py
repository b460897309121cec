"""Who resembles a child to be entered, and what follows: blocked, warned or passed."""

import datetime as dt

import pytest

from cases.registry.duplicates import find_duplicates, towns_of
from tests.cases.stages import imported_child

BORN = dt.date(2014, 5, 6)


def verdicts(*args, **kwargs):
    return [(match.reason, match.verdict) for match in find_duplicates(*args, **kwargs)]


def test_nobody_known_is_nobody(child):
    assert verdicts("原知夏", "41998320130621004X", dt.date(2013, 6, 21), "12039100003") == []


def test_the_same_id_number_blocks_whatever_the_name(child):
    assert verdicts("别人", "419983201405060024") == [("same_id", "block")]


def test_the_same_name_and_birth_warns(child):
    assert verdicts("毋小满", birth_date=BORN) == [("same_name_birth", "warn")]


def test_a_name_that_sounds_the_same_with_the_same_birth_warns(child):
    assert verdicts("吴晓满", birth_date=BORN) == [("same_reading_birth", "warn")]


@pytest.mark.parametrize("phone", ["12039100015", "12039100018"])
def test_a_telephone_of_the_household_is_a_hint(child, phone):
    assert verdicts("原知夏", carer_phone=phone) == [("same_phone", "pass")]


def test_the_same_name_alone_is_a_hint(child):
    assert verdicts("毋小满", birth_date=dt.date(2016, 1, 1)) == [("same_name", "pass")]


def test_adults_of_that_name_are_no_child(child):
    assert verdicts("毋秋菊") == []


def test_each_person_comes_once_for_the_strongest_reason_and_the_most_alike_first(child):
    imported_child(name="毋小满", id_number="419983201702040011", birth_date=dt.date(2017, 2, 4))
    found = find_duplicates("毋小满", "419983201405060024", BORN)
    assert [match.reason for match in found] == ["same_id", "same_name"]
    assert found[0].score > found[1].score


def test_the_town_is_all_that_is_told_of_people_out_of_sight(child):
    assert towns_of([child.person])[child.person_id].short_name == "化工镇"
