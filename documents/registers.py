"""Registers of any length as ruled lines: pages known in advance, page totals and running totals.

A table cell costs the layout engine more than anything else on a page. Here a row is one line of text on a grid of
half ems, padded with blanks; the vertical rules are drawn once for each page. That holds for ASCII and the characters
of GB2312, whose widths the papers' fonts keep to half an em and one em; a row with a rarer character has its cells
placed one by one.

Invariant: every row stands on exactly one page, and the last total is the sum of all rows. Called by {% ruled %}.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any, Literal, TypedDict

WIDTH_MM = 257.0  # landscape A4 without margins of 20 mm
ROWS_MM = 111.0  # what title, head of two lines, totals and signatures leave for rows
END_MM = 14.0  # 以下空白 and the total in words, on the last page
LINE_MM = 4.6
RULE_MM = 0.15
PADDING_MM = 0.7
PADDING_TO_SIGN_MM = 1.9
PX_PER_MM = 96 / 25.4
LARGEST_PX, SMALLEST_PX = 8.0, 5.8  # half an em: 12 pt and 8.7 pt
ON_GRID = re.compile("[\x20-\x7e\n·—…“”×\u3001-\u3015\uff01-\uff5e\u4e00-\u9fa5]*")
ALIGN = {"text": "left", "fen": "right", "count": "right", "sign": "left"}
MARKS = re.compile("[·—…“”×]")  # Python's gb2312 codec maps some of these to look-alikes


class Column(TypedDict, total=False):
    """Title, width of the widest usual content in half ems (ASCII one, 汉字 two), and what it holds.

    `text` is printed as it is; `fen` is printed as yuan and summed; `count` is printed and summed; `sign` stays empty
    for a signature. A line break in a title is kept.
    """

    title: str
    width: int
    kind: Literal["text", "fen", "count", "sign"]
    align: Literal["left", "center", "right"]


@dataclass(frozen=True)
class Cell:
    """A text set apart from the grid: distance from the left in px, number of the line in its row."""

    left: float
    line: int
    text: str


@dataclass(frozen=True)
class Row:
    """A row of one or more lines: as text, or, when a character does not keep to the grid, cells over blank lines."""

    text: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One page of lines. `grid` (half an em) and `rules` (from the left) in px, `padding` of a row in mm."""

    grid: float
    padding: float
    rules: list[float]
    head: Row
    rows: list[Row]
    subtotal: str
    total: str
    last: bool

    @property
    def size(self) -> float:
        """Type size in px."""
        return 2 * self.grid


