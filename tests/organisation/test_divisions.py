"""The shipped divisions: the counts of the list, its traps, and loading it twice."""

from collections import Counter

import pytest

from organisation.divisions import load_divisions, outside_divisions, read_divisions
from organisation.models import Division

TOWNS = {
    "02": 9,
    "03": 10,
    "04": 7,
    "11": 9,
    "21": 9,
    "22": 10,
    "23": 16,
    "25": 12,
    "71": 6,
    "82": 13,
    "83": 11,
}
VILLAGES = {
    "02": (57, 4),
    "03": (49, 35),
    "04": (78, 64),
    "11": (54, 19),
    "21": (196, 187),
    "22": (217, 204),
    "23": (366, 347),
    "25": (271, 252),
    "71": (108, 104),
    "82": (339, 307),
    "83": (289, 274),
}
ROWS = read_divisions()
BY_CODE = {row.code: row for row in ROWS}


def county(row) -> str:
    return row.code[4:6]


def test_the_list_is_complete_and_its_codes_are_unique():
    assert len(ROWS) == len(BY_CODE) == 2149
    assert all(len(code) == 12 for code in BY_CODE)


def test_every_county_has_its_towns():
    assert Counter(county(row) for row in ROWS if row.level == "town") == TOWNS


def test_every_county_has_its_villages_and_villagers_committees():
    villages = Counter(county(row) for row in ROWS if row.level == "village")
    committees = Counter(county(row) for row in ROWS if row.kind == "villagers_committee")
    assert {code: (villages[code], committees[code]) for code in villages} == VILLAGES


def test_the_seven_virtual_communities_are_no_committees():
    assert sum(row.kind == "virtual" for row in ROWS) == 7


def test_every_parent_is_in_the_list():
    assert {row.parent for row in ROWS if row.parent} <= BY_CODE.keys()


def test_no_name_of_a_town_carries_its_county():
    assert BY_CODE["410822101000"].name == "柏山镇"
    assert not [row for row in ROWS if row.level == "town" and row.name.startswith("博爱县")]


def test_short_names_end_as_people_say_them():
    assert BY_CODE["410823107207"].short_name == "杨洼二街"
    assert all(row.short_name[-1] in "村街区" for row in ROWS if row.level == "village")


def test_the_demonstration_zone_keeps_the_legal_county_beside_its_code():
    assert BY_CODE["410871101000"].legal_county_code == "410823"


def test_a_renamed_town_knows_its_earlier_code():
    assert BY_CODE["410823107000"].predecessor == "410823201000"


def test_outside_units_have_their_province():
    codes = {row.code: row.parent for row in outside_divisions()}
    assert codes["440300000000"] == "440000000000"
    assert codes["419001000000"] == "410000000000"


@pytest.mark.django_db
def test_loading_adds_what_is_missing_below_its_parent():
    load_divisions()
    Division.objects.filter(code="410883100217").delete()
    assert load_divisions() == 1
    village = Division.objects.get(code="410883100217")
    assert [village.short_name, village.parent.short_name, village.parent.parent.short_name] == [
        "横山村",
        "化工镇",
        "孟州市",
    ]


@pytest.mark.django_db
def test_the_whole_list_and_the_outside_units_are_loaded():
    load_divisions()
    assert Division.objects.count() == len(ROWS) + len(outside_divisions())


@pytest.mark.django_db
def test_loading_again_keeps_what_the_office_changed():
    load_divisions()
    Division.objects.filter(code="410883100217").update(short_name="新横山村")
    assert load_divisions() == 0
    assert Division.objects.get(code="410883100217").short_name == "新横山村"
