"""What of a person may be seen without a reason. Source: domain.md §3.8, the column “staff list”.

Invariant: a text too short to be what it should be is hidden whole.
Called by pages, lists, letters and exports.
"""

from cases.registry.names import split_surname

HIDDEN = "*"
MAX_STARS_IN_NAME = 2  # the length of a long name tells who it is


def mask_name(name: str) -> str:
    """Surname and stars: 张三 → 张*, 欧阳雪 → 欧阳*. For public notices about adults; never for minors."""
    surname, given = split_surname(name)
    return surname + HIDDEN * min(max(len(given), 1), MAX_STARS_IN_NAME) if surname else ""


def mask_id_number(number: str) -> str:
    """First six and last two: from the last four, a known birth year leaves only 32 possible dates."""
    return _mask(number, first=6, last=2, shortest=15)


def mask_phone(phone: str) -> str:
    """First three and last four: 120****5327."""
    return _mask(phone, first=3, last=4, shortest=11)


def mask_account(account: str) -> str:
    """Last four, as banks print them, without telling the length: ****0013."""
    return HIDDEN * 4 + account[-4:] if len(account) >= 12 else HIDDEN * min(len(account), 4)


def _mask(text: str, *, first: int, last: int, shortest: int) -> str:
    if len(text) < shortest:
        return HIDDEN * len(text)
    return text[:first] + HIDDEN * (len(text) - first - last) + text[-last:]
