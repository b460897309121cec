"""The columns of a roster as the clerk checks them: what was recognised, three examples each, and the corrections.

Invariant: an example never tells who somebody is. Called by the page of the columns.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from openpyxl.utils import get_column_letter

from cases.registry import masking
from cases.registry.roster.cleaning import clean_digits, clean_text
from cases.registry.roster.columns import Columns
from cases.registry.roster.fields import ADDRESSES, FIELDS
from cases.registry.roster.reading import Cell, Sheet
from cases.registry.roster.rows import DIGITS, NAMES

EXAMPLES, SEARCHED = 3, 40
LONGEST_GROUP = 8
PRIVATE = frozenset({"note", "health", "carer_address"}) | ADDRESSES
MANY_DIGITS = re.compile(r"\d{7,}[\dXx]?")
SHOWN_OF_A_TEXT = 24


@dataclass(frozen=True)
class ColumnShown:
    """One column of a sheet: where it stands, what is written above and below, and the field it was taken for."""

    index: int
    heading: str
    field: str
    examples: list[str]

    @property
    def letter(self) -> str:
        """The letter of the column, as the spreadsheet shows it."""
        return get_column_letter(self.index + 1)


@dataclass(frozen=True)
class SheetShown:
    """One sheet that is a roster."""

    name: str
    header_row: int
    columns: list[ColumnShown]
    wanted: bool

    @property
    def unknown(self) -> list[ColumnShown]:
        """Columns with a heading that are not imported."""
        return [column for column in self.columns if not column.field]


def sheets_shown(pairs: list[tuple[Sheet, Columns]], mapping: Mapping[str, Any] | None) -> list[SheetShown]:
    """The sheets of a workbook with the columns as recognised or as corrected before."""
    return [_sheet_shown(sheet, columns, mapping) for sheet, columns in pairs]


def _sheet_shown(sheet: Sheet, columns: Columns, mapping: Mapping[str, Any] | None) -> SheetShown:
    fields = columns.mapping if mapping is None else mapping.get(sheet.name) or columns.mapping
    of_column = {column: name for name, column in fields.items()}
    values = _first_values(sheet, columns)
    lowest = next(islice((row for _number, row in sheet.rows()), columns.header_row - 1, None), ())
    shown = [
        ColumnShown(
            index,
            _heading(columns.headings.get(index, ""), str(lowest[index]) if index < len(lowest) else ""),
            of_column.get(index, ""),
            [masked(cell, of_column.get(index, "")) for cell in values.get(index, [])],
        )
        for index in sorted(columns.headings.keys() | of_column.keys())
    ]
    return SheetShown(sheet.name, columns.header_row, shown, mapping is None or bool(mapping.get(sheet.name)))


def _heading(whole: str, lowest: str) -> str:
    """The heading without what stands above it when that is no group such as 父亲, but a line of the title."""
    above = whole.removesuffix(lowest).strip()
    return lowest if lowest and len(above) > LONGEST_GROUP else whole


def _first_values(sheet: Sheet, columns: Columns) -> dict[int, list[Cell]]:
    """Up to three different values of each column from the lines under the header."""
    found: dict[int, list[Cell]] = {}
    for _number, row in islice(sheet.rows(), columns.header_row, columns.header_row + SEARCHED):
        for index, cell in enumerate(row):
            known = found.setdefault(index, [])
            if str(cell).strip() and len(known) < EXAMPLES and cell not in known:
                known.append(cell)
    return found


def masked(cell: Cell, field: str) -> str:
    """A value of which only its shape is left where it could tell who somebody is."""
    text = clean_digits(cell)[0] if field in DIGITS else clean_text(cell)
    if field.endswith("_id") or field == "id_number":
        return masking.mask_id_number(text)
    if field.endswith("phone"):
        return masking.mask_phone(text)
    if field == "account":
        return masking.mask_account(text)
    if field in NAMES:
        return masking.mask_name(text)
    text = MANY_DIGITS.sub(lambda digits: masking.mask_id_number(digits[0]) or "*", text)
    if not field or field in PRIVATE:
        return text[:1] + masking.HIDDEN * min(len(text) - 1, 3)
    return text[:SHOWN_OF_A_TEXT]


def missing_fields(mapping: Mapping[str, int]) -> tuple[str, ...]:
    """Required fields without a column."""
    return Columns(0, mapping).missing


def is_recognised(pairs: list[tuple[Sheet, Columns]], mapping: Mapping[str, Any]) -> bool:
    """Whether the clerk has left everything as it was recognised."""
    return all(mapping.get(sheet.name) == dict(columns.mapping) for sheet, columns in pairs)


def field_label(name: str) -> str:
    """What a field is called."""
    return str(FIELDS[name])
