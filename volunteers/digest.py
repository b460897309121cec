"""The month of the proxy parents in figures, and the message that it is there. Each figure is a link to its list.

Invariant: the message carries no figure and no name; one message a month and supervisor, however often the job runs.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.declarations import Text
from documents.reminders.models import Message
from documents.reminders.telling import tell
from organisation.models import Post, User, in_force
from volunteers.models.contacts import SUPERVISORS
from volunteers.supervision import aid_of, contacts_of, in_month, questions_of, silent, supervised

DIGEST = "supervision.digest"
Days = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Figure:
    """One figure and the list it counts; `fen` where it is money, which opens the list that it sums up."""

    label: Text
    number: int
    url: str
    unit: Text = ""
    fen: bool = False


def _contacts(only: str) -> Callable[[User, Days], Any]:
    return lambda user, days: contacts_of(user, only=only, days=days)


KINDS: tuple[tuple[Text, str, Callable[[User, Days], Any]], ...] = (
    (_("Contacts made"), "show=contacts&only=made", _contacts("made")),
    (_("of these visits"), "show=contacts&only=visits", _contacts("visits")),
    (_("Attempts that reached nobody"), "show=contacts&only=attempts", _contacts("attempts")),
    (_("Entered late"), "show=contacts&only=late", _contacts("late")),
    (_("Contacts after which somebody worried"), "show=contacts&only=worried", _contacts("worried")),
    (_("Contacts made void"), "show=contacts&only=void", _contacts("void")),
    (_("Questions asked"), "show=asked", questions_of),
    (_("Aid items"), "show=given", aid_of),
)


def figures(user: User, first: dt.date, last: dt.date) -> list[Figure]:
    """The figures of the month for what is in this user's charge, and how things stand today."""
    days, page, month = (first, last), reverse("supervision"), f"{first:%Y-%m}"
    found = [Figure(label, rows(user, days).count(), f"{page}?{query}&month={month}") for label, query, rows in KINDS]
    minutes = contacts_of(user, days=days).aggregate(sum=Sum("minutes"))["sum"] or 0
    made, given = f"{page}?show=contacts&only=made&month={month}", f"{page}?show=given&month={month}"
    return [
        *found,
        Figure(_("Worth of the aid items"), aid_of(user, days).total_fen(), given, fen=True),
        Figure(_("Time with the children"), minutes // 60, made, unit=_("hours")),
        Figure(_("Active pairings today"), supervised(user).count(), f"{page}?show=pairings"),
        Figure(_("Silent today"), silent(user, timezone.localdate()).count(), f"{page}?show=silent"),
    ]


def send_digests() -> int:
    """Daily: tell every supervisor who has pairings that the last month is there; returns how many were told.

    The month stands in the message's key, so a missed first of the month is made up for and nobody is told twice.
    """
    today = timezone.localdate()
    first, _last = in_month("", today)
    once = f"{DIGEST}:{first:%Y-%m}"
    told = Message.objects.filter(once__startswith=once).values("user")
    posts = Post.objects.filter(in_force(today), role__in=SUPERVISORS, user__is_active=True)
    waiting = User.objects.filter(pk__in=posts.values("user")).exclude(pk__in=told)
    receivers = [user for user in waiting if _has_pairings(user)]
    return len(tell(receivers, DIGEST, f"{reverse('digest')}?month={first:%Y-%m}", once=once))


def _has_pairings(user: User) -> bool:
    return supervised(user).exists()
