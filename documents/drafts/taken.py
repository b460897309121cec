"""What phones took along: one event a day and user, with the codes of everybody it was about.

The one invariant: the codes stand in the encrypted part of the event, no name does. Called by the data view.
"""

from typing import Any

from django.utils import timezone

from documents.models import Event
from documents.offices import office_of
from documents.trail import record
from organisation.models import User
from organisation.rights import rights_of


def note_what_was_taken(user: User, sections: list[dict[str, Any]]) -> None:
    """Write down which codes are on the phone, unless today's event says the same already."""
    codes = sorted({card["about"] for section in sections for card in section.get("cards", []) if card.get("about")})
    rights = rights_of(user)
    if not codes or not rights:
        return
    today = Event.objects.filter(by=user, action="phone.data", at__date=timezone.localdate())
    last = today.order_by("-at").first()
    if last is None or last.details.get("codes") != codes:
        record(office_of(user), "phone.data", by=user, right=rights[0], details={"codes": codes, "count": len(codes)})
