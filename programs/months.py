"""Months as dates: the first of the month. The one invariant: nothing here ever returns another day of it.

Called by everything that counts months: rates, entitlements, accruals, batches.
"""

import datetime as dt


def month_of(day: dt.date) -> dt.date:
    """The first of the month in which `day` lies."""
    return day.replace(day=1)


def plus_months(month: dt.date, n: int) -> dt.date:
    """`n` months after (or, negative, before) that month."""
    year, index = divmod(month.year * 12 + month.month - 1 + n, 12)
    return dt.date(year, index + 1, 1)


def months_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every month from `first` to `last`, both counted in; none when they are in the wrong order."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [plus_months(first, n) for n in range(max(count, 0))]


def last_day_of(month: dt.date) -> dt.date:
    """The last day of that month."""
    return plus_months(month, 1) - dt.timedelta(days=1)
