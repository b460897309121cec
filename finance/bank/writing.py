"""Payments as the bytes that a bank wants, by its Format.

Invariant: the same payments give the same bytes, whenever and wherever they are written; nothing in them is ever a
formula, and nothing is cut that names a payee. Called by finance.bank.sending.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

from finance.bank.format import RIGHT_ALIGNED, Column, Format

MADE = dt.datetime(2000, 1, 1)
SEPARATES = '\t\r\n"'


@dataclass(frozen=True)
class Payment:
    """One row for the bank. `serial` is the number of the line; `holder` as the bank writes the name."""

    serial: str
    holder: str
    account: str
    fen: int
    bank: str = ""
    bank_line: str = ""
    purpose: str = ""
    memo: str = ""


@dataclass(frozen=True)
class Head:
    """What header and trailer of one part say."""

    batch: str
    part: int
    day: dt.date
    count: int
    total_fen: int


def written(format: Format, payments: Sequence[Payment], head: Head) -> bytes:
    """The bytes of one part. Raises UnicodeEncodeError or ValueError for what checking should have found."""
    rows = list(_rows(format, payments, head))
    if format.kind == "xlsx":
        return _workbook([[text for _column, text in row] for row in rows])
    line = _fixed if format.kind == "fixed" else _delimited
    body = "".join(line(format, row) + format.line_end for row in rows)
    return body.encode(format.encoding)


def cells_of(format: Format, payment: Payment, number: int) -> dict[str, str]:
    """Each field of one payment as it is written."""
    return {
        "sequence": str(number),
        "holder": payment.holder,
        "account": payment.account,
        "bank": payment.bank,
        "bank_line": payment.bank_line,
        "amount": format.amount_text(payment.fen),
        "currency": format.currency,
        "purpose": payment.purpose,
        "memo": payment.memo,
        "serial": payment.serial,
    }


def head_of(format: Format, head: Head) -> dict[str, str]:
    """Each field of header and trailer as it is written."""
    return {
        "batch": head.batch,
        "part": str(head.part),
        "date": format.date_text(head.day),
        "count": str(head.count),
        "total": format.amount_text(head.total_fen),
        "final": "",
    }


def separators(format: Format) -> str:
    """Characters that a text for this bank must not hold, because they part columns or rows."""
    return SEPARATES + (format.delimiter if format.kind == "delimited" else "")


def _rows(format: Format, payments: Sequence[Payment], head: Head) -> Iterator[list[tuple[Column, str]]]:
    facts = head_of(format, head)
    if format.header:
        yield _told(format.header, facts)
    if format.heading:
        yield [(column, column.title) for column in format.columns]
    for number, payment in enumerate(payments, start=1):
        yield _told(format.columns, cells_of(format, payment, number))
    if format.trailer:
        yield _told(format.trailer, facts)


def _told(columns: Sequence[Column], values: Mapping[str, str]) -> list[tuple[Column, str]]:
    return [(column, column.title if column.field == "text" else values[column.field]) for column in columns]


def _delimited(format: Format, row: Sequence[tuple[Column, str]]) -> str:
    """No quotes are written: banks differ on them, and checking lets no separator through."""
    if any(mark in text for _column, text in row for mark in separators(format)):
        raise ValueError("a text holds a character that parts columns")
    return format.delimiter.join(text for _column, text in row)


def _fixed(format: Format, row: Sequence[tuple[Column, str]]) -> str:
    return "".join(_padded(text, column, format.encoding) for column, text in row)


def _padded(text: str, column: Column, encoding: str) -> str:
    spare = column.width - len(text.encode(encoding))
    if spare < 0:
        raise ValueError("a text is longer than its column")
    return " " * spare + text if column.field in RIGHT_ALIGNED else text + " " * spare


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """One sheet in which every cell is a text: an account stays whole and nothing is a formula."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": MADE})
        page = book.add_worksheet("Sheet1")
        text = book.add_format({"num_format": "@"})
        page.set_column(0, max(map(len, rows), default=1) - 1, 22, text)
        for line, row in enumerate(rows):
            for place, value in enumerate(row):
                page.write_string(line, place, value, text)
    return target.getvalue()
