"""Registers of any length as ruled lines: pages known in advance, page totals and running totals.

A table cell costs the layout engine more than anything else on a page. Here a row is one line of text on a grid of half-em columns,
padded with tab stops; the vertical rules are drawn once for each page. Blanks would not do: their width is that of the font before them.
The grid is a little wider than half an em, so that a text always ends short of the stop that it is counted to, never beyond it.

Invariant: every row stands on exactly one page, and the last running total is the sum of all rows. Called by {% ruled %}.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any, Literal, TypedDict

WIDTH_MM = 257.0  # landscape A4 without margins of 20 mm
ROWS_MM = 106.0  # what title, head, totals and signatures leave for rows
LINE_MM = 4.6
PADDING_MM = 1.4
PADDING_TO_SIGN_MM = 3.0
PX_PER_MM = 96 / 25.4
GRIDS_PX = (8, 7, 6)  # distance of tab stops, which the layout engine wants in whole px
EM = 1 / 0.51  # type size in grid units: 11.8, 10.3 and 8.8 pt
ALIGN = {"text": "left", "fen": "right", "count": "right", "sign": "left"}


class Column(TypedDict, total=False):
    """Title, width of the widest usual content in half ems (ASCII one, 汉字 two), and what it holds.

    `text` is printed as it is; `fen` is printed as yuan and summed; `count` is printed and summed; `sign` stays empty for a signature.
    """

    title: str
    width: int
    kind: Literal["text", "fen", "count", "sign"]
    align: Literal["left", "center", "right"]


@dataclass(frozen=True)
class Sheet:
    """One page of lines ready to print. `size`, `grid` and `rules` (from the left) in px, `padding` (over and under a row) in mm."""

    size: float
    grid: int
    padding: float
    rules: list[int]
    head: str
    rows: list[str]
    subtotal: str
    total: str
    last: bool


def display_width(text: str) -> int:
    """Width in half ems: ASCII one, every other character two, combining marks none."""
    return sum(0 if unicodedata.combining(char) else 1 if char.isascii() else 2 for char in text)


def rule_sheets(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> list[Sheet]:
    """Lay rows out on pages. Raises ValueError when the columns do not fit on a page at the smallest legible size."""
    grid, widths = _fit(columns)
    padding = PADDING_TO_SIGN_MM if any(_kind(column) == "sign" for column in columns) else PADDING_MM
    rules = [end * grid for end in accumulate(width + 2 for width in widths[:-1])]
    head = _line([column["title"] for column in columns], ["center"] * len(columns), widths)
    aligns = [column.get("align", ALIGN[_kind(column)]) for column in columns]
    lines = [_line(_texts(columns, row), aligns, widths) for row in rows]
    sheets, done = [], 0
    pages = _pages(lines, padding)
    for number, page in enumerate(pages, start=1):
        last = number == len(pages)
        subtotal = _totals("本页小计", columns, rows[done : done + len(page)], widths)
        done += len(page)
        total = _totals("合计" if last else "累计", columns, rows[:done], widths)
        sheets.append(Sheet(round(grid * EM, 2), grid, padding, rules, head, page, subtotal, total, last))
    return sheets


def _kind(column: Column) -> str:
    return column.get("kind", "text")


def _fit(columns: Sequence[Column]) -> tuple[int, list[int]]:
    """The widest grid on which the columns fit, and their widths when what is left has been shared out."""
    widths = [column["width"] for column in columns]
    needed = sum(width + 2 for width in widths)
    for grid in GRIDS_PX:
        spare = int(WIDTH_MM * PX_PER_MM / grid) - needed
        if spare >= 0:
            return grid, [width + spare * width // sum(widths) for width in widths]
    raise ValueError("the columns of the register are too wide for one page: narrow or remove some")


def _texts(columns: Sequence[Column], values: Sequence[Any]) -> list[str]:
    return [_text(_kind(column), value) for column, value in zip(columns, values, strict=True)]


def _text(kind: str, value: Any) -> str:
    if value is None or kind == "sign":
        return ""
    return f"{Decimal(value) / 100:,.2f}" if kind == "fen" else str(value)


def _line(texts: Sequence[str], aligns: Sequence[str], widths: Sequence[int]) -> str:
    """One row as text: cells folded to their width, centred over each other, set on the grid."""
    cells = [_fold(text, width) for text, width in zip(texts, widths, strict=True)]
    height = max(len(cell) for cell in cells)
    lines = []
    for number in range(height):
        placed, start = [], 1
        for cell, align, width in zip(cells, aligns, widths, strict=True):
            at = number - (height - len(cell)) // 2
            if 0 <= at < len(cell) and cell[at]:
                spare = width - display_width(cell[at])
                placed.append((start + {"left": 0, "center": spare // 2, "right": spare}[align], cell[at]))
            start += width + 2
        lines.append(_set(placed))
    return "\n".join(lines)


def _set(placed: Iterable[tuple[int, str]]) -> str:
    """Texts at their stops. After a text, the first tab only reaches the stop at its end; at the left edge there is none before it."""
    line, at = "", 0
    for stop, text in placed:
        line += "\t" * (stop - at + (1 if line else 0)) + text
        at = stop + display_width(text)
    return line


def _fold(text: str, width: int) -> list[str]:
    """Lines of at most `width`. A line break in the text is kept, so that a title can say where it is to be broken."""
    lines = []
    for part in text.split("\n"):
        line = ""
        for char in part:
            if display_width(line + char) > width:
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return lines


def _pages(lines: Sequence[str], padding: float) -> list[list[str]]:
    pages: list[list[str]] = [[]]
    used = 0.0
    for line in lines:
        height = (line.count("\n") + 1) * LINE_MM + 2 * padding
        if used + height > ROWS_MM and pages[-1]:
            pages.append([])
            used = 0.0
        pages[-1].append(line)
        used += height
    return pages


def _totals(label: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], widths: Sequence[int]) -> str:
    """The label at the left edge and the sums under their columns; the label may run over columns that have none."""
    rows = list(rows)
    placed = [(1, label)]
    for index, column in enumerate(columns):
        if _kind(column) in ("fen", "count"):
            text = _text(_kind(column), sum(row[index] or 0 for row in rows))
            end = sum(width + 2 for width in widths[: index + 1]) - 1
            placed.append((end - display_width(text), text))
    return _set(placed)
