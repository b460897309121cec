"""Counting days to a deadline over the working calendar of the State Council.

The one invariant: nothing here raises for a year whose holidays are not announced yet; the count then rests on
the statutory holidays and `Calendar.published` says so. Called by due dates and by whoever shows a deadline.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal

import chinese_calendar

Unit = Literal["working_day", "calendar_day", "days_before"]

FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
# Statutory days of the lunar calendar and 清明 (国务院令第795号); bridge and make-up days are only known by notice.
MOVABLE_HOLIDAYS = {
    2027: "02-05 02-06 02-07 02-08 04-05 06-09 09-15",
    2028: "01-25 01-26 01-27 01-28 04-04 05-28 10-03",
    2029: "02-12 02-13 02-14 02-15 04-04 06-16 09-22",
    2030: "02-02 02-03 02-04 02-05 04-05 06-05 09-12",
}
SATURDAY = 5
HOLIDAY_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


class Calendar:
    """Working and free days: announced exceptions first, then Monday to Friday without statutory holidays."""

    def __init__(self, rows: Iterable[tuple[dt.date, bool]]) -> None:
        """Take (day, is it a working day) for every day that differs from the plain week or bears a name."""
        self._announced = dict(rows)

    def is_working(self, day: dt.date) -> bool:
        """Whether offices work on that day."""
        announced = self._announced.get(day)
        if announced is not None:
            return announced
        if day.weekday() >= SATURDAY:
            return False
        return self.published(day.year) or not is_statutory_holiday(day)

    def published(self, year: int) -> bool:
        """Whether the holidays of that year are known: its 元旦 and 国庆节 have both been entered."""
        return dt.date(year, 1, 1) in self._announced and dt.date(year, 10, 1) in self._announced


def is_statutory_holiday(day: dt.date) -> bool:
    """Whether the law itself makes the day a holiday, as far as it can be known without the yearly notice."""
    return (day.month, day.day) in FIXED_HOLIDAYS or f"{day:%m-%d}" in MOVABLE_HOLIDAYS.get(day.year, "")


def last_day(start: dt.date, n: int, unit: Unit, calendar: Calendar) -> dt.date:
    """The last day of a period of `n` days after `start`.

    The start day does not count; a calendar-day period that ends on a free day ends on the next working day
    (domain report §2.0 “Clock”). With `days_before`, `start` is when something runs out, and what comes back is the
    last working day that is at least `n` days earlier. Raises ValueError for a negative `n` or an unknown unit.
    """
    if n < 0:
        raise ValueError("a period has no negative length")
    if unit == "working_day":
        return _nth_working_day(start, n, calendar)
    if unit == "days_before":
        return previous_working_day(start - dt.timedelta(days=n), calendar)
    if unit != "calendar_day":
        raise ValueError(f"unknown unit of a period: {unit}")
    return next_working_day(start + dt.timedelta(days=n), calendar)


def next_working_day(day: dt.date, calendar: Calendar) -> dt.date:
    """The day itself when offices work on it, else the first working day after it."""
    while not calendar.is_working(day):
        day += dt.timedelta(days=1)
    return day


def previous_working_day(day: dt.date, calendar: Calendar) -> dt.date:
    """The day itself when offices work on it, else the last working day before it."""
    while not calendar.is_working(day):
        day -= dt.timedelta(days=1)
    return day


def last_day_of_notice(start: dt.date, calendar_days: int, working_days: int, calendar: Calendar) -> dt.date:
    """The last day of a public notice that lasts so many calendar days and so many working days, whichever is longer.

    The day of posting does not count (domain report §2.0 “Clock”). Raises ValueError for a negative length.
    """
    return max(
        last_day(start, calendar_days, "calendar_day", calendar),
        last_day(start, working_days, "working_day", calendar),
    )


def working_days_between(start: dt.date, end: dt.date, calendar: Calendar) -> int:
    """How many working days lie after `start` up to and including `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start, calendar)
    days = (start + dt.timedelta(days=offset) for offset in range(1, (end - start).days + 1))
    return sum(calendar.is_working(day) for day in days)


def chinese_calendar_rows(years: Iterable[int] | None = None) -> Iterator[tuple[dt.date, bool, str]]:
    """(day, is it a working day, Chinese name) of every announced holiday and make-up day, in order.

    `years` None means all that the chinesecalendar package knows (2004 to 2026); other years yield nothing.
    """
    wanted = None if years is None else frozenset(years)
    holidays = chinese_calendar.constants.holidays
    make_up_days = chinese_calendar.constants.workdays
    for day in sorted(holidays.keys() | make_up_days.keys()):
        if wanted is not None and day.year not in wanted:
            continue
        free = day in holidays
        name = HOLIDAY_NAMES[holidays[day] if free else make_up_days[day]]
        yield day, not free, name if free else f"{name}调休上班"


def _nth_working_day(start: dt.date, n: int, calendar: Calendar) -> dt.date:
    day = start
    while n:
        day += dt.timedelta(days=1)
        n -= calendar.is_working(day)
    return day
