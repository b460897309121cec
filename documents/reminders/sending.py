"""Sending what waits: claimed by a guarded update, sent outside of any transaction, tried again with growing pauses.

The one invariant: whoever dies in the middle leaves a row that is tried again later, under the same id, so that the
receiving side can tell a repetition. Called by the task and by tests.
"""

import datetime as dt
import logging
import time

from django.conf import settings
from django.db.models import F
from django.utils import timezone, translation

from documents.reminders.channels import ChannelFailed, gateway, mail
from documents.reminders.models import Delivery
from documents.reminders.wording import outside_link, outside_text

logger = logging.getLogger(__name__)

# Minutes until the next try; after the last one somebody must call.
PAUSES = (1, 5, 30, 120, 720)
CLAIM = dt.timedelta(minutes=15)
LONGEST_TURN = 300  # seconds after which a task leaves the rest to the next one


def send_waiting(now: dt.datetime | None = None, *, urgent: bool = False) -> int:
    """Send every delivery whose time has come, or only the urgent; returns how many arrived at their channel."""
    ends, sent = time.monotonic() + LONGEST_TURN, 0
    moment = now or timezone.now()
    waiting = Delivery.objects.to_send(moment)
    waiting = waiting.filter(message__urgent=True) if urgent else waiting
    for pk in list(waiting.values_list("pk", flat=True)):
        if time.monotonic() > ends:
            break
        sent += _claim(pk, moment) and _send(pk, moment)
    return sent


def _claim(pk: int, now: dt.datetime) -> bool:
    """Take the delivery for this process: of two that want it, one gets it."""
    mine = Delivery.objects.to_send(now).filter(pk=pk).order_by()
    return mine.update(next_try=now + CLAIM, attempts=F("attempts") + 1) == 1


def _send(pk: int, now: dt.datetime) -> bool:
    delivery = Delivery.objects.select_related("message__user").get(pk=pk)
    try:
        _hand_over(delivery)
    except ChannelFailed as failed:
        _note_failure(delivery, failed, now)
        return False
    except Exception:  # one bad delivery must not hold up the others; its row shows that it failed
        logger.exception("a delivery failed")
        _note_failure(delivery, ChannelFailed("unknown"), now)
        return False
    Delivery.objects.filter(pk=pk).update(status=Delivery.Status.SENT, sent_at=timezone.now(), error="")
    return True


def _hand_over(delivery: Delivery) -> None:
    """Give it to its channel. Raises ChannelFailed."""
    message, user = delivery.message, delivery.message.user
    dues = [item.due for item in message.items.select_related("due")]
    subject, text = outside_text(message, dues)
    by_mail = delivery.channel == Delivery.Channel.MAIL
    address = user.mail if by_mail else user.phone
    if not address or not user.is_active:
        raise ChannelFailed("no_address", final=True)
    with translation.override(settings.LANGUAGE_CODE):
        if by_mail:
            mail.send(address, id=str(message.code), subject=subject, text=text, link=outside_link(message))
        else:
            gateway.send(address, id=str(message.code), text=text, link=outside_link(message), urgent=message.urgent)


def _note_failure(delivery: Delivery, failed: ChannelFailed, now: dt.datetime) -> None:
    given_up = failed.final or delivery.attempts > len(PAUSES)
    pause = dt.timedelta(minutes=PAUSES[min(delivery.attempts, len(PAUSES)) - 1])
    Delivery.objects.filter(pk=delivery.pk).update(
        status=Delivery.Status.GIVEN_UP if given_up else Delivery.Status.FAILED,
        next_try=now + pause,
        error=failed.word,
    )


def send_again(delivery: Delivery) -> None:
    """Put a delivery that failed or was given up in the queue again, with all its tries."""
    Delivery.objects.filter(pk=delivery.pk, status__in=(Delivery.Status.FAILED, Delivery.Status.GIVEN_UP)).update(
        status=Delivery.Status.QUEUED, attempts=0, next_try=timezone.now(), error=""
    )
