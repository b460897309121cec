"""The daily reminders: every rung of the ladder whose day has come and that was not used, as one message a person.

The one invariant: chunk by chunk under the lock of the day's row, so that two workers, a second start or a killed
process tell nobody twice and leave nobody out. Queries grow with the chunks, not with the due dates.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from documents.models import DueDate
from documents.reminders.ladder import Doors, Ladder
from documents.reminders.models import Delivery, Message, MessageItem, ReminderRun, RungUsed
from documents.reminders.telling import deliver
from documents.reminders.wording import DUE

CHUNK = 2000
Told = dict[int, list[int]]  # user → due dates


def remind_all(day: dt.date | None = None) -> int:
    """Use every rung that is due; returns how many. Safe to run again at any time of the day."""
    day = day or timezone.localdate()
    ReminderRun.objects.get_or_create(day=day)
    ladder, last, used = Ladder.on(day), 0, 0
    while True:
        with transaction.atomic():
            _locked(day)
            dues = list(to_tell(ladder).filter(pk__gt=last).select_related("dossier").order_by("pk")[:CHUNK])
            if dues:
                used += _tell_of(dues, ladder)
        if len(dues) < CHUNK:
            break
        last = dues[-1].pk
    _finish(day, used)
    return used


def to_tell(ladder: Ladder) -> "QuerySet[DueDate]":
    """Open, running due dates with a rung whose day has come and that was not used for this last day."""
    waiting: Any = Q(pk__in=[])
    for rung in ladder.rungs:
        used = RungUsed.objects.filter(due=OuterRef("pk"), due_on=OuterRef("due_on"), rung=rung)
        waiting |= Q(due_on__lte=ladder.day - dt.timedelta(days=rung.offset)) & ~Exists(used)
    return DueDate.objects.filter(waiting, state=DueDate.State.OPEN, paused_since__isnull=True)


def _locked(day: dt.date) -> ReminderRun:
    return ReminderRun.objects.select_for_update().get(day=day)


def _tell_of(dues: list[DueDate], ladder: Ladder) -> int:
    """Use the rungs of these due dates and write whom they tell into the messages of the day."""
    doors = Doors.of({due.dossier_id for due in dues}, ladder.day)
    used = set(RungUsed.objects.filter(due__in=dues).values_list("due_id", "due_on", "rung_id"))
    rows: list[RungUsed] = []
    told: Told = {}
    for due in dues:
        people: set[int] = set()
        for rung in ladder.passed(due):
            if (due.pk, due.due_on, rung.pk) in used:
                continue
            found = ladder.told(rung, due, doors)
            people |= found
            rows.append(RungUsed(due=due, due_on=due.due_on, rung=rung, used_on=ladder.day, people=len(found)))
        for user in people:
            told.setdefault(user, []).append(due.pk)
    RungUsed.objects.bulk_create(rows, batch_size=CHUNK)
    _write_messages(told, ladder.day)
    return len(rows)


def _write_messages(told: Told, day: dt.date) -> None:
    """One message a person and day; what comes later on the same day stands in it too, and it is unread again."""
    marks = {mark_of(user, day): user for user in told}
    now = timezone.now()
    known = Message.objects.filter(once__in=marks)
    known.update(changed_at=now, read_at=None)
    missing = marks.keys() - set(known.values_list("once", flat=True))
    Message.objects.bulk_create(
        [Message(user_id=marks[mark], key=DUE, once=mark, changed_at=now) for mark in sorted(missing)], batch_size=CHUNK
    )
    numbers = dict(Message.objects.filter(once__in=marks).values_list("user_id", "pk"))
    items = [MessageItem(message_id=numbers[user], due_id=due) for user, dues in told.items() for due in dues]
    MessageItem.objects.bulk_create(items, ignore_conflicts=True, batch_size=CHUNK)


def mark_of(user_id: int, day: dt.date) -> str:
    """What makes a person's message of one day a single one."""
    return f"{DUE}:{day:%Y%m%d}:{user_id}"


def _finish(day: dt.date, used: int) -> None:
    """Hand the day's messages to the channels, once each, and note that the run came to its end."""
    with transaction.atomic():
        run = _locked(day)
        deliver(undelivered(day))
        run.finished_at = timezone.now()
        run.told += used
        run.save()


def undelivered(day: dt.date) -> Iterable[Message]:
    """The day's messages for which no channel was used yet."""
    started = Delivery.objects.filter(message=OuterRef("pk"))
    messages = Message.objects.filter(~Exists(started), once__startswith=f"{DUE}:{day:%Y%m%d}:")
    return messages.select_related("user")
