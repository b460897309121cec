"""Sums of a batch by town and sex: 人数 (persons) and 人月 (months of persons) apart, amounts in fen.

Invariant: the towns add up to the batch. One statement each, whatever the number of lines. Called by the builders here.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet, Sum

from finance.models import Batch, Line

SEXES = ("F", "M")
BACK = ("failed", "reissue_pending", "reissued", "cancelled")
ARRIVED = ("paid", "recovery_pending", "recovered", "offset", "written_off")


def lines_of(batch: Batch) -> "QuerySet[Line]":
    """The payments of the round that counts."""
    return Line.objects.filter(batch=batch, round=batch.round)


def by_town_and_sex(batch: Batch) -> list[list[Any]]:
    """Town, then persons, months and fen of girls, of boys and of all, in the order of the towns' codes."""
    rows = (
        lines_of(batch)
        .order_by("town_roll__division__code")
        .values_list("town_roll__division__short_name", "person__sex")
        .annotate(persons=Count("pk"), months=Sum("months"), fen=Sum("fen"))
        .values_list("town_roll__division__code", *COLUMNS)
    )
    towns: dict[str, list[Any]] = {}
    for code, town, sex, persons, months, fen in rows:
        row = towns.setdefault(code, [town, *[0] * 9])
        for start in _places(sex):
            row[start] += persons
            row[start + 1] += months
            row[start + 2] += fen
    return list(towns.values())


COLUMNS = ("town_roll__division__short_name", "person__sex", "persons", "months", "fen")


def _places(sex: str) -> list[int]:
    """Where a sex is counted in a row: in its own figures and in those of all."""
    return [1 + 3 * SEXES.index(sex), 7] if sex in SEXES else [7]


def totals_of(rows: Iterable[list[Any]]) -> list[int]:
    """The sums of every column after the first."""
    return [sum(column) for column in zip(*(row[1:] for row in rows), strict=True)]


def by_town(lines: "QuerySet[Line]") -> dict[str, tuple[int, int, int]]:
    """Persons, months and fen of these lines for each town, by its code."""
    rows = lines.order_by().values("town_roll__division__code").annotate(n=Count("pk"), m=Sum("months"), fen=Sum("fen"))
    return {row["town_roll__division__code"]: (row["n"], row["m"], row["fen"]) for row in rows}
