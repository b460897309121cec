"""Opening and closing due dates for transitions. Periods count over the official calendar (domain report §2.0)."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from documents.declarations import Due, Text
from documents.models import Dossier, DueDate, Event
from organisation.calendar import current_calendar
from organisation.working_days import last_day

_labels: dict[str, Text] = {}


def name_due_dates(labels: dict[str, Text]) -> None:
    """Tell pages what the names of due dates mean. Called when an app is ready."""
    _labels.update(labels)


def due_date_label(name: str) -> str:
    """What is due, in the reader's language."""
    return str(_labels.get(name, name))


def open_due_dates(dossier: Dossier, subject: Any, dues: Sequence[Due], event: Event) -> None:
    """Start the periods that a transition declares, from the day of its event or its own. A running one is replaced."""
    today = timezone.localdate(event.at)
    close_due_dates(dossier, [due.name for due in dues], event, state=DueDate.State.CANCELLED)
    DueDate.objects.bulk_create(_opened(dossier, subject, due, event, today) for due in dues)


def _opened(dossier: Dossier, subject: Any, due: Due, event: Event, today: dt.date) -> DueDate:
    starts_on = (due.since(subject) if due.since else None) or today
    days = due.n(subject) if callable(due.n) else due.n
    return DueDate(
        dossier=dossier,
        name=due.name,
        role=due.role(subject) if callable(due.role) else due.role,
        starts_on=starts_on,
        due_on=last_day(starts_on, days, due.unit, current_calendar()),
        rule=due.rule,
        opened_by=event,
    )


def close_due_dates(dossier: Dossier, names: Sequence[str], event: Event, *, state: str = DueDate.State.DONE) -> None:
    """Mark the open due dates of these names as done; `*` closes all that are open, as cancelled."""
    open_now = DueDate.objects.filter(dossier=dossier, state=DueDate.State.OPEN)
    if "*" in names:
        open_now.update(state=DueDate.State.CANCELLED, closed_by=event)
    elif names:
        open_now.filter(name__in=names).update(state=state, closed_by=event)
