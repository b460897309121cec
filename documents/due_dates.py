"""Opening and closing due dates for transitions. Periods count over the official calendar (domain report §2.0)."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from documents.declarations import Due, Text
from documents.models import Dossier, DueDate, Event
from documents.naming import names_of
from organisation.calendar import current_calendar
from organisation.models import User
from organisation.working_days import last_day

_labels: dict[str, Text] = {}
# Where a due date is done: the address of the exact form, for this user.
Place = Callable[[DueDate, User], str]
_places: dict[str, Place] = {}


# What else happens to due dates just opened: (dossier, day). The programs let them stand still with the others.
_followers: list[Callable[[Dossier, dt.date], object]] = []


def after_opening(follow: Callable[[Dossier, dt.date], object]) -> None:
    """Register what is done whenever due dates were opened in a file. Called when an app is ready."""
    _followers.append(follow)


def name_due_dates(labels: Mapping[str, Text]) -> None:
    """Tell pages what the names of due dates mean. Called when an app is ready."""
    _labels.update(labels)


def due_date_label(name: str) -> str:
    """What is due, in the reader's language."""
    return str(_labels.get(name, name))


def place_due_dates(places: Mapping[str, Place]) -> None:
    """Tell worklist and messages where the due dates of these names are done. Called when an app is ready."""
    _places.update(places)


def place_of(due: DueDate, user: User) -> str:
    """The address at which `due` is done; where nobody said it, the page of its dossier; empty without one."""
    return places_of([due], user)[due.pk]


def places_of(dues: Iterable[DueDate], user: User) -> dict[int, str]:
    """Primary key → where it is done. The dossiers must be loaded with the due dates."""
    dues = list(dues)
    names = names_of((due.dossier for due in dues if due.name not in _places), user)
    return {due.pk: _places[due.name](due, user) if due.name in _places else names[due.dossier_id].url for due in dues}


def open_due_dates(dossier: Dossier, subject: Any, dues: Sequence[Due], event: Event) -> None:
    """Start the periods that a transition declares, from the day of its event or its own. A running one is replaced."""
    today = timezone.localdate(event.at)
    close_due_dates(dossier, [due.name for due in dues], event, state=DueDate.State.CANCELLED)
    opened = DueDate.objects.bulk_create([_opened(dossier, subject, due, event, today) for due in dues])
    for follow in _followers if opened else ():
        follow(dossier, today)


def _opened(dossier: Dossier, subject: Any, due: Due, event: Event, today: dt.date) -> DueDate:
    starts_on, due_on = period_of(due, subject, today)
    return DueDate(
        dossier=dossier,
        name=due.name,
        role=due.role(subject) if callable(due.role) else due.role,
        starts_on=starts_on,
        due_on=due_on,
        rule=due.rule,
        opened_by=event,
    )


def period_of(due: Due, subject: Any, today: dt.date) -> tuple[dt.date, dt.date]:
    """The day on which the period begins (it does not count itself) and its last day."""
    starts_on = (due.since(subject) if due.since else None) or today
    days = due.n(subject) if callable(due.n) else due.n
    return starts_on, last_day(starts_on, days, due.unit, current_calendar())


def close_due_dates(dossier: Dossier, names: Sequence[str], event: Event, *, state: str = DueDate.State.DONE) -> None:
    """Mark the open due dates of these names as done; `*` closes all that are open, as cancelled."""
    open_now = DueDate.objects.filter(dossier=dossier, state=DueDate.State.OPEN)
    if "*" in names:
        open_now.update(state=DueDate.State.CANCELLED, closed_by=event)
    elif names:
        open_now.filter(name__in=names).update(state=state, closed_by=event)
