"""Outreach rounds (走访): entering one in the ledger of the place it went through."""

from typing import Any

from django.utils import timezone

from cases.actions import is_late
from cases.models import OutreachRound
from documents.keys import first_time
from documents.models import Event
from documents.offices import place_dossier
from documents.transitions import locked, perform
from organisation.models import Division, User


def record_round(*, by: User, division: Division, key: str | None = None, **told: Any) -> Event:
    """Enter a round; `told` are fields of OutreachRound. The same key is the same round. Raises a Refused."""
    dossier = place_dossier(division.code)
    with locked(dossier.pk) as held:
        if earlier := first_time(held, key, "outreach.record"):
            return earlier
        late = is_late(told["held_on"], timezone.localdate())
        entry = OutreachRound.objects.create(dossier=held, division=division, visitor=by, entered_late=late, **told)
        return perform(entry, "record", by=by, key=key)
