"""What finance asks a program: which people it has enrolled in a county, and how each of their months is to be counted.

Invariant: every enrolled person is yielded once, whatever the outcome, so that counted in, held, excluded and in error
add up to the enrolled. Each program registers its source when its app is ready; finance knows no program by name.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from documents.declarations import Text
from organisation.models import Division, User
from programs.models import Program

if TYPE_CHECKING:
    from django.db.models import QuerySet

Outcome = Literal["counted", "held", "excluded", "error"]


@dataclass(frozen=True, slots=True)
class Span:
    """Months from `first` to `last` (both firsts of months, both counted in) with one outcome and its reason code.

    What a counted month is worth comes from the rates of `series`; an award of one sum has `fen` instead and one month.
    """

    first: dt.date
    last: dt.date
    outcome: Outcome
    reason: str = ""
    series: int | None = None
    fen: int | None = None


@dataclass(frozen=True, slots=True)
class Entitled:
    """One enrolled person in one case. Ids of rows; `account` is the payee account in force, if there is one."""

    case: int
    dossier: int
    award: int | None
    person: int
    division: int  # of the village
    town: int  # of the town
    account: int | None
    spans: tuple[Span, ...]


# (program, county, first month, last month, ids of cases or None for all) -> every enrolled person, by division and id
Source = Callable[[Program, Division, dt.date, dt.date, Collection[int] | None], Iterator[Entitled]]
# (user, ids of cases, first month, last month) -> whether that user ended a stop of one of these cases that bears on
# the months.
Lifted = Callable[[User, "QuerySet[Any, Any]", dt.date, dt.date], bool]

_sources: dict[str, Source] = {}
_reasons: dict[str, Text] = {}
_lifted: dict[str, Lifted] = {}


def register_source(code: str, source: Source, *, reasons: Mapping[str, Text], lifted: Lifted | None = None) -> None:
    """Let finance pay this program; `reasons` are the words of its reason codes. Called when an app is ready.

    `lifted` says who freed months that were stopped, where the program knows stops.
    """
    _sources[code] = source
    _reasons.update(reasons)
    if lifted:
        _lifted[code] = lifted


def source_of(program: Program) -> Source:
    """The source of that program. Raises KeyError for one that finance does not pay."""
    return _sources[program.code]


def freed_months(
    program: Program, by: User, cases: "QuerySet[Any, Any]", first_month: dt.date, last_month: dt.date
) -> bool:
    """Whether `by` ended a stop of one of these cases (a queryset of ids) that bears on these months."""
    lifted = _lifted.get(program.code)
    return bool(lifted and lifted(by, cases, first_month, last_month))


def paid_programs() -> list[str]:
    """Codes of the programs that finance pays."""
    return sorted(_sources)


def reason_label(code: str) -> str:
    """Why a month was held, excluded or in error, in the reader's language; else the code itself."""
    return str(_reasons.get(code, code))
