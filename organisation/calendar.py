"""The working-day calendar as it is in the table now, for deadlines."""

import time
from functools import lru_cache

from organisation.models import WorkCalendarDay
from organisation.working_days import Calendar

KEEP_SECONDS = 60


@lru_cache(maxsize=1)
def _loaded(minute: int) -> Calendar:
    return Calendar(WorkCalendarDay.objects.values_list("date", "working"))


def current_calendar() -> Calendar:
    """Working and free days. Read again every minute, so an edited calendar soon counts."""
    return _loaded(int(time.monotonic() // KEEP_SECONDS))


def forget_calendar() -> None:
    """Read the table again at the next question."""
    _loaded.cache_clear()
