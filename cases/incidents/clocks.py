"""The clocks of a report of danger: 110 within the hour, in writing within the day, then the next look at the child.

Invariant: an alarm ends when the thing is done or somebody has said in writing why it was not; never by itself.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from cases.incidents.models.states import OPEN, ClockName

if TYPE_CHECKING:
    from cases.incidents.models import Incident


@dataclass(frozen=True)
class Clock:
    """One of them: until when, when it was done, when somebody explained why not."""

    name: ClockName
    by: dt.datetime
    done_at: dt.datetime | None
    explained_at: dt.datetime | None
    now: dt.datetime

    @property
    def minutes_left(self) -> int:
        """Whole minutes until the end, of what is not done; negative when it is over."""
        return int((self.by - self.now).total_seconds() // 60)

    @property
    def minutes_late(self) -> int:
        """How many minutes late it was done, or is by now; 0 in time."""
        end = self.done_at or self.now
        return max(0, int((end - self.by).total_seconds() // 60))

    @property
    def overdue(self) -> bool:
        """Not done, and the time is over."""
        return self.done_at is None and self.now > self.by

    @property
    def alarms(self) -> bool:
        """Overdue, and nobody has said why."""
        return self.overdue and self.explained_at is None


def clocks(incident: "Incident", now: dt.datetime | None = None) -> list[Clock]:
    """The clocks that have been started, in their order. After the closing only what was done shows."""
    at = now or timezone.now()
    found = []
    if incident.phone_by:
        phone = (incident.phone_by, incident.phoned_at, incident.phone_explained_at)
        found.append(Clock(ClockName.PHONE, *phone, at))
    if incident.write_by:
        written = (incident.write_by, incident.written_at, incident.write_explained_at)
        found.append(Clock(ClockName.WRITTEN, *written, at))
    if incident.next_on and incident.status in OPEN:
        found.append(Clock(ClockName.NEXT, end_of(incident.next_on), None, incident.next_explained_at, at))
    return found


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of a day in the office's time zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59)))


def clock(incident: "Incident", name: str) -> Clock | None:
    """The clock of that name, if it has been started."""
    return next((each for each in clocks(incident) if each.name == name), None)
