"""Old drafts go, but never without a word: their owner is told a week before. Called by the ticker once a day."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.declarations import Text
from documents.drafts.models import KEPT_DAYS, Delivery, Draft, WaitingPhoto
from documents.reminders.telling import tell

NOTICE_DAYS = 7
EXPIRES = "draft.expires"
TEXTS: dict[str, Text] = {EXPIRES: _("A draft of yours is deleted in a week unless you go on with it or send it.")}


def expire_drafts() -> None:
    """Tell the owners of drafts whose last week begins, and wipe those whose owner has had that week.

    A draft is told about when nobody has touched it for 23 days; a message and a mark beside the draft say so. Photos
    that wait for an entry that never came go after 30 days, and the copies that deliveries keep for comparing.
    """
    now = timezone.now()
    long_ago = now - dt.timedelta(days=KEPT_DAYS)
    for draft in Draft.objects.unchanged_for(KEPT_DAYS - NOTICE_DAYS).filter(noticed_at=None).select_related("user"):
        _give_notice(draft, now)
    told = Draft.objects.unchanged_for(KEPT_DAYS).filter(noticed_at__lt=now - dt.timedelta(days=NOTICE_DAYS))
    told.update(state=Draft.State.DISCARDED, payload="", updated_at=now)
    WaitingPhoto.objects.filter(at__lt=long_ago).delete()
    Delivery.objects.filter(at__lt=long_ago).exclude(payload=b"").update(payload="")


@transaction.atomic
def _give_notice(draft: Draft, now: dt.datetime) -> None:
    """Mark and message are one: a draft is never marked of whose end nobody was told."""
    same = Draft.objects.filter(pk=draft.pk, version=draft.version, noticed_at=None)
    if same.update(noticed_at=now):
        tell([draft.user], EXPIRES, reverse("phone"), once=f"draft:{draft.pk}:{draft.version}")
