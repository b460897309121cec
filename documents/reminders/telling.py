"""Telling people: what other apps call to send news, and a supervisor's own reminder.

The one invariant: here only rows are written; mail and message service are used after commit, by `sending`.
"""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Dossier, DueDate
from documents.refusals import NotAllowed, NotPossible
from documents.reminders import channels
from documents.reminders.ladder import owners_of
from documents.reminders.models import Delivery, Message, MessageItem
from documents.reminders.tasks import nudge
from documents.reminders.wording import ASKED, known
from documents.trail import append
from documents.transitions import check_reachable, locked
from organisation.models import User
from organisation.rights import right_for
from organisation.roles import Role

REMINDS = frozenset(
    {Role.TOWN_CHILD_SUPERVISOR, Role.TOWN_APPROVER, Role.COUNTY_CASEWORKER, Role.VOLUNTEER_COORDINATOR}
)
LONGEST = 300


@transaction.atomic
def tell(
    users: Iterable[User],
    key: str,
    link: str,
    dossier: Dossier | None = None,
    urgent: bool = False,
    *,
    by: User | None = None,
    words: str = "",
    once: str = "",
) -> list[Message]:
    """Send each user the message of that key (registered with `name_messages`) with a link to the exact page.

    Inside the caller's transaction: nothing is sent when that is rolled back. `words` are shown inside the application
    only. With `once` the same telling again sends nothing to whoever got it already. Raises ValueError for a key
    without a text.
    """
    if not known(key):
        raise ValueError(f"no text for messages of the key {key}")
    people = {user.pk: user for user in users if user.is_active}
    fresh = [
        Message(user=user, key=key, link=link, dossier=dossier, urgent=urgent, by=by, words=words[:LONGEST], once=mark)
        for user in people.values()
        for mark in [f"{once}:{user.pk}" if once else None]
    ]
    made = _new_ones(fresh)
    deliver(made)
    return made


def _new_ones(fresh: list[Message]) -> list[Message]:
    """Save the messages that were not told before; the key decides, also between two that run at once."""
    marks = [message.once for message in fresh if message.once]
    Message.objects.bulk_create(fresh, ignore_conflicts=bool(marks))
    if not marks:
        return fresh
    codes = [message.code for message in fresh]
    return list(Message.objects.filter(code__in=codes).select_related("user"))


def deliver(messages: Iterable[Message]) -> None:
    """A delivery for every channel that reaches each receiver, to be sent after commit."""
    messages = list(messages)
    rows = [
        Delivery(message=message, channel=channel)
        for message in messages
        for channel in channels.reaching(message.user)
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    if rows:
        urgent = any(message.urgent for message in messages)
        transaction.on_commit(partial(nudge, urgent=urgent))


def remind(due: DueDate, *, by: User, words: str = "", to: User | None = None) -> list[Message]:
    """A supervisor's own reminder of one due date, to whoever owes it or to one of them.

    At most one a day for each person and due date. Raises NotVisible, NotAllowed or NotPossible.
    """
    of_pairing = due.role == Role.PROXY_PARENT  # all that coordinators, who see a child's file reduced, know of it
    check_reachable(due.dossier, by, reduced=of_pairing)
    right = right_for(by, set(REMINDS), due.dossier.division_code)
    if right is None:
        raise NotAllowed(_("Reminding others is for supervisors of this place. Ask yours to do it."))
    people = [user for user in owners_of(due) if user.pk != by.pk and (to is None or user.pk == to.pk)]
    if due.state != DueDate.State.OPEN or not people:
        raise NotPossible(_("Nobody has to be reminded of this any more. Reload the page to see who owes what."))
    with locked(due.dossier_id) as dossier:
        mark = f"{ASKED}:{due.pk}:{timezone.localdate():%Y%m%d}"
        made = tell(people, ASKED, "", dossier, by=by, words=" ".join(words.split()), once=mark)
        MessageItem.objects.bulk_create(MessageItem(message=message, due=due) for message in made)
        if made:
            append(dossier, "reminder.ask", by=by, right=right, details={"due": due.name, "people": len(made)})
    if not made:
        raise NotPossible(_("A reminder of this was sent today already. Call, or remind again tomorrow."))
    return made
