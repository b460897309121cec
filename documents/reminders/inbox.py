"""What a person finds in their messages: each as a sentence, its due dates with the exact forms, and the bell's number.

The one invariant: a due date of a file that the reader may no longer see stands in no message. Called by the pages.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from documents.due_dates import due_date_label, places_of
from documents.models import Dossier, DueDate
from documents.naming import DossierName, names_of
from documents.reminders.models import Message, MessageItem
from documents.reminders.wording import text_of
from organisation.models import User


@dataclass(frozen=True)
class Line:
    """One due date of a message: what, about whom, where it is done; `open` while it still has to be done."""

    due: DueDate
    called: DossierName
    url: str

    @property
    def what(self) -> str:
        """The act in the reader's language."""
        return due_date_label(self.due.name)

    @property
    def open(self) -> bool:
        """True while nobody has done it."""
        return self.due.state == DueDate.State.OPEN


@dataclass(frozen=True)
class Entry:
    """One message of the list."""

    message: Message
    text: str
    count: int


class Bell:
    """How many messages a user has not opened. Asked only when a page shows it."""

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def count(self) -> int:
        """The number on the bell."""
        return Message.objects.visible_to(self.user).unread().order_by().count()


def bell(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html: `bell.count`. Nothing for visitors."""
    user = getattr(request, "user", None)
    return {"bell": Bell(user)} if user is not None and user.is_authenticated else {}


def entries(messages: Iterable[Message]) -> list[Entry]:
    """Messages with their sentences; all due dates in one query."""
    messages = list(messages)
    dues: dict[int, list[DueDate]] = {}
    for item in MessageItem.objects.filter(message__in=messages).select_related("due"):
        dues.setdefault(item.message_id, []).append(item.due)
    return [
        Entry(message, text_of(message, dues.get(message.pk, [])), len(dues.get(message.pk, [])))
        for message in messages
    ]


def lines_of(message: Message, reader: User, *, most: int = 200) -> list[Line]:
    """The due dates of a message that the reader may see, the most urgent first, what is done last."""
    seen = Q(dossier__in=Dossier.objects.visible_to(reader)) | Q(dossier__in=Dossier.objects.reduced_for(reader))
    rows = DueDate.objects.filter(seen, messageitem__message=message).select_related("dossier")
    dues = sorted(rows[:most], key=lambda due: (due.state != DueDate.State.OPEN, due.due_on, due.pk))
    names, places = names_of([due.dossier for due in dues], reader), places_of(dues, reader)
    return [Line(due, names[due.dossier_id], places[due.pk]) for due in dues]


def open_message(message: Message) -> None:
    """Note that the receiver has opened it; the first time counts."""
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=timezone.now())


def read_all(user: User) -> int:
    """Mark everything as read; returns how many were not."""
    return Message.objects.visible_to(user).filter(read_at__isnull=True).update(read_at=timezone.now())
