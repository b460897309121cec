"""Names as clerks write them: old towns, missing suffixes, doubled prefixes, and names borne by two."""

import pytest

from organisation.division_names import Ambiguous, DivisionNames
from organisation.divisions import read_divisions

ROWS = read_divisions()


@pytest.fixture(scope="module")
def names() -> DivisionNames:
    return DivisionNames(ROWS)


@pytest.mark.parametrize(
    ("county", "text", "town"),
    [
        ("410823", "乔庙乡", "410823107000"),
        ("410823", "圪当店乡", "410823108000"),
        ("410825", "岳村乡", "410825002000"),
        ("410825", "温泉镇", "410825001000"),
        ("410825", "南张羌镇", "410825003000"),
        ("410804", "北山街道办事处", "410804002000"),
        ("410822", "博爱县清化镇", "410822001000"),
        ("410883", "化工", "410883100000"),
        ("410883", " 会 昌办", "410883002000"),
        ("410883", "河南省焦作市孟州市槐树乡人民政府", "410883201000"),
        ("410822000000", "博爱县月山镇", "410822102000"),
        ("410825", "武德镇", "410825105000"),
    ],
)
def test_a_town_is_found_as_it_is_written(names, county, text, town):
    assert names.find_town(county, text) == town


@pytest.mark.parametrize("text", ["", "镇", "不存在镇", "焦作市", "孟州市"])
def test_what_is_no_town_is_not_found(names, text):
    assert names.find_town("410883", text) is None


def test_a_town_name_of_two_counties_is_not_guessed_in_the_prefecture(names):
    assert names.find_town("4108", "太行街道") is None
    assert names.find_town("410882", "太行街道") == "410882003000"


def test_a_town_run_by_the_demonstration_zone_is_named_as_moved(names):
    assert names.find_town("410823", "宁郭镇") is None
    assert names.find_moved_town("410823", "宁郭镇") == "410871101000"


@pytest.mark.parametrize(
    ("town", "text", "village"),
    [
        ("410823107000", "杨洼二街", "410823107207"),
        ("410823107000", "乔庙乡杨洼2街村", "410823107207"),
        ("410825002000", "方头", "410825002213"),
        ("410825002000", "岳村街道方头村委会", "410825002213"),
        ("410883100000", "孟州市化工镇横山村村民委员会", "410883100217"),
        ("410883101000", "南庄镇南庄三村", "410883101203"),
        ("410882004000", "联盟街", "410882004001"),
        ("410823001000", "建设村", "410823001200"),
        ("410822001000", "八街村", "410822001205"),
        ("410822001000", "八街社区居委会", "410822001001"),
    ],
)
def test_a_village_is_found_as_it_is_written(names, town, text, village):
    assert names.find_village(town, text) == village


def test_a_village_and_a_community_of_one_name_are_ambiguous(names):
    assert names.find_village("410822001000", "八街") == Ambiguous(("410822001001", "410822001205"))


@pytest.mark.parametrize("text", ["", "村", "不存在村", "化工镇"])
def test_what_is_no_village_is_not_found(names, text):
    assert names.find_village("410883100000", text) is None


def test_a_virtual_community_is_no_village(names):
    assert names.find_village("410803004000", "雪莲虚拟社区") is None


def test_a_village_of_the_neighbouring_town_is_not_found(names):
    assert names.find_village("410883101000", "横山村") is None


def test_without_a_town_a_village_must_be_the_only_one_of_its_name(names):
    assert names.find_village_in("410883", "横山村") == "410883100217"
    assert isinstance(names.find_village_in("410823", "杨村"), Ambiguous)


def test_every_committee_is_found_by_its_official_name(names):
    villages = [row for row in ROWS if row.level == "village" and row.kind != "virtual"]
    assert [row for row in villages if names.find_village(row.parent, row.name) != row.code] == []


def test_every_town_is_found_by_its_official_name(names):
    towns = [row for row in ROWS if row.level == "town"]
    assert [row for row in towns if names.find_town(row.parent, row.name) != row.code] == []


def test_a_title_names_its_town(names):
    assert names.town_within("410883", "孟州市化工镇农村留守儿童花名册") == "410883100000"
    assert names.town_within("410883", "孟州市农村留守儿童信息花名册") is None


def test_a_title_names_its_county(names):
    assert names.county_within("孟州市民政局") == "410883"
    assert names.county_within("焦作市民政局") is None
