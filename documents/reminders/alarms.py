"""Alarms about the reminders themselves: none were sent today, or nobody could be found for some due dates.

The one invariant: silence is never taken for success. Shown on the worklist of those in charge and at /health.
"""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import DueDate
from documents.reminders.ladder import Ladder
from documents.reminders.models import SUPERVISES, Delivery, ReminderRun, RungUsed
from documents.reminders.run import to_tell
from organisation.calendar import current_calendar
from organisation.models import User
from organisation.rights import has_role, scope
from organisation.roles import Role

BY_HOUR = 10  # local time by which the day's reminders must have gone out


def silent_today(now: dt.datetime | None = None) -> bool:
    """True on a working day after ten o'clock when somebody should have been told and no run came to its end."""
    moment = timezone.localtime(now)
    day = moment.date()
    if moment.hour < BY_HOUR or not current_calendar().is_working(day):
        return False
    if ReminderRun.objects.filter(day=day, finished_at__isnull=False).exists():
        return False
    return to_tell(Ladder.on(day)).exists()


def unheard(user: User) -> int:
    """How many open due dates of the user's divisions found nobody at all who could be told."""
    places = scope(user, SUPERVISES, field="due__dossier__division_code")
    rows = RungUsed.objects.filter(places, people=0, due__state=DueDate.State.OPEN)
    return int(rows.values("due").distinct().count())


def undelivered(user: User, now: dt.datetime | None = None) -> int:
    """How many deliveries of the last seven days to the user's people failed and have not arrived since."""
    since = (now or timezone.now()) - dt.timedelta(days=7)
    failed = (Delivery.Status.FAILED, Delivery.Status.GIVEN_UP)
    return int(Delivery.objects.visible_to(user).filter(status__in=failed, created_at__gte=since).count())


def alarms_for(user: User, now: dt.datetime | None = None) -> list[str]:
    """Sentences for those in charge; nothing for everybody else."""
    found: list[str] = []
    if not has_role(user, *SUPERVISES, Role.SYSADMIN):
        return found
    if silent_today(now):
        found.append(_("No reminders were sent today. Call those with overdue work, and tell the administrator."))
    if count := unheard(user):
        words: Any = ngettext(
            "%(count)d due date has nobody who could be reminded. Enter a post or a stand-in for that place.",
            "%(count)d due dates have nobody who could be reminded. Enter posts or stand-ins for those places.",
            count,
        )
        found.append(words % {"count": count})
    if count := undelivered(user):
        words = ngettext(
            "%(count)d message to your people did not arrive this week. See Messages, Deliveries.",
            "%(count)d messages to your people did not arrive this week. See Messages, Deliveries.",
            count,
        )
        found.append(words % {"count": count})
    return found
