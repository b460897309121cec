"""Masks show what domain.md §3.8 allows and not one character more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.registry.masking import mask_account, mask_id_number, mask_name, mask_phone

DIGITS = st.text("0123456789", max_size=24)


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (mask_id_number, "419983201405060024", "419983**********24"),
        (mask_id_number, "410823670320849", "410823*******49"),
        (mask_phone, "12039155327", "120****5327"),
        (mask_account, "9900004108830000013", "****0013"),
        (mask_name, "欧阳雪", "欧阳*"),
        (mask_name, "欧阳", "欧*"),
        (mask_name, "单 玥", "单*"),
        (mask_name, "赵", "赵*"),
        (mask_name, "阿依拉·示例", "阿**"),
        (mask_name, "", ""),
    ],
)
def test_a_mask_shows_exactly_this(mask, value, shown):
    assert mask(value) == shown


@pytest.mark.parametrize("mask", [mask_id_number, mask_phone, mask_account])
@pytest.mark.parametrize("value", ["", "1", "1234", "12345678", "1203915532"])
def test_a_text_too_short_to_be_real_is_hidden_whole(mask, value):
    assert set(mask(value)) <= {"*"}


@given(DIGITS)
def test_an_id_mask_never_shows_more_than_eight_digits(value):
    assert sum(character.isdigit() for character in mask_id_number(value)) <= 8


@given(DIGITS)
def test_an_account_mask_never_shows_more_than_four_digits_nor_the_length(value):
    shown = mask_account(value)

    assert sum(character.isdigit() for character in shown) <= 4
    assert len(shown) <= 8


@pytest.mark.parametrize(
    ("mask", "value"),
    [(mask_id_number, "419983201405060024"), (mask_phone, "12039155327"), (mask_name, "欧阳雪")],
)
def test_masking_what_is_masked_changes_nothing(mask, value):
    assert mask(mask(value)) == mask(value)
