"""Accounts and phones as rosters write them."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import assume, given
from hypothesis import strategies as st

from cases.registry import accounts, phones
from cases.registry.accounts import AccountError, check_digit_ok, normalise, parse_account
from cases.registry.phones import PhoneError, parse_phone

with (Path(__file__).parents[2] / "data" / "sample_people.csv").open(encoding="utf-8", newline="") as file:
    PEOPLE = list(csv.DictReader(file))


def refusal(parse: Callable[..., str], typed: str, **options: bool) -> str:
    with pytest.raises((AccountError, PhoneError)) as caught:
        parse(typed, **options)
    return caught.value.code


@st.composite
def valid_accounts(draw: st.DrawFn) -> str:
    body = draw(st.text("0123456789", min_size=18, max_size=18))
    return next(body + digit for digit in "0123456789" if check_digit_ok(body + digit))


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person["name"])
def test_sample_accounts_and_phones_are_read_only_in_practice(person):
    assert parse_account(person["bank_account"], allow_synthetic=True) == person["bank_account"]
    assert check_digit_ok(person["bank_account"])
    assert parse_phone(person["phone"], allow_synthetic=True) == person["phone"]
    assert refusal(parse_account, person["bank_account"]) == "synthetic"
    assert refusal(parse_phone, person["phone"]) == "range"


@given(account=valid_accounts(), place=st.integers(0, 18), wrong=st.sampled_from("0123456789"))
def test_every_single_wrong_digit_of_an_account_is_noticed(account, place, wrong):
    assume(account[place] != wrong)
    assert not check_digit_ok(account[:place] + wrong + account[place + 1 :])


@given(account=valid_accounts(), place=st.integers(0, 17))
def test_every_swap_of_neighbours_but_0_and_9_is_noticed(account, place):
    first, second = account[place : place + 2]
    assume(first != second and {first, second} != {"0", "9"})
    assert not check_digit_ok(account[:place] + second + first + account[place + 2 :])


@pytest.mark.parametrize("text", ["", "0", "not an account", "99000041088300000²3", "0" * 15, "0" * 20])
def test_what_is_not_an_account_has_no_right_check_digit(text):
    assert not check_digit_ok(text)


def test_a_known_card_number_from_the_standard_passes():
    assert check_digit_ok("4111111111111111")
    assert not check_digit_ok("4111111111111112")


def test_a_wrong_check_digit_is_kept_because_it_is_only_a_warning():
    assert parse_account("6200004108830000012") == "6200004108830000012"
    assert not check_digit_ok("6200004108830000012")


@pytest.mark.parametrize(
    "typed", ["6222 0000 4108 8300 001", "６２２２００００４１０８８３０００ 01", "'6222-000041088300001\n"]
)
def test_an_account_is_read_however_it_is_typed(typed):
    assert normalise(typed) == parse_account(typed) == "6222000041088300001"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        (" ", "empty"),
        ("6222OO0041088300001", "characters"),
        ("9.9e+18", "characters"),
        ("62220000", "length"),
    ],
)
def test_an_account_that_cannot_be_paid_to_is_refused_with_its_reason(typed, code):
    assert refusal(parse_account, typed) == code


@pytest.mark.parametrize(
    "typed",
    [
        "13903910001",
        "13903910001.0",
        " 139 0391 0001 ",
        "139-0391-0001",
        "+86 13903910001",
        "+86-139-0391-0001",
        "(+86)13903910001",
        "008613903910001",
        "8613903910001",
        "１３９０３９１０００１",
        "＋８６１３９０３９１０００１",
    ],
)
def test_a_phone_is_read_however_it_is_typed(typed):
    assert parse_phone(typed) == "13903910001"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("+86", "empty"),
        ("无", "characters"),
        ("13903910001/13903910002", "characters"),
        ("1.39E+10", "characters"),
        ("1390391000", "length"),
        ("86139039100", "range"),
        ("12039155327", "range"),
        ("11039155327", "range"),
    ],
)
def test_a_phone_nobody_can_call_is_refused_with_its_reason(typed, code):
    assert refusal(parse_phone, typed) == code


def test_practice_admits_the_practice_range_and_nothing_else():
    assert parse_phone("12039155327.0", allow_synthetic=True) == "12039155327"
    assert refusal(parse_phone, "11039155327", allow_synthetic=True) == "range"


@pytest.mark.parametrize("messages", [accounts.MESSAGES, phones.MESSAGES], ids=["accounts", "phones"])
@override("en")
def test_every_message_says_what_is_wrong_and_what_to_do(messages):
    assert all(": " in str(message) and str(message).endswith(".") for message in messages.values())