def display_width(text: str) -> int:
    """Width in half ems: ASCII one, every other character two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(char) else 1 if char.isascii() else 2 for char in text)


def rule_sheets(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> list[Sheet]:
    """Lay rows out on pages. Raises ValueError when the columns do not fit on a page at the smallest legible size."""
    grid, widths = _fit(columns)
    padding = PADDING_TO_SIGN_MM if any(_kind(column) == "sign" for column in columns) else PADDING_MM
    rules = [round(end * grid, 2) for end in accumulate(width + 2 for width in widths[:-1])]
    head = _line([column["title"] for column in columns], ["center"] * len(columns), widths, grid)
    aligns = [column.get("align", ALIGN[_kind(column)]) for column in columns]
    lines = [_line(_texts(columns, row), aligns, widths, grid) for row in rows]
    sheets, done = [], 0
    pages = _pages(lines, padding, ROWS_MM - LINE_MM * max(0, head.text.count("\n") - 1))
    for number, page in enumerate(pages, start=1):
        last = number == len(pages)
        subtotal = _totals("本页小计", columns, rows[done : done + len(page)], widths)
        done += len(page)
        total = _totals("合计" if last else "累计", columns, rows[:done], widths)
        sheets.append(Sheet(grid, padding, rules, head, page, subtotal, total, last))
    return sheets


def _kind(column: Column) -> str:
    return column.get("kind", "text")


def _fit(columns: Sequence[Column]) -> tuple[float, list[int]]:
    """The widest grid on which the columns fit, and their widths when what is left has been shared out."""
    widths = [column["width"] for column in columns]
    needed = sum(width + 2 for width in widths)
    grid = min(LARGEST_PX, int(WIDTH_MM * PX_PER_MM / needed * 100) / 100)
    if grid < SMALLEST_PX:
        raise ValueError("the columns of the register are too wide for one page: narrow or remove some")
    spare = int(WIDTH_MM * PX_PER_MM / grid) - needed
    return grid, [width + spare * width // sum(widths) for width in widths]


def _texts(columns: Sequence[Column], values: Sequence[Any]) -> list[str]:
    return [_text(_kind(column), value) for column, value in zip(columns, values, strict=True)]


def _text(kind: str, value: Any) -> str:
    if value is None or kind == "sign":
        return ""
    return f"{Decimal(value) / 100:,.2f}" if kind == "fen" else str(value)


def _line(texts: Sequence[str], aligns: Sequence[str], widths: Sequence[int], grid: float) -> Row:
    """One row: cells folded to their width, centred over each other, set on the grid."""
    folded = [_fold(text, width) for text, width in zip(texts, widths, strict=True)]
    height = max(len(lines) for lines in folded)
    placed: list[list[tuple[int, str]]] = [[] for _ in range(height)]
    start = 1
    for lines, align, width in zip(folded, aligns, widths, strict=True):
        for number, text in enumerate(lines, start=(height - len(lines)) // 2):
            spare = width - display_width(text)
            placed[number].append((start + {"left": 0, "center": spare // 2, "right": spare}[align], text))
        start += width + 2
    if all(map(_keeps_to_grid, texts)):
        return Row("\n".join(map(_set, placed)))
    cells = [Cell(round(at * grid, 2), number, text) for number, line in enumerate(placed) for at, text in line if text]
    return Row("\n".join([" "] * height), tuple(cells))


def _keeps_to_grid(text: str) -> bool:
    if not ON_GRID.fullmatch(text):
        return False
    try:
        MARKS.sub("", text).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _set(placed: Iterable[tuple[int, str]]) -> str:
    """Texts at their places on one line."""
    line, end = [], 0
    for at, text in placed:
        line += [" " * (at - end), text]
        end = at + display_width(text)
    return "".join(line).rstrip(" ")


def _fold(text: str, width: int) -> list[str]:
    """Lines of at most `width`. A line break in the text is kept, so that a title can say where it is to be broken."""
    if 2 * len(text) <= width and "\n" not in text:
        return [text]
    lines = []
    for part in text.split("\n"):
        line, used = "", 0
        for char in part:
            wide = display_width(char)
            if used + wide > width:
                lines.append(line)
                line, used = "", 0
            line, used = line + char, used + wide
        lines.append(line)
    return lines


def _pages(lines: Sequence[Row], padding: float, room: float) -> list[list[Row]]:
    """Rows of each page. The last page keeps room for the end; a register without rows is one empty page."""
    heights = [(line.text.count("\n") + 1) * LINE_MM + 2 * padding + RULE_MM for line in lines]
    starts, used = [0], 0.0
    for index, height in enumerate(heights):
        if used + height > room and index > starts[-1]:
            starts.append(index)
            used = 0.0
        used += height
    end = len(lines)
    while end - 1 > starts[-1] and used > room - END_MM:
        end -= 1
        used -= heights[end]
    ends = [*starts[1:], end] + ([len(lines)] if end < len(lines) else [])
    return [list(lines[start:stop]) for start, stop in zip([0, *ends], ends, strict=False)]


def _totals(label: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], widths: Sequence[int]) -> str:
    """The label at the left edge and the sums under their columns. Empty when no column is summed."""
    if not any(_kind(column) in ("fen", "count") for column in columns):
        return ""
    rows = list(rows)
    placed = [(1, label)]
    for index, column in enumerate(columns):
        if _kind(column) in ("fen", "count"):
            text = _text(_kind(column), sum(row[index] or 0 for row in rows))
            end = sum(width + 2 for width in widths[: index + 1]) - 1
            placed.append((end - display_width(text), text))
    return _set(placed)
