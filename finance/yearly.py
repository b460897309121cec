"""What arrived at families in a year: by town, sex and month, persons (人数) and payments (人次) apart.

Invariant: persons are counted as different people at every level, so they never add up by themselves; amounts and
payments do. The number of queries does not depend on the number of rows. Called by the pages of the statement.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce, ExtractYear, TruncMonth

from cases.registry.models import Person
from documents.models import Dossier
from finance.figures import ARRIVED
from finance.models import Batch, Line, LineItem, Recovery, RecoveryPayment
from organisation.models import Division, User

SEXES = (*Person.Sex.values, "")
MOST_COLUMNS = 6  # as many colours as a chart may have
ALL = ""  # every sex, in the rows that total a town


@dataclass(frozen=True)
class Cell:
    """Different people, payments, and fen."""

    persons: int = 0
    payments: int = 0
    fen: int = 0


@dataclass
class Row:
    """One sex of one town, or with `sex` empty the whole town; `cells` in the order of the months."""

    town: str
    sex: str
    cells: list[Cell]
    total: Cell

    @property
    def sex_label(self) -> str:
        """The sex in the reader's language; nothing for the whole town."""
        return str(Person.Sex(self.sex).label) if self.sex else ""


@dataclass
class Statement:
    """A year's payments. `foot` totals the county: girls, boys and all."""

    year: int
    months: list[dt.date]
    rows: list[Row] = field(default_factory=list)
    foot: list[Row] = field(default_factory=list)
    recovered: int = 0

    @property
    def total(self) -> Cell:
        """All of the county."""
        return self.foot[-1].total if self.foot else Cell()

    @property
    def towns(self) -> list[Row]:
        """The rows of whole towns."""
        return [row for row in self.rows if not row.sex]


@dataclass(frozen=True)
class Source:
    """Rows to group by `month` and `sex`, and what town, person and payment are called in them."""

    rows: Any
    town: str
    person: str
    payment: str

    def grouped(self, *by: str) -> dict[tuple[Any, ...], Cell]:
        """Figures by the values of these columns: one query. Without columns, all in one."""
        figures = {
            "persons": Count(self.person, distinct=True),
            "payments": Count(self.payment, distinct=True),
            "amount": Sum("fen"),
        }
        if not by:
            found = self.rows.aggregate(**figures)
            return {(): Cell(found["persons"], found["payments"], found["amount"] or 0)}
        rows = self.rows.values_list(*by).annotate(**figures)
        return {tuple(row[:-3]): Cell(*row[-3:]) for row in rows}


def years(user: User) -> list[int]:
    """The years in which money arrived, the newest first."""
    days = _arrived(user).order_by().dates("paid_on", "year")
    return sorted((day.year for day in days), reverse=True)


def paid_so_far(user: User) -> Cell:
    """Everything that ever arrived: sum, payments, different children (R05)."""
    return Source(_arrived(user).order_by(), "", "person", "pk").grouped()[()]


def statement(user: User, year: int, *, paid_for: bool = False) -> Statement:
    """What arrived in the year, by the month in which it arrived, or by the months that it was for."""
    source = _source(user, year, paid_for)
    town = source.town
    cells = source.grouped(town, "sex", "month") | _as_all(source.grouped(town, "month"), 1)
    totals = source.grouped(town, "sex") | _as_all(source.grouped(town), 1)
    foot_cells = source.grouped("sex", "month") | _as_all(source.grouped("month"), 0)
    foot = source.grouped("sex") | {(ALL,): source.grouped()[()]}
    months = sorted({key[-1] for key in foot_cells})
    made = Statement(year, months)
    for place in Division.objects.filter(pk__in={key[0] for key in totals}).order_by("code"):
        for sex in [each for each in SEXES if (place.pk, each) in totals]:
            row_cells = [cells.get((place.pk, sex, month), Cell()) for month in months]
            made.rows.append(Row(place.short_name, sex, row_cells, totals[place.pk, sex]))
    for sex in [each for each in SEXES if (each,) in foot]:
        made.foot.append(Row("", sex, [foot_cells.get((sex, month), Cell()) for month in months], foot[sex,]))
    made.recovered = _recovered(user, year)
    return made


def _as_all(found: dict[tuple[Any, ...], Cell], place: int) -> dict[tuple[Any, ...], Cell]:
    """The same figures under keys that have `ALL` where a sex would stand."""
    return {(*key[:place], ALL, *key[place:]): cell for key, cell in found.items()}


def _arrived(user: User) -> Any:
    seen = Dossier.objects.visible_to(user)
    return Line.objects.filter(status__in=ARRIVED, paid_on__isnull=False, batch__dossier__in=seen)


def _source(user: User, year: int, paid_for: bool) -> Source:
    lines = _arrived(user).filter(paid_on__gte=dt.date(year, 1, 1), paid_on__lte=dt.date(year, 12, 31))
    if not paid_for:
        rows = lines.annotate(month=TruncMonth("paid_on"), sex=F("person__sex"))
        return Source(rows.order_by(), "town_roll__division", "person", "pk")
    month = Coalesce("accrual__month", "adjustment__accrual__month")
    rows = LineItem.objects.filter(line__in=lines).annotate(month=month, sex=F("line__person__sex"))
    return Source(rows.order_by(), "line__town_roll__division", "line__person", "line")


def _recovered(user: User, year: int) -> int:
    """What families paid back in the year: it is told beside the payments and never taken off them."""
    seen = Recovery.objects.visible_to(user)
    paid = RecoveryPayment.objects.filter(recovery__in=seen, received_on__year=year)
    return paid.aggregate(fen=Sum("fen"))["fen"] or 0


@dataclass(frozen=True)
class Compared:
    """Figures by town and something else: years or batches. `heads` name the columns."""

    heads: list[str]
    towns: list[tuple[str, list[Cell]]]
    totals: list[Cell]


def by_years(user: User) -> Compared:
    """Every year against the others, town by town. Two queries and the towns."""
    rows = _arrived(user).annotate(column=ExtractYear("paid_on")).order_by()
    return _compared(rows, lambda found: [(year, str(year)) for year in sorted(found)][-MOST_COLUMNS:])


def by_batches(user: User) -> Compared:
    """The last batches against each other, town by town."""
    rows = _arrived(user).annotate(column=F("batch")).order_by()
    return _compared(rows, _newest_batches)


def _newest_batches(found: set[int]) -> list[tuple[int, str]]:
    batches = Batch.objects.filter(pk__in=found).order_by("-first_month", "-pk")[:MOST_COLUMNS]
    return [(batch.pk, batch.number) for batch in reversed(batches)]


def _compared(rows: Any, columns_of: Any) -> Compared:
    source = Source(rows, "town_roll__division", "person", "pk")
    totals = source.grouped("column")
    columns = columns_of({key[0] for key in totals})
    cells = source.grouped("town_roll__division", "column")
    towns = Division.objects.filter(pk__in={key[0] for key in cells}).order_by("code")
    return Compared(
        [head for _key, head in columns],
        [(town.short_name, [cells.get((town.pk, key), Cell()) for key, _head in columns]) for town in towns],
        [totals[key,] for key, _head in columns],
    )
