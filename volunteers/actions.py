"""What a proxy parent and their supervisors do that is more than one transition of one row.

Invariant: what a phone sends again, however often and whatever it says then, is the contact that is there already.
"""

import datetime as dt
import json
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.attachments import attach
from documents.keys import first_time
from documents.models import Event
from documents.refusals import NotPossible
from documents.transitions import locked, perform
from organisation.models import User
from organisation.rights import rights_of
from organisation.roles import Role
from volunteers.contact_guards import is_late, limit_of
from volunteers.models import AidItem, Contact, FollowUpFlag, Pairing


def record_contact(
    pairing: Pairing,
    *,
    by: User,
    client_uuid: UUID,
    done_on: dt.date,
    made: bool,
    how: str,
    minutes: int,
    topics: dict[str, str],
    note: str = "",
    private_note: str = "",
    worried: bool = False,
    aid: dict[str, Any] | None = None,
    entered_at: dt.datetime | None = None,
) -> Contact:
    """Log a contact, or an attempt (`made` False), with what was given: all of it or nothing.

    The same `client_uuid` is the same contact. `aid` has `what`, `amount_fen` (integer fen) and `receipt` (a file or
    None). `entered_at` is the phone's word on when it was written. Raises a Refused.
    """
    told = {code: words.strip() for code, words in topics.items() if code in Contact.Topic and words.strip()}
    values = {
        "client_uuid": client_uuid,
        "done_on": done_on,
        "made": made,
        "how": how,
        "minutes": minutes if made else 0,
        "topics": json.dumps(told, ensure_ascii=False, sort_keys=True),
        "note": note.strip(),
        "private_note": private_note.strip(),
        "worried": worried,
        "entered_at": entered_at,
        "entered_late": is_late(done_on, written_on(done_on, entered_at)),
    }
    try:
        with locked(pairing.dossier_id) as dossier:
            if earlier := sent_before(client_uuid, by):
                return earlier
            contact = Contact.objects.create(dossier=dossier, pairing=pairing, **values)
            perform(contact, "record", by=by)
            if aid:
                _enter_aid(contact, aid, by)
    except IntegrityError:
        if earlier := sent_before(client_uuid, by):  # the other tab was first, with another child of theirs
            return earlier
        raise
    return Contact.objects.get(pk=contact.pk)


def sent_before(client_uuid: UUID, by: User) -> Contact | None:
    """The contact that came of this form already. Raises NotPossible when somebody else sent it."""
    contact = Contact.objects.filter(client_uuid=client_uuid).select_related("pairing__volunteer").first()
    if contact and contact.pairing.volunteer.user_id != by.pk:
        raise NotPossible(_("This form was sent by somebody else. Open a new one and enter the contact there."))
    return contact


def written_on(done_on: dt.date, entered_at: dt.datetime | None) -> dt.date:
    """The day on which it was written: today, or the phone's word where that can be true (offline for some days)."""
    today = timezone.localdate()
    told = timezone.localdate(entered_at) if entered_at else today
    return told if done_on <= told <= today else today


def _enter_aid(contact: Contact, aid: dict[str, Any], by: User) -> AidItem:
    """What was given, beside its contact: within the limit it counts, above it the coordinator looks at it first."""
    receipt = aid.get("receipt")
    item = AidItem(
        client_uuid=uuid5(contact.client_uuid, "aid"),
        dossier=contact.dossier,
        pairing=contact.pairing,
        contact=contact,
        given_on=contact.done_on,
        what=" ".join(aid["what"].split()),
        amount_fen=aid["amount_fen"],
    )
    if receipt:
        right = next(right for right in rights_of(by) if right.role == Role.PROXY_PARENT)
        title = _("Receipt %(day)s") % {"day": contact.done_on.isoformat()}
        item.receipt = attach(contact.dossier, receipt, title=title, by=by, right=right)
    item.save()
    perform(item, "give" if item.amount_fen <= limit_of(item) else "submit", by=by)
    return item


def ask_proxy(
    pairing: Pairing,
    *,
    by: User,
    question: str,
    contact: Contact | None = None,
    expected: int | None = None,
    key: str | None = None,
) -> Event:
    """A supervisor asks the proxy parent, about one contact or in general. Raises a Refused."""
    with locked(pairing.dossier_id) as dossier:
        if earlier := first_time(dossier, key, "flag.ask"):
            return earlier
        flag = FollowUpFlag(dossier=dossier, pairing=pairing, contact=contact, question=question.strip())
        flag.raised_by = flag.kept_by = by
        flag.save()
        return perform(flag, "ask", by=by, expected=expected, key=key)
