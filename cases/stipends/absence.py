"""From when to when a child was left behind: by its cases and by where its parents were. Pure; called by facts.

Invariant: a running case is the authority; what is known of the parents only ever takes time away from it, namely
the days on which one of them, who can look after the child, lived at home (domain report §2.1).
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from cases.stipends.rules import Period

LONG_AGO = dt.date(1900, 1, 1)


class Where(NamedTuple):
    """Where one parent was, from a day until before another; `away_since` is the day on which the parent left."""

    status: str
    capacity: str
    since: dt.date
    until: dt.date | None
    away_since: dt.date | None


def left_behind_periods(
    cases: Sequence[Period], father: Sequence[Where], mother: Sequence[Where], min_absence_days: int = 0
) -> tuple[Period, ...]:
    """The periods in which a case ran and no able parent was at home."""
    at_home = [period for parent in (father, mother) for period in _at_home(parent, min_absence_days)]
    if not at_home:
        return tuple(cases)
    edges = sorted({day for period in (*cases, *at_home) for day in period if day})
    found: list[Period] = []
    for place, since in enumerate(edges):
        until = edges[place + 1] if place + 1 < len(edges) else None
        if not any(period.holds_on(since) for period in cases) or any(home.holds_on(since) for home in at_home):
            continue
        if found and found[-1].until == since:
            found[-1] = Period(found[-1].since, until)
        else:
            found.append(Period(since, until))
    return tuple(found)


def _at_home(parent: Sequence[Where], min_absence_days: int) -> list[Period]:
    """When this parent lived with the child, or had not been away for long enough, and could look after it."""
    found = []
    for place, where in enumerate(parent):
        begins = LONG_AGO if place == 0 else where.since
        if where.status == "home" and where.capacity != "none":
            found.append(Period(begins, where.until))
        elif where.status == "away" and where.away_since:
            counts = where.away_since + dt.timedelta(days=min_absence_days)
            until = min(counts, where.until) if where.until else counts
            if begins < until:
                found.append(Period(begins, until))
    return found
