"""Names: one spelling, and every reading by which somebody may look for a person."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.registry.masking import mask_name
from cases.registry.names import (
    given_name,
    initials,
    matches_query_key,
    normalise,
    pinyin_search,
    pinyin_sort,
    split_surname,
)

with (Path(__file__).parents[2] / "data" / "name_vectors.csv").open(encoding="utf-8", newline="") as file:
    VECTORS = list(csv.DictReader(file))
HARD_NAMES = st.text("单曾尉迟乐长吕女行晟茜娜莎翟朝重欧阳·aB", min_size=1, max_size=9)


def found(name: str, query: str) -> bool:
    """Whether a search for `query` shows `name`, as a page does it: the beginning of any key."""
    key = matches_query_key(query)
    return bool(key) and any(stored.startswith(key) for stored in pinyin_search(name).split())


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row["name"])
def test_the_right_reading_and_the_mask_are_those_of_the_county(row):
    assert pinyin_sort(row["name"]) == row["pinyin"]
    assert initials(row["name"]) == row["initials"]
    assert mask_name(row["name"]) == row["masked"]


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row["name"])
def test_a_name_is_found_by_every_reading_and_misreading(row):
    expected = row["must_be_found_by"].split()

    assert set(expected) <= set(pinyin_search(row["name"]).split())
    assert all(found(row["name"], query) for query in expected)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("吕布", "LÜ Bu"),
        ("吕布", "lǚ bù"),
        ("吕布", "lyubu"),
        ("吕布", "ｌｖ"),
        ("阿依拉·示例", "ayila shili"),
        ("毋小满", "wu xiao"),
        ("华西安", "hua xi'an"),
        ("王晟", "wangsheng"),
        ("王晟", "wangcheng"),
        ("Mary Ann", "mary a"),
        ("郇封", "xunfeng"),
        ("郇封", "huanfeng"),
    ],
)
def test_a_name_is_found_however_its_latin_form_is_typed(name, query):
    assert found(name, query)


@pytest.mark.parametrize("query", ["", "  ", "毋小", "wu小", "1234", "%", "a_b", "-"])
def test_what_is_not_latin_never_becomes_a_key_that_matches_everybody(query):
    assert matches_query_key(query) == ""


def test_a_name_is_not_found_by_the_middle_of_a_syllable_or_another_name():
    assert not found("毋小满", "xiaoman")
    assert not found("单玥", "shangyue")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" 毋 小　满 ", "毋小满"),
        ("阿依拉•示例", "阿依拉·示例"),
        ("阿依拉 ． 示例", "阿依拉·示例"),
        ("阿依拉・示例", "阿依拉·示例"),
        ("阿依拉.示例", "阿依拉·示例"),
        ("Ｍａｒｙ  Ann", "Mary Ann"),
        ("J. Smith", "J. Smith"),
        ("郭\u200b䶮\ufe00", "郭䶮"),
        ("⽅一", "方一"),
        ("", ""),
    ],
)
def test_one_person_has_one_spelling(typed, stored):
    assert normalise(typed) == stored


@given(st.text(max_size=12) | HARD_NAMES)
def test_normalising_twice_changes_nothing_more(name):
    assert normalise(normalise(name)) == normalise(name)


@given(HARD_NAMES)
def test_the_sort_key_and_the_initials_are_always_among_the_search_keys(name):
    assert {pinyin_sort(name), initials(name)} <= set(pinyin_search(name).split()) | {""}
    assert " " not in pinyin_sort(name)


@given(HARD_NAMES)
def test_keys_stay_few_and_each_is_kept_once(name):
    keys = pinyin_search(name).split()

    assert len(keys) == len(set(keys)) <= 24 * 6


def test_the_spelling_in_a_roster_does_not_change_where_a_name_sorts():
    assert pinyin_sort("单 玥") == pinyin_sort("单玥")
    assert pinyin_search("阿依拉•示例") == pinyin_search("阿依拉·示例")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("慕容祎", ("慕容", "祎")),
        ("欧阳", ("欧", "阳")),
        ("赵", ("赵", "")),
        ("", ("", "")),
        ("阿依拉·示例", ("阿", "依拉·示例")),
    ],
)
def test_a_compound_surname_is_kept_whole_when_a_given_name_follows(name, parts):
    assert split_surname(name) == parts


@pytest.mark.parametrize(
    ("name", "called"), [("毋小满", "小满"), ("欧阳雪", "雪"), ("阿依拉·示例", "阿依拉"), ("毋", "毋")]
)
def test_a_child_is_called_by_the_given_name(name, called):
    assert given_name(name) == called


def test_a_transliterated_name_is_not_read_as_if_it_had_a_surname():
    assert pinyin_sort("乐迪·示例") == "ledi·shili"


def test_a_character_of_plane_two_is_read():
    assert pinyin_sort("王𫖯") == "wangfu"
