"""The bytes of an answer → its rows as texts by field, or what is wrong with the file as a whole.

Invariant: whatever bytes come in, the only exception out is AnswerRefused, and nothing is guessed: another encoding,
other titles or a missing cell refuse the file. Called by finance.bank.receiving and, for what was sent, by sending.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from python_calamine import CalamineError

from cases.registry.roster.errors import RosterFileError
from cases.registry.roster.reading import ZIP, read_table
from finance.bank.format import ENCODINGS, Column, Format
from finance.bank.problems import AnswerRefused, Problem

MOST_BYTES = 20 * 2**20
MOST_ROWS = 60_000
CONTROLS = {chr(code) for code in range(32)} - set("\t\r\n")
Cells = list[str]


@dataclass(frozen=True)
class Row:
    """One payment as the file tells it: the number of its row as a spreadsheet shows it, and its texts by field."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """What a file says. `faults` are rows that have too many or too few cells; `facts` header and trailer by field."""

    rows: list[Row]
    facts: dict[str, str]
    faults: list[Problem]


@dataclass(frozen=True)
class Layout:
    """Which columns a file has: those of the answer, or those of what was sent."""

    columns: tuple[Column, ...]
    header: tuple[Column, ...]
    trailer: tuple[Column, ...]


def answer_layout(format: Format) -> Layout:
    """How the bank's answers are laid out."""
    return Layout(format.answer_columns, format.answer_header, format.answer_trailer)


def sent_layout(format: Format) -> Layout:
    """How the files for the bank are laid out."""
    return Layout(format.columns, format.header, format.trailer)


def read(format: Format, data: bytes, layout: Layout) -> Table:
    """The rows of a file. Raises AnswerRefused when it is not one of this layout."""
    if not data.strip(b"\x00\t\r\n \x1a"):
        raise AnswerRefused([Problem("empty")])
    if len(data) > MOST_BYTES:
        raise AnswerRefused([Problem("garbage")])
    lines = [(number, cells) for number, cells in _lines(format, data, layout) if any(cells)]
    if len(lines) > MOST_ROWS:
        raise AnswerRefused([Problem("garbage")])
    return _table(format, lines, layout)


def raw_lines(format: Format, data: bytes) -> list[tuple[int, Cells]]:
    """Rows as they stand, for the copy with remarks; nothing where the file cannot be read at all."""
    try:
        return list(_lines(format, data, answer_layout(format)))
    except AnswerRefused:
        return []


def _lines(format: Format, data: bytes, layout: Layout) -> Iterator[tuple[int, Cells]]:
    if format.kind == "xlsx":
        return _workbook_lines(format, data)
    data = data.rstrip(b"\r\n\x1a\x00")  # old programs end a file with a Ctrl-Z or pad it
    if data.startswith(ZIP):
        raise AnswerRefused([Problem("garbage")])
    return _fixed_lines(format, data, layout) if format.kind == "fixed" else _delimited_lines(format, data, layout)


def _workbook_lines(format: Format, data: bytes) -> Iterator[tuple[int, Cells]]:
    if not data.startswith(ZIP):
        raise AnswerRefused([Problem("garbage")])
    try:
        sheets = read_table(data)
        lines = list(sheets[0].rows())
    except (RosterFileError, CalamineError) as error:
        raise AnswerRefused([Problem("workbook")]) from error
    return ((number, [_text(format, cell) for cell in cells]) for number, cells in lines)


def _text(format: Format, cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.date):  # a time of day is one, too
        return format.date_text(cell)
    return str(cell).strip()


def _delimited_lines(format: Format, data: bytes, layout: Layout) -> Iterator[tuple[int, Cells]]:
    text = _decoded(format, data, layout)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=format.delimiter, strict=True))
    except csv.Error as error:
        raise AnswerRefused([Problem("garbage")]) from error
    return ((number, [cell.strip() for cell in cells]) for number, cells in enumerate(lines, start=1))


def _fixed_lines(format: Format, data: bytes, layout: Layout) -> Iterator[tuple[int, Cells]]:
    """Widths count bytes: each cell is cut before it is decoded."""
    _decoded(format, data, layout)
    lines = data.removeprefix(b"\xef\xbb\xbf").splitlines()
    return ((number, _cut(format, line, number, len(lines), layout)) for number, line in enumerate(lines, start=1))


def _cut(format: Format, line: bytes, number: int, count: int, layout: Layout) -> Cells:
    columns = layout.columns
    if layout.header and number == 1:
        columns = layout.header
    elif layout.trailer and number == count:
        columns = layout.trailer
    if len(line) != sum(column.width for column in columns):
        return [line.decode(format.encoding, "replace")]
    cells, start = [], 0
    for column in columns:
        cells.append(line[start : start + column.width].decode(format.encoding, "replace").strip())
        start += column.width
    return cells


def _decoded(format: Format, data: bytes, layout: Layout) -> str:
    """The text, in the encoding of the format and no other: UTF-8 often passes for GB18030 and says nonsense."""
    text = _as_text(data, format.encoding)
    if text is not None and _looks_right(format, text, layout):
        return text
    for other in ENCODINGS:
        if other != format.encoding and (found := _as_text(data, other)) and _looks_right(format, found, layout):
            values = {"is": other.removesuffix("-sig").upper(), "wants": format.encoding.removesuffix("-sig").upper()}
            if values["is"] != values["wants"]:
                raise AnswerRefused([Problem("encoding", values=values)])
            return found
    if text is None or CONTROLS & set(text) or "\ufffd" in text:
        raise AnswerRefused([Problem("garbage")])
    return text


def _as_text(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None


def _looks_right(format: Format, text: str, layout: Layout) -> bool:
    """Whether the words that every such file has are in it: its titles, or a result."""
    if CONTROLS & set(text):
        return False
    words = [column.title for column in layout.columns if column.title] if format.heading else list(format.results)
    found = [word in text for word in words if not word.isascii()]
    return not found or (all(found) if format.heading else any(found))


def _table(format: Format, lines: list[tuple[int, Cells]], layout: Layout) -> Table:
    facts: dict[str, str] = {}
    if layout.header and lines:
        facts |= _facts(layout.header, lines.pop(0)[1])
    if layout.trailer and lines:
        facts |= _facts(layout.trailer, lines.pop()[1])
    if format.heading:
        _check_heading(format, lines.pop(0)[1] if lines else [], layout)
    rows, faults = [], []
    for number, cells in lines:
        short = len(layout.columns) - len(cells)
        if (short < 0 and any(cells[len(layout.columns) :])) or short > 0:
            faults.append(Problem("cells", number, {"has": len(cells), "wants": len(layout.columns)}))
            continue
        fields = (column.field for column in layout.columns)
        rows.append(Row(number, dict(zip(fields, cells, strict=False))))
    if not rows and not faults:
        raise AnswerRefused([Problem("no_rows")])
    return Table(rows, facts, faults)


def _facts(columns: Sequence[Column], cells: Cells) -> dict[str, str]:
    if len([cell for cell in cells if cell]) > len(columns) or len(cells) < len(columns):
        raise AnswerRefused([Problem("garbage")])
    return {column.field: cell for column, cell in zip(columns, cells, strict=False) if column.field != "text"}


def _check_heading(format: Format, cells: Cells, layout: Layout) -> None:
    titles = [column.title for column in layout.columns]
    while cells and not cells[-1]:
        cells = cells[:-1]
    if cells == titles:
        return
    if cells == [column.title for column in format.columns]:
        raise AnswerRefused([Problem("sent_file")])
    raise AnswerRefused([Problem("heading", values={"wants": ", ".join(titles)})])
