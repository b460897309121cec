"""Counting children for a public notice: by village, never a name, no count under three (domain report §3.8).

Invariant: the lines of a notice add up to its total, and no line that is not shown can be found by subtraction: what is
too small is merged with others until three children stand behind every number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

FEWEST = 3
OTHER_VILLAGES, OTHER_TOWNS = "其他村", "其他乡镇（街道）"


@dataclass(frozen=True)
class Line:
    """So many children of one village, and what they get together, in fen. Towns in the order in which they come."""

    town: str
    village: str
    count: int
    fen: int

    def __add__(self, other: "Line") -> "Line":
        return replace(self, count=self.count + other.count, fen=self.fen + other.fen)


def by_village(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """The rows of a notice. Nothing where there are fewer than three children altogether."""
    shown: list[Line] = []
    left: list[Line] = []
    for town, group in groupby(lines, key=lambda line: line.town):
        kept, rest = _merged([line for line in group if line.count], Line(town, OTHER_VILLAGES, 0, 0))
        shown += kept
        left += rest
    kept, rest = _merged([*shown, *left], Line("", OTHER_TOWNS, 0, 0))
    return [] if rest else [{"town": x.town, "village": x.village, "count": x.count, "fen": x.fen} for x in kept]


def _merged(lines: list[Line], into: Line) -> tuple[list[Line], list[Line]]:
    """The lines with the small ones in one line `into`, and that line alone where it is still too small."""
    shown = [line for line in lines if line.count >= FEWEST]
    rest = [line for line in lines if line.count < FEWEST]
    if not rest:
        return shown, []
    for line in rest:
        into += line
    while into.count < FEWEST and shown:
        smallest = min(shown, key=lambda line: line.count)
        shown.remove(smallest)
        into += smallest
    return ([*shown, into], []) if into.count >= FEWEST else ([], [into])


def total(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    """Children and fen of all rows."""
    found = list(rows)
    return {"count": sum(row["count"] for row in found), "fen": sum(row["fen"] for row in found)}


def too_small(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows that may not be posted."""
    return (row for row in rows if row["count"] < FEWEST)
