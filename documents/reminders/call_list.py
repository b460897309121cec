"""Whom to call: people with overdue work or an unread message whom no channel reached (village officers have no mail).

The one invariant: whoever opened the message, was reached by a channel or answered a call is not on the list. The
telephone stands there openly: it is the work number of a colleague, shown to those who must call them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from documents.models import Dossier, DueDate
from documents.offices import office_of
from documents.reminders.models import Delivery, Message, MessageItem, arrived
from documents.trail import record
from organisation.models import Post, User, in_force

MOST = 500


@dataclass
class Callee:
    """One person to call: their posts, the newest message that must reach them, what is open and since when late."""

    user: User
    message: Message
    place: str
    posts: list[str]
    dues: list[DueDate] = field(default_factory=list)

    @property
    def late(self) -> list[DueDate]:
        """The overdue ones, longest overdue first."""
        today = timezone.localdate()
        return sorted((due for due in self.dues if due.due_on < today), key=lambda due: due.due_on)


def to_call(supervisor: User) -> dict[str, list[Callee]]:
    """By village: whom to call, who is late longest first. A constant number of queries."""
    messages = Message.objects.to_people_of(supervisor).filter(~arrived(), read_at__isnull=True, user__is_active=True)
    newest: dict[int, Message] = {}
    for message in messages.select_related("user").order_by("-changed_at", "-pk")[: MOST * 10]:
        newest.setdefault(message.user_id, message)
    callees = [each for each in _callees(list(newest.values())[:MOST], supervisor) if each.dues or each.message.urgent]
    villages: dict[str, list[Callee]] = {}
    for callee in sorted(callees, key=_longest_late):
        villages.setdefault(callee.place, []).append(callee)
    return dict(sorted(villages.items()))


def _longest_late(callee: Callee) -> Any:
    return (callee.late[0].due_on if callee.late else timezone.localdate(), callee.user.name)


def _callees(messages: list[Message], supervisor: User) -> Iterable[Callee]:
    posts, dues = _posts_of(messages), _open_dues(messages, supervisor)
    for message in messages:
        held = posts.get(message.user_id, [])
        place = held[0].division.short_name if held else ""
        yield Callee(message.user, message, place, [str(post) for post in held], dues.get(message.user_id, []))


def _posts_of(messages: list[Message]) -> dict[int, list[Post]]:
    users = [message.user_id for message in messages]
    found: dict[int, list[Post]] = {}
    rows = Post.objects.filter(in_force(timezone.localdate()), user__in=users).select_related("division")
    for post in rows.order_by("-division__level", "division__code"):
        found.setdefault(post.user_id, []).append(post)
    return found


def _open_dues(messages: list[Message], supervisor: User) -> dict[int, list[DueDate]]:
    """What the unread messages of these people told them and is still open, as far as the supervisor may see it."""
    items = MessageItem.objects.filter(
        message__user__in=[message.user_id for message in messages],
        message__read_at__isnull=True,
        due__state=DueDate.State.OPEN,
        due__paused_since__isnull=True,
        due__dossier__in=Dossier.objects.visible_to(supervisor),
    )
    found: dict[int, dict[int, DueDate]] = {}
    for item in items.select_related("message", "due"):
        found.setdefault(item.message.user_id, {})[item.due_id] = item.due
    return {user: list(dues.values()) for user, dues in found.items()}


@transaction.atomic
def note_call(message: Message, *, by: User, reached: bool) -> Delivery:
    """Write down that somebody was called about a message, and whether they answered."""
    status = Delivery.Status.REACHED if reached else Delivery.Status.NOT_REACHED
    return Delivery.objects.create(
        message=message, channel=Delivery.Channel.CALL, status=status, by=by, sent_at=timezone.now(), attempts=1
    )


def note_printing(supervisor: User, count: int) -> None:
    """The list leaves on paper with telephones: an event in the office's dossier."""
    record(office_of(supervisor), "call.list", by=supervisor, details={"count": count})
