"""The citizen ID number (公民身份号码), by our own rules: public packages refuse most local elders.

Invariant: every single wrong digit and every swap of two neighbours is refused; no error repeats the number.
Called by forms, the roster import and the demo. Sources: GB 11643-1999, domain.md §0 item 6, §5.2, §6.1.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.registry.typed_text import without_separators

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Sex = Literal["F", "M"]
Kind = Literal["mainland", "hk_mo_tw", "foreign_pr"]

PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71")
RESIDENCE_PERMITS = frozenset({"810000", "820000", "830000"})  # Hong Kong, Macao, Taiwan
SYNTHETIC_PREFIX = "4199"  # a city code that 河南 never assigned
MAX_AGE = 130
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
WELL_FORMED = re.compile(r"[0-9]{15}|[0-9]{17}[0-9X]")

MESSAGES = {
    "empty": _("The ID number is missing: enter the 18 characters on the ID card."),
    "length": _("An ID number has 18 characters, an old one 15: count them on the card and enter all of them."),
    "characters": _("An ID number has only digits, at the end perhaps an X: look for another character in it."),
    "region": _("The first digits stand for no province: compare the first six digits with the card."),
    "date": _("Digits 7 to 14 are not a date: compare the date of birth in the number with the card."),
    "checksum": _("The check digit is wrong: compare the 18th character, then all others, with the card."),
    "future": _("The date of birth in the number is after today: compare digits 7 to 14 with the card."),
    "too_old": _("The date of birth in the number is over 130 years ago: compare digits 7 to 14 with the card."),
}
PRACTICE_NUMBER = _("Numbers that begin with 4199 are for practice only: enter the number on the ID card.")


class IdNumberError(ValidationError):
    """Why a text is not an ID number: `code`, a key of MESSAGES, and `message` for who typed it."""

    def __init__(self, code: str, message: "str | _StrPromise | None" = None) -> None:
        super().__init__(message or MESSAGES[code], code=code)


@dataclass(frozen=True)
class IdNumber:
    """What a valid number says. The first six digits tell where it was first issued, not where the person lives."""

    number: str = field(repr=False)
    birth_date: dt.date = field(repr=False)
    sex: Sex
    region_code: str
    kind: Kind
    upgraded: bool


def parse(raw: str, *, today: dt.date, allow_synthetic: bool = False) -> IdNumber:
    """The number in `raw`: full-width, spaces, hyphens, a small x and the old 15 digits are accepted.

    `allow_synthetic` admits the practice numbers of domain.md §5.2; production never sets it. Raises IdNumberError.
    """
    text = _well_formed(without_separators(raw).upper())
    upgraded = len(text) == 15
    number = upgrade(text) if upgraded else text
    kind = _kind_of(number[:6], allow_synthetic=allow_synthetic)
    # before the date: a mistyped year should be called a typing error, not a birth in 2612
    if check_character(number[:17]) != number[17]:
        raise IdNumberError("checksum")
    birth_date = _date_of(number[6:14])
    _refuse_impossible_age(birth_date, today)
    sex: Sex = "M" if int(number[16]) % 2 else "F"
    return IdNumber(number, birth_date, sex, number[:6], kind, upgraded)


def check_character(first_17: str) -> str:
    """The 18th character for the first 17 digits (ISO 7064 MOD 11-2, as GB 11643 prescribes)."""
    return CHECK_CHARACTERS[sum(w * int(d) for w, d in zip(WEIGHTS, first_17, strict=True)) % 11]


def upgrade(fifteen: str) -> str:
    """The 18 characters that replaced an old 15-digit number; its holders were born in 19yy."""
    first_17 = f"{fifteen[:6]}19{fifteen[6:]}"
    return first_17 + check_character(first_17)


def _well_formed(text: str) -> str:
    if not text:
        raise IdNumberError("empty")
    if len(text) not in (15, 18):
        raise IdNumberError("length")
    if not WELL_FORMED.fullmatch(text):
        raise IdNumberError("characters")
    return text


def _kind_of(region_code: str, *, allow_synthetic: bool) -> Kind:
    if region_code.startswith(SYNTHETIC_PREFIX) and not allow_synthetic:
        raise IdNumberError("region", PRACTICE_NUMBER)
    if region_code in RESIDENCE_PERMITS:
        return "hk_mo_tw"
    if region_code[0] == "9" and PROVINCE.match(region_code, 1):
        return "foreign_pr"  # since 2023: 9, province that accepted it, nationality
    if PROVINCE.match(region_code):
        return "mainland"
    raise IdNumberError("region")


def _date_of(digits: str) -> dt.date:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise IdNumberError("date") from None


def _refuse_impossible_age(birth_date: dt.date, today: dt.date) -> None:
    if birth_date > today:
        raise IdNumberError("future")
    had_no_birthday_yet = (today.month, today.day) < (birth_date.month, birth_date.day)
    if today.year - birth_date.year - had_no_birthday_yet > MAX_AGE:
        raise IdNumberError("too_old")
