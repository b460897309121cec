"""When the acts of a life of the demo happen: in office hours of working days, one after the other.

A life is a generator: it yields the moment of its next act and is resumed when the clock of the demo stands there.
"""

import datetime as dt
import random
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from organisation.calendar import current_calendar

CHINA = ZoneInfo("Asia/Shanghai")
Moments = Iterator[dt.datetime]


class Pace:
    """The day and moment at which somebody's story stands, and dice of its own."""

    def __init__(self, begins: dt.date, seed: int) -> None:
        self.day = begins
        self.random = random.Random(seed)  # noqa: S311 - not a secret
        self.moment = dt.datetime.min.replace(tzinfo=CHINA)

    def after(self, days: int) -> dt.datetime:
        """The moment of an act that comes so many days later, in office hours of a working day."""
        return self.on(self.day + dt.timedelta(days=days))

    def on(self, day: dt.date) -> dt.datetime:
        """The same for a given day, or the last working day before it, but never before the act before."""
        while not current_calendar().is_working(day):
            day -= dt.timedelta(days=1)
        hour, minute = self.random.choice([9, 10, 11, 14, 15, 16]), self.random.randint(0, 59)
        moment = dt.datetime.combine(day, dt.time(hour, minute, self.random.randint(0, 59)), CHINA)
        self.moment = max(moment, self.moment + dt.timedelta(minutes=25))
        self.day = max(self.day, self.moment.date())
        return self.moment

    def choose(self, among: list[str]) -> str:
        """One of several sentences."""
        return self.random.choice(among)
