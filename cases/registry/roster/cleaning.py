"""One cell → what the clerk meant by it.

Invariant: never raises, never rounds; a value whose digits the spreadsheet has lost comes back as lost.
Called by `rows` only.
"""

import datetime as dt
import re
from dataclasses import dataclass

from cases.registry.roster.reading import Cell

FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028\u2029\u2060\ufeff\ud800-\udfff]")
QUOTED_FORMULA = re.compile(r'^="(?P<text>[^"]*)"$')
EXPONENT = re.compile(r"^\d(\.\d+)?[eE]\+?\d{1,3}$")
WHOLE_WITH_DECIMALS = re.compile(r"^(\d+)\.0+$")
EXACT_BELOW = 10**15  # a spreadsheet keeps 15 digits

DAY = re.compile(r"^(\d{4})\s*[年./\-]\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*[日号]?(\s.*)?$")
COMPACT_DAY = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
MONTH = re.compile(r"^(\d{4})\s*[年./\-]\s*(\d{1,2})\s*月?份?$")
COMPACT_MONTH = re.compile(r"^((?:19|20)\d{2})(0[1-9]|1[0-2])$")
YEAR = re.compile(r"^((?:19|20)\d{2})\s*年?$")
SERIAL = re.compile(r"^\d{5}(\.\d+)?$")
SPREADSHEET_EPOCH = dt.date(1899, 12, 30)
SERIALS = range(7_000, 80_000)  # 1919 to 2119

YES = frozenset(["是", "有", "住校", "寄宿", "住宿", "√", "✓", "1", "true", "y", "yes", "寄宿生", "住校生"])
NO = frozenset(
    [
        "否",
        "无",
        "不",
        "走读",
        "不寄宿",
        "不住校",
        "×",
        "x",
        "0",
        "false",
        "n",
        "no",
        "未寄宿",
        "走读生",
        "不住宿",
    ]
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as exactly as it was written; month and day are 0 when they were left out."""

    year: int
    month: int = 0
    day: int = 0

    def fits(self, date: dt.date) -> bool:
        """Whether `date` is, or lies in, what was written."""
        written = (self.year, self.month or date.month, self.day or date.day)
        return written == (date.year, date.month, date.day)

    def first_day(self) -> dt.date:
        """The day itself, or the first day of the month or year."""
        return dt.date(self.year, self.month or 1, self.day or 1)


def is_formula(cell: Cell) -> bool:
    """Whether the text is a formula that nobody computed. ="123" only protects digits and is none."""
    return isinstance(cell, str) and cell.lstrip()[:1] == "=" and not QUOTED_FORMULA.match(cell.strip())


def clean_text(cell: Cell) -> str:
    """Half-width letters and digits, single blanks, no invisible characters; whole numbers without “.0”."""
    if isinstance(cell, str):
        if cell.isascii() and cell.isalnum():
            return cell
        text = INVISIBLE.sub("", cell).translate(FULL_WIDTH)
        text = " ".join(text.split()).removeprefix("'")
        quoted = QUOTED_FORMULA.match(text)
        return quoted["text"].strip() if quoted else "" if text[:1] == "=" else text
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return str(cell)


def clean_digits(cell: Cell) -> tuple[str, bool]:
    """An ID, account or phone as text, and whether the spreadsheet has lost some of its digits."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        lost = abs(cell) >= EXACT_BELOW or cell != cell  # NaN is unequal to itself
        return ("", True) if lost else (clean_text(cell), False)
    text = clean_text(cell)
    if EXPONENT.match(text):
        return "", True
    return WHOLE_WITH_DECIMALS.sub(r"\1", text), False


def clean_date(cell: Cell) -> WrittenDate | None:
    """The date in a cell: a real one, a serial number of days, or one of the ways it is typed. None if unreadable."""
    if isinstance(cell, dt.date):
        return WrittenDate(cell.year, cell.month, cell.day)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _numeric_date(float(cell))
    return _typed_date(clean_text(cell))


def clean_flag(cell: Cell) -> bool | None:
    """Yes or no, None when the cell says neither."""
    text = clean_text(cell).lower()
    return True if text in YES else False if text in NO else None


def _typed_date(text: str) -> WrittenDate | None:
    text = text.strip("()（） ")
    for pattern in (DAY, COMPACT_DAY, MONTH, COMPACT_MONTH, YEAR):
        if match := pattern.match(text):
            return _existing(*(int(part) for part in match.groups()[:3] if part))
    return _numeric_date(float(text)) if SERIAL.match(text) else None


def _numeric_date(number: float) -> WrittenDate | None:
    if number != number or not 1900 <= number < 1e9:
        return None
    if number.is_integer() and int(number) in SERIALS:
        day = SPREADSHEET_EPOCH + dt.timedelta(days=int(number))
        return WrittenDate(day.year, day.month, day.day)
    if number < 2100:
        year, _dot, decimals = f"{number:g}".partition(".")
        # 2015.1 may have been typed as 2015.10
        return WrittenDate(int(year)) if decimals in ("", "1") else _existing(int(year), int(decimals))
    return _typed_date(str(int(number))) if number.is_integer() and number >= 100_000 else None


def _existing(year: int, month: int = 0, day: int = 0) -> WrittenDate | None:
    try:
        dt.date(year, month or 1, day or 1)
    except ValueError:
        return None
    return WrittenDate(year, month, day)
