"""A file as it was uploaded → sheets of typed cells.

Invariant: whatever bytes come in, the only exception out is RosterFileError. What a file is, is told from its
content and never from its name. Called by the import wizard, the command, and `annotating`.
"""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from cases.registry.roster import workbook_safety
from cases.registry.roster.errors import RosterFileError
from cases.registry.roster.workbook_safety import (
    DAMAGED,
    MAX_ROWS,
    NOT_XLSX,
    PROTECTED,
    TOO_LARGE,
    TOO_MANY_ROWS,
    TOO_WIDE,
)

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
Row = tuple[Cell, ...]
Range = tuple[tuple[int, int], tuple[int, int]]

MAX_BYTES = 80_000_000
MAX_CSV_COLUMNS = 500
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

EMPTY = _("The file is empty. Choose the file with the roster.")
OLD_FORMAT = _("This is an old .xls workbook. Save it as “Excel workbook (.xlsx)” and choose that file.")
UNREADABLE_TEXT = _("The text cannot be read. Save the roster as .xlsx, or as .csv in UTF-8 or GBK.")


@dataclass(frozen=True)
class Sheet:
    """One sheet. Rows count from 1; `broken` holds cells without a result, (row, column) from 1 → what is shown."""

    name: str
    open_rows: Callable[[], Iterator[Row]] = field(repr=False)
    merged: tuple[Range, ...] = ()
    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Row number as the spreadsheet shows it, and the cells from column A on; may be called again."""
        return enumerate(self.open_rows(), start=1)


def read_table(source: Path | str | bytes, filename: str = "") -> list[Sheet]:
    """The visible sheets of an .xlsx workbook, or the one table of a .csv file (utf-8, utf-16, gb18030).

    Raises RosterFileError with a sentence for the clerk for anything else.
    """
    data = source if isinstance(source, bytes) else _bytes_of(Path(source))
    if not data.strip(b"\x00\t\r\n "):
        raise RosterFileError(EMPTY)
    if len(data) > MAX_BYTES:
        raise RosterFileError(TOO_LARGE)
    if data.startswith(ZIP):
        return _workbook_sheets(data)
    if data.startswith(OLE):
        raise RosterFileError(PROTECTED if ENCRYPTED_STREAM in data else OLD_FORMAT)
    return [_csv_sheet(data, Path(filename).stem)]


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RosterFileError(_("The file cannot be opened. Check where it is and choose it again.")) from error


def _workbook_sheets(data: bytes) -> list[Sheet]:
    facts = workbook_safety.inspect(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [meta.name for meta in workbook.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
        sheets = [_workbook_sheet(workbook, name, facts[name]) for name in visible if name in facts]
    except PasswordError as error:
        raise RosterFileError(PROTECTED) from error
    except CalamineError as error:
        raise RosterFileError(DAMAGED) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the reader is written in Rust; its panics are no Exception
            raise RosterFileError(DAMAGED) from error
        raise
    if not any(facts[sheet.name].rows for sheet in sheets):
        raise RosterFileError(EMPTY)
    return sheets


def _workbook_sheet(workbook: CalamineWorkbook, name: str, facts: workbook_safety.SheetFacts) -> Sheet:
    facts.refuse_if_too_large()
    sheet = workbook.get_sheet_by_name(name)

    def open_rows() -> Iterator[Row]:
        left = sheet.start[1] if sheet.start else 0
        return (("",) * left + tuple(row) for row in sheet.iter_rows())

    return Sheet(name, open_rows, _merged(sheet), facts.broken)


def _merged(sheet: CalamineSheet) -> tuple[Range, ...]:
    try:
        return tuple(sheet.merged_cell_ranges or ())
    except CalamineError:
        return ()


def _csv_sheet(data: bytes, name: str) -> Sheet:
    text = _decode(data)
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml", "<table", "%pdf", "{")):
        raise RosterFileError(NOT_XLSX)
    delimiter = _delimiter(text)
    rows = _csv_rows(text, delimiter)
    return Sheet(name, lambda: iter(rows))


def _csv_rows(text: str, delimiter: str) -> list[Row]:
    rows: list[Row] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(rows) >= MAX_ROWS:
                raise RosterFileError(TOO_MANY_ROWS)
            if len(row) > MAX_CSV_COLUMNS:
                raise RosterFileError(TOO_WIDE)
            rows.append(tuple(row))
    except csv.Error as error:
        raise RosterFileError(UNREADABLE_TEXT) from error
    return rows


def _decode(data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(character < " " and character not in "\t\r\n\f\v" for character in set(text)):
            return text
    raise RosterFileError(UNREADABLE_TEXT)


def _delimiter(text: str) -> str:
    """The separator that most lines of the beginning agree on."""
    lines = text[:20_000].splitlines()[:40]
    return max(",\t;", key=lambda mark: sum(line.count(mark) for line in lines))
