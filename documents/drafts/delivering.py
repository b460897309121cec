"""Delivering an entry of the outbox: once, whole, and with the user's access of this moment.

The one invariant: the row of the delivery, the record itself and the end of the draft are one transaction. So an answer
that got lost can be asked for again, and nothing that did not arrive looks as if it had. Called by the outbox view.
"""

import datetime as dt
import json

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.drafts.kinds import Entry, NotDeliverable
from documents.drafts.models import Delivery, WaitingPhoto
from documents.drafts.photos import photos_of
from documents.drafts.saving import close_draft
from organisation.models import User

CLOCK_TOLERANCE = dt.timedelta(hours=12)


class ArrivedDifferently(Exception):
    """An earlier version of this very entry has arrived, as `delivery`; this one is not in it."""

    def __init__(self, delivery: Delivery) -> None:
        self.delivery = delivery


def deliver(user: User, entry: Entry) -> tuple[Delivery, bool]:
    """Do what the entry says; True when this call did it, False when an earlier one had.

    Raises NotDeliverable with sentences at the controls, ArrivedDifferently, or a Refused.
    """
    try:
        with transaction.atomic():
            if earlier := _earlier(user, entry):
                return earlier, False
            return _first(user, entry), True
    except IntegrityError:
        if earlier := _earlier(user, entry):  # two requests at once: the other one did it
            return earlier, False
        raise


def _earlier(user: User, entry: Entry) -> Delivery | None:
    delivery: Delivery | None = Delivery.objects.of(user).filter(uuid=entry.uuid).first()
    if delivery and delivery.digest != entry.digest:
        raise ArrivedDifferently(delivery)
    return delivery


def _first(user: User, entry: Entry) -> Delivery:
    delivery = Delivery.objects.create(uuid=entry.uuid, user=user, kind=entry.kind.name, digest=entry.digest)
    ask_about_the_clock(entry, timezone.now())
    photos = photos_of(user, entry.uuid, entry.photos)
    made = entry.kind.deliver(user, entry, photos)
    delivery.server_id, delivery.label, delivery.url = made.server_id, made.label[:120], made.url
    delivery.payload = "" if entry.kind.confidential else json.dumps(entry.payload, ensure_ascii=False)
    delivery.save()
    WaitingPhoto.objects.of(user).filter(uuid=entry.uuid).delete()
    close_draft(user, entry.uuid)
    return delivery


def ask_about_the_clock(entry: Entry, now: dt.datetime) -> None:
    """Raise NotDeliverable when the phone's clock is off by half a day or more and nobody has confirmed the day."""
    if not entry.kind.day_field or entry.clock is None or entry.payload.get("day_confirmed"):
        return
    if abs(entry.clock - now) < CLOCK_TOLERANCE:
        return
    sentence = _("The clock of this phone is wrong: today is %(day)s. Check the date below, then send again.") % {
        "day": timezone.localdate(now).isoformat()
    }
    raise NotDeliverable({entry.kind.day_field: [sentence]}, code="clock")
