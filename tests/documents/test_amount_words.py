"""Amounts in words: the official vectors, and what is refused."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.amount_words import DIGITS, rmb_words

VECTORS = list(csv.DictReader((Path(__file__).parents[1] / "data/amount_words_vectors.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row["yuan"])
def test_an_amount_reads_as_the_regulations_say(row):
    amount = Decimal(row["yuan"])

    assert rmb_words(amount, jiao_zheng=True) == row["words_zheng_after_jiao"]
    assert rmb_words(amount, jiao_zheng=False) == row["words_plain_after_jiao"]


@pytest.mark.parametrize("amount", ["-0.01", "0.001", "1.999", "1E+16", "NaN", "Infinity"])
def test_an_amount_that_cannot_be_paid_is_refused(amount):
    with pytest.raises(ValueError, match="whole fen"):
        rmb_words(Decimal(amount), jiao_zheng=True)


@pytest.mark.parametrize("amount", [10, 10.5, "10.00", True])
def test_only_a_decimal_is_taken(amount):
    with pytest.raises(TypeError, match="Decimal"):
        rmb_words(amount, jiao_zheng=True)


def test_a_whole_ten_is_never_written_without_its_one():
    assert rmb_words(Decimal("10.00"), jiao_zheng=True) == "人民币壹拾元整"


@given(st.integers(min_value=1, max_value=10**18 - 1))
def test_words_can_be_read_back(fen):
    assert read(rmb_words(Decimal(fen) / 100, jiao_zheng=True)) == fen


def read(words: str) -> int:
    """The other direction, written from the meaning of the units alone."""
    yuan, _, change = words.removeprefix("人民币").rpartition("元")
    total = section = digit = 0
    for char in yuan:
        if char in DIGITS:
            digit = DIGITS.index(char)
        elif char in "拾佰仟":
            section, digit = section + digit * 10 ** ("拾佰仟".index(char) + 1), 0
        elif char == "万":
            section, digit = (section + digit) * 10**4, 0
        else:
            total, section, digit = (section + digit) * 10**8, 0, 0
    fen = (total + section + digit) * 100
    for unit, worth in (("角", 10), ("分", 1)):
        before, found, _ = change.partition(unit)
        fen += DIGITS.index(before[-1]) * worth if found else 0
    return fen
