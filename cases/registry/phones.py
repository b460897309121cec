"""Mobile numbers of guardians, parents and volunteers.

Invariant: what is returned is 11 digits that can be dialled.
Called by forms and the roster import. Source: domain.md §5.2.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.registry.typed_text import without_separators

MOBILE = re.compile(r"1[3-9][0-9]{9}")
SYNTHETIC = re.compile(r"12[0-9]{9}")  # no operator has this range
SPREADSHEET_DECIMALS = re.compile(r"\.0*$")
COUNTRY_CODE = re.compile(r"^(?:\(?\+86\)?|0086|86(?=1[0-9]{10}$))")

MESSAGES = {
    "empty": _("The phone number is missing: enter a mobile number of 11 digits."),
    "characters": _("A phone number has only digits: enter one mobile number and nothing else."),
    "length": _("A mobile number has 11 digits: ask for the number again and enter all of them."),
    "range": _("No mobile number begins like this: ask for the number again, it begins with 13 to 19."),
}


class PhoneError(ValidationError):
    """Why a text is not a mobile number. `code` is a key of MESSAGES."""

    def __init__(self, code: str) -> None:
        super().__init__(MESSAGES[code], code=code)


def parse_phone(raw: str, *, allow_synthetic: bool = False) -> str:
    """The 11 digits in `raw`, with or without +86, spaces and a spreadsheet's “.0”. Raises PhoneError."""
    phone = COUNTRY_CODE.sub("", SPREADSHEET_DECIMALS.sub("", without_separators(raw)))
    if not phone:
        raise PhoneError("empty")
    if not re.fullmatch("[0-9]+", phone):
        raise PhoneError("characters")
    if len(phone) != 11:
        raise PhoneError("length")
    if not (MOBILE.fullmatch(phone) or (allow_synthetic and SYNTHETIC.fullmatch(phone))):
        raise PhoneError("range")
    return phone
