"""Opening a record is an event. One per user and case in ten minutes, so that turning pages is one reading.

The shorter the pause, the more the trail fills with noise; the longer, the less it says when somebody looked.
"""

import datetime as dt
from typing import Any

from django.utils import timezone

from documents.models import Event
from documents.trail import record
from organisation.models import User

ONE_READING = dt.timedelta(minutes=10)


def note_reading(subject: Any, by: User, action: str = "case.read") -> None:
    """Write down that `by` opened the record, unless they did so less than ten minutes ago."""
    since = timezone.now() - ONE_READING
    if not Event.objects.filter(dossier_id=subject.dossier_id, by=by, action=action, at__gte=since).exists():
        record(subject.dossier, action, by=by)
