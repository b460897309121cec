"""Opening a child's record is an event. One per user and case in ten minutes, so that turning pages is one reading.

The shorter the pause, the more the trail fills with noise; the longer, the less it says when somebody looked.
"""

import datetime as dt
from typing import Any

from django.utils import timezone

from documents.models import Event
from documents.trail import record
from organisation.models import User

ONE_READING = dt.timedelta(minutes=10)


def note_reading(case: Any, by: User) -> None:
    """Write down that `by` opened the record, unless they did so less than ten minutes ago."""
    since = timezone.now() - ONE_READING
    again = Event.objects.filter(dossier_id=case.dossier_id, by=by, action="case.read", at__gte=since)
    if not again.exists():
        record(case.dossier, "case.read", by=by)
