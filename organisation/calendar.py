"""The working-day calendar as it is in the table now, for deadlines."""

import datetime as dt
import time
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from organisation.models import WorkCalendarDay
from organisation.working_days import Calendar

KEEP_SECONDS = 60
NOTICE_MONTH = 11  # the State Council tells the next year's holidays in October or November


@lru_cache(maxsize=1)
def _loaded(minute: int) -> Calendar:
    return Calendar(WorkCalendarDay.objects.values_list("date", "working"))


def current_calendar() -> Calendar:
    """Working and free days. Read again every minute, so an edited calendar soon counts."""
    return _loaded(int(time.monotonic() // KEEP_SECONDS))


def forget_calendar() -> None:
    """Read the table again at the next question."""
    _loaded.cache_clear()


def unpublished_words(year: int) -> str:
    """What to say where a deadline reaches into a year whose working days nobody has entered yet."""
    return _(
        "The working days of %(year)d are not published yet. Dates in that year may still move; they are counted "
        "again as soon as the calendar is entered."
    ) % {"year": year}


def missing_years(today: dt.date | None = None) -> list[int]:
    """This year and, from November on, the next one, as far as their working days have not been entered."""
    day = today or timezone.localdate()
    years = [day.year, day.year + 1] if day.month >= NOTICE_MONTH else [day.year]
    return [year for year in years if not current_calendar().published(year)]
