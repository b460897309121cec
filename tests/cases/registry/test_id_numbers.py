"""The ID-number parser against the vectors of the county, and the promise that typing errors never pass."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import assume, given
from hypothesis import strategies as st

from cases.registry.id_numbers import MESSAGES, IdNumberError, check_character, parse, upgrade

DATA = Path(__file__).parents[2] / "data"
TODAY = dt.date(2026, 11, 23)
REGIONS = ["410883", "410826", "410823", "440305", "710000", "830000", "932205"]


def rows(file_name: str) -> list[dict[str, str]]:
    with (DATA / file_name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


VECTORS = rows("id_number_vectors.csv")
ACCEPTED = [row for row in VECTORS if row["result"] == "ok"]
REFUSED = [row for row in VECTORS if row["result"] != "ok"]


@st.composite
def valid_numbers(draw: st.DrawFn) -> str:
    birth = draw(st.dates(dt.date(1900, 1, 1), TODAY))
    sequence = draw(st.integers(1, 999))
    first_17 = f"{draw(st.sampled_from(REGIONS))}{birth:%Y%m%d}{sequence:03}"
    return first_17 + check_character(first_17)


def refusal(raw: str, *, today: dt.date = TODAY, allow_synthetic: bool = False) -> str:
    with pytest.raises(IdNumberError) as caught:
        parse(raw, today=today, allow_synthetic=allow_synthetic)
    return caught.value.code


@pytest.mark.parametrize("row", ACCEPTED, ids=lambda row: row["note"])
def test_a_valid_number_tells_birth_sex_region_and_kind(row):
    found = parse(row["raw"], today=TODAY)

    assert found.number == row["number"]
    assert (found.birth_date.isoformat(), found.sex) == (row["birth_date"], row["sex"])
    assert (found.region_code, found.kind) == (row["region_code"], row["kind"])
    assert found.upgraded == (row["upgraded_from_15"] == "yes")


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row["note"])
def test_a_wrong_number_is_refused_for_the_right_reason(row):
    assert refusal(row["raw"]) == row["result"]


@pytest.mark.parametrize("person", rows("sample_people.csv"), ids=lambda person: person["name"])
def test_practice_numbers_are_read_only_where_they_are_allowed(person):
    found = parse(person["id_number"], today=TODAY, allow_synthetic=True)

    assert (found.birth_date.isoformat(), found.sex) == (person["birth"], person["sex"])
    assert refusal(person["id_number"]) == "region"


def test_practice_numbers_of_15_digits_are_refused_in_production_too():
    assert refusal("419983670320849") == "region"


@given(number=valid_numbers(), place=st.integers(0, 17), wrong=st.sampled_from("0123456789X"))
def test_every_single_wrong_character_is_caught(number, place, wrong):
    assume(number[place] != wrong)
    refusal(number[:place] + wrong + number[place + 1 :], allow_synthetic=True)


@given(number=valid_numbers(), place=st.integers(0, 16))
def test_every_swap_of_two_neighbours_is_caught(number, place):
    first, second = number[place : place + 2]
    assume(first != second)
    refusal(number[:place] + second + first + number[place + 2 :], allow_synthetic=True)


@given(number=valid_numbers(), blank=st.sampled_from([" ", "-", "\u3000", "\u00a0", "\u200b", "\t", "—"]))
def test_the_form_in_which_a_number_is_typed_does_not_matter(number, blank):
    full_width = "".join(chr(ord(character) + 0xFEE0) for character in number.lower())
    typed = f"'{full_width[:6]}{blank}{full_width[6:14]}{blank}{full_width[14:]}{blank}"

    assert parse(typed, today=TODAY).number == number


@given(raw=st.text(max_size=20) | st.text("0123456789Xx- ", min_size=14, max_size=20))
def test_any_text_is_either_a_number_or_a_reason(raw):
    try:
        assert len(parse(raw, today=TODAY).number) == 18
    except IdNumberError as error:
        assert error.code in MESSAGES


@pytest.mark.parametrize("raw", ["4108831977032266O7", "X10883197703226667", "٤" * 18, "41088319770322666*"])
def test_a_letter_among_the_digits_is_named_as_such(raw):
    assert refusal(raw) == "characters"


def test_a_child_born_today_is_accepted_and_one_born_tomorrow_is_not():
    first_17 = "41088320261123001"
    number = first_17 + check_character(first_17)

    assert parse(number, today=TODAY).birth_date == TODAY
    assert refusal(number, today=TODAY - dt.timedelta(days=1)) == "future"


def test_a_person_of_130_is_accepted_until_the_131st_birthday():
    first_17 = "41088318960301001"
    number = first_17 + check_character(first_17)

    assert parse(number, today=dt.date(2027, 2, 28)).birth_date.year == 1896
    assert refusal(number, today=dt.date(2027, 3, 1)) == "too_old"


def test_permits_and_foreign_cards_with_an_unknown_region_are_refused():
    assert refusal("810001199909090120") == "region"
    assert refusal("990205198108030113") == "region"


def test_an_old_number_becomes_the_one_on_the_new_card():
    assert upgrade("410823670320849") == "410823196703208492"


def test_neither_an_error_nor_a_printed_result_shows_the_number():
    number = "410883197703226667"
    with pytest.raises(IdNumberError) as caught:
        parse(number[:-1] + "1", today=TODAY)

    assert number[6:14] not in str(caught.value) + repr(caught.value)
    assert number[6:14] not in repr(parse(number, today=TODAY)) and "1977" not in repr(parse(number, today=TODAY))


def test_a_practice_number_is_called_so():
    with override("en"), pytest.raises(IdNumberError, match="practice"):
        parse("419983201405060024", today=TODAY)


@override("en")
def test_every_message_says_what_is_wrong_and_what_to_do():
    assert all(": " in str(message) and str(message).endswith(".") for message in MESSAGES.values())
