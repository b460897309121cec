"""Old drafts go, but never without a word: their owner is told a week before. Called by the ticker once a day."""

import datetime as dt

from django.utils import timezone

from documents.drafts.models import KEPT_DAYS, Delivery, Draft, WaitingPhoto

NOTICE_DAYS = 7


def expire_drafts() -> None:
    """Mark the drafts whose last week has begun, and wipe those whose owner has had that week.

    Drafts that nobody touched for 23 days are marked; phone and worklist show the mark. Photos that wait for an entry
    that never came go after the same time, and the copies that deliveries keep for comparing.
    """
    now = timezone.now()
    long_ago = now - dt.timedelta(days=KEPT_DAYS)
    last_week = Draft.objects.unchanged_for(KEPT_DAYS - NOTICE_DAYS).filter(noticed_at=None)
    last_week.update(noticed_at=now)
    told = Draft.objects.unchanged_for(KEPT_DAYS).filter(noticed_at__lt=now - dt.timedelta(days=NOTICE_DAYS))
    told.update(state=Draft.State.DISCARDED, payload="", updated_at=now)
    WaitingPhoto.objects.filter(at__lt=long_ago).delete()
    Delivery.objects.filter(at__lt=long_ago).exclude(payload=b"").update(payload="")
