"""The lines of a roster that speak of a child, cleaned.

Invariant: titles, totals, blank lines, signatures and repeated headers are passed over; every other line comes
out once, with its row number as the spreadsheet shows it. Called by the wizard, the command and the importer.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from cases.registry import names
from cases.registry.roster.cleaning import (
    WrittenDate,
    clean_date,
    clean_digits,
    clean_flag,
    clean_text,
    is_formula,
)
from cases.registry.roster.columns import Columns, field_of, find_columns
from cases.registry.roster.fields import FIELDS
from cases.registry.roster.reading import Cell, Range, Row, Sheet
from cases.registry.roster.words import EXAMPLE, FILLED_ON, NOBODY, NUMBERED_COLUMN, SIGNATURE, TOTAL

DIGITS = frozenset(name for name in FIELDS if name.endswith(("_id", "id_number", "phone", "account")))
NAMES = frozenset({"name", "father_name", "mother_name", "carer_name", "guardian_name", "account_holder"})
DATES = frozenset({"birth_date", "away_since"})
OWN_TO_A_LINE = frozenset({"serial", "name", "id_number"})  # never taken over from a merged cell above
FILLED_IN_ADVANCE = frozenset({"serial", "county", "town", "village", "ethnic_group", "note", "bank"})
LEAST_TO_BE_A_CHILD = 3
LEAST_DIGITS_OF_AN_ID = 8  # a total or a signature in the same column has fewer
DIGIT = re.compile(r"[0-9]")


@dataclass(slots=True)
class RosterRow:
    """One child. Texts are empty when nothing usable was written; `problems` says why, by field.

    A problem is precision_lost, formula, broken or unreadable. `hints` are the texts that may name the town.
    """

    sheet: str
    sheet_row: int
    raw: Row = field(repr=False)
    hints: tuple[str, ...] = field(default=(), repr=False)
    filled_on: dt.date | None = None
    problems: dict[str, str] = field(default_factory=dict)
    has: frozenset[str] = field(default=frozenset(), repr=False)
    birth_date: WrittenDate | None = field(default=None, repr=False)
    away_since: WrittenDate | None = None
    boarding: bool | None = None
    serial: str = ""
    name: str = field(default="", repr=False)
    sex: str = ""
    id_number: str = field(default="", repr=False)
    ethnic_group: str = ""
    county: str = ""
    town: str = ""
    village: str = ""
    hukou_address: str = ""
    residence_address: str = ""
    school: str = ""
    grade: str = ""
    schooling: str = ""
    health: str = field(default="", repr=False)
    father_name: str = field(default="", repr=False)
    father_id: str = field(default="", repr=False)
    father_phone: str = field(default="", repr=False)
    father_place: str = ""
    father_status: str = ""
    mother_name: str = field(default="", repr=False)
    mother_id: str = field(default="", repr=False)
    mother_phone: str = field(default="", repr=False)
    mother_place: str = ""
    mother_status: str = ""
    parents_place: str = ""
    parents_phone: str = field(default="", repr=False)
    guardianship: str = ""
    carer_name: str = field(default="", repr=False)
    carer_relation: str = ""
    carer_id: str = field(default="", repr=False)
    carer_phone: str = field(default="", repr=False)
    carer_address: str = ""
    guardian_name: str = field(default="", repr=False)
    guardian_relation: str = ""
    guardian_id: str = field(default="", repr=False)
    guardian_phone: str = field(default="", repr=False)
    contact_phone: str = field(default="", repr=False)
    account: str = field(default="", repr=False)
    account_holder: str = field(default="", repr=False)
    bank: str = ""
    note: str = field(default="", repr=False)


def read_rows(sheet: Sheet, columns: Columns | None = None) -> Iterator[RosterRow]:
    """The children of a sheet from top to bottom. Raises RosterFileError when it has no header."""
    columns = columns or find_columns(sheet)
    reader = _Reader(sheet, columns)
    for number, cells in sheet.rows():
        if number > columns.header_row and (row := reader.read(number, cells)):
            yield row


def filled_on(sheet: Sheet, columns: Columns) -> dt.date | None:
    """The day written as 填报日期 above the header, None when there is none."""
    for _number, cells in islice(sheet.rows(), columns.header_row):
        for cell in cells:
            match = FILLED_ON.search(clean_text(cell))
            if match and (written := clean_date(_date_part(match["date"]))):
                return written.first_day()
    return None


def _date_part(text: str) -> str:
    """The date without what follows it, as in 2026年11月23日 单位：人."""
    return text.split("日")[0].strip().split(" ")[0].rstrip("年月")


class _Reader:
    def __init__(self, sheet: Sheet, columns: Columns) -> None:
        self._sheet = sheet
        self._fields = dict(columns.mapping)
        self._has = frozenset(self._fields)
        self._merged = _MergedCells(sheet.merged, columns)
        self._filled_on = filled_on(sheet, columns)
        self._above = (sheet.name, *_titles(sheet, columns))
        self._hints = self._above

    def read(self, number: int, cells: Row) -> RosterRow | None:
        values = {name: cells[column] for name, column in self._fields.items() if column < len(cells)}
        values = {name: cell for name, cell in values.items() if cell != ""}
        if not self._is_child(number, cells, values):
            return None
        values.update(self._merged.taken_over(number, values))
        row = RosterRow(self._sheet.name, number, cells, hints=self._hints, filled_on=self._filled_on, has=self._has)
        for name, cell in values.items():
            self._clean(row, name, cell)
        self._note_broken(row)
        return row

    def _is_child(self, number: int, cells: Row, values: Mapping[str, Cell]) -> bool:
        self._merged.look_at(number, cells)
        texts = [text for cell in cells if (text := clean_text(cell))]
        if not texts and not any(is_formula(cell) for cell in cells):
            return False
        if texts and EXAMPLE.match(texts[0]):
            return False
        if self._is_identified(values):
            return True
        if all(NUMBERED_COLUMN.match(text) for text in texts):
            return False
        if any(TOTAL.match("".join(text.split())) for text in texts[:3]):
            return False
        if any(SIGNATURE.match("".join(text.split())) for text in texts):
            return False
        if len(set(texts)) == 1 and "name" not in values:
            self._hints = (texts[0], *self._above)
            return False
        return self._says_enough(values) and not self._repeats_the_header(texts)

    def _is_identified(self, values: Mapping[str, Cell]) -> bool:
        return len(DIGIT.findall(clean_text(values.get("id_number", "")))) >= LEAST_DIGITS_OF_AN_ID

    def _says_enough(self, values: Mapping[str, Cell]) -> bool:
        told = [name for name, cell in values.items() if str(cell).strip() and name not in FILLED_IN_ADVANCE]
        return "name" in told or len(told) >= LEAST_TO_BE_A_CHILD

    def _repeats_the_header(self, texts: list[str]) -> bool:
        return sum(field_of(text) is not None for text in texts[:12] if len(text) < 20) >= LEAST_TO_BE_A_CHILD

    def _clean(self, row: RosterRow, name: str, cell: Cell) -> None:
        if is_formula(cell):
            row.problems[name] = "formula"
        elif name in DATES:
            self._clean_date(row, name, cell)
        elif name == "boarding":
            row.boarding = clean_flag(cell)
        elif name in DIGITS:
            text, lost = clean_digits(cell)
            setattr(row, name, "" if text in NOBODY else text)
            if lost:
                row.problems[name] = "precision_lost"
        else:
            text = clean_text(cell)
            if name in NAMES:
                text = "" if text in NOBODY else names.normalise(text)
            setattr(row, name, text)

    def _clean_date(self, row: RosterRow, name: str, cell: Cell) -> None:
        written = clean_date(cell)
        setattr(row, name, written)
        if written is None and clean_text(cell) not in NOBODY:
            row.problems[name] = "unreadable"

    def _note_broken(self, row: RosterRow) -> None:
        if not self._sheet.broken:
            return
        for name, column in self._fields.items():
            if (row.sheet_row, column + 1) in self._sheet.broken:
                row.problems[name] = "broken"


class _MergedCells:
    """Values of cells merged downwards, which the file keeps only in the uppermost line."""

    def __init__(self, merged: tuple[Range, ...], columns: Columns) -> None:
        fields = {column: name for name, column in columns.mapping.items() if name not in OWN_TO_A_LINE}
        self._starting: dict[int, list[tuple[int, int]]] = {}
        for (first, left), (last, _right) in merged:
            if last > first >= columns.header_row and left in fields:
                self._starting.setdefault(first + 1, []).append((left, last + 1))
        self._fields = fields
        self._open: dict[str, tuple[int, Cell]] = {}

    def look_at(self, number: int, cells: Row) -> None:
        """Remember what begins in this line."""
        for column, last in self._starting.get(number, ()):
            if column < len(cells):
                self._open[self._fields[column]] = (last, cells[column])

    def taken_over(self, number: int, values: Mapping[str, Cell]) -> dict[str, Cell]:
        """What this line has only through a cell merged from above."""
        return {
            name: cell
            for name, (last, cell) in self._open.items()
            if number <= last and name not in values and cell != ""
        }


def _titles(sheet: Sheet, columns: Columns) -> tuple[str, ...]:
    above = islice(sheet.rows(), max(0, columns.header_row - 1))
    return tuple({clean_text(cell): None for _number, cells in above for cell in cells if clean_text(cell)})
