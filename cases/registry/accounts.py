"""Bank accounts that stipends are paid to (一卡通): 16 to 19 digits, the last one a check digit.

Invariant: digits are kept as typed, a wrong check digit is reported and never corrected.
Called by forms, the roster import and finance. Sources: ISO/IEC 7812-1 (Luhn), domain.md §5.2.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.registry.typed_text import without_separators

SYNTHETIC_PREFIX = "990000"  # no bank issues cards under it
LENGTHS = range(16, 20)

MESSAGES = {
    "empty": _("The account number is missing: enter the digits on the card."),
    "characters": _("An account number has only digits: look for another character in it."),
    "length": _("An account number has 16 to 19 digits: count them on the card and enter all of them."),
    "synthetic": _("Accounts that begin with 990000 are for practice only: enter the number on the card."),
}
CHECK_DIGIT_WARNING = _("The check digit of the account is wrong: compare the number with the card before paying.")


class AccountError(ValidationError):
    """Why a text is not an account number. `code` is a key of MESSAGES."""

    def __init__(self, code: str) -> None:
        super().__init__(MESSAGES[code], code=code)


def normalise(raw: str) -> str:
    """The account without spaces and hyphens, in half-width digits; nothing is checked."""
    return without_separators(raw)


def parse_account(raw: str, *, allow_synthetic: bool = False) -> str:
    """The digits in `raw`. The check digit is not judged here, see `check_digit_ok`. Raises AccountError."""
    account = normalise(raw)
    if not account:
        raise AccountError("empty")
    if not re.fullmatch("[0-9]+", account):
        raise AccountError("characters")
    if len(account) not in LENGTHS:
        raise AccountError("length")
    if is_synthetic(account) and not allow_synthetic:
        raise AccountError("synthetic")
    return account


def is_synthetic(account: str) -> bool:
    """Whether the account is a practice account of domain.md §5.2, which only demo and tests accept."""
    return account.startswith(SYNTHETIC_PREFIX)


def check_digit_ok(account: str) -> bool:
    """Whether `account` is 16 to 19 digits and ends with its Luhn check digit; if not, warn."""
    if len(account) not in LENGTHS or not re.fullmatch("[0-9]+", account):
        return False
    digits = [int(digit) for digit in reversed(account)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
