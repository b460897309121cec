"""What phones take along besides children: numbers to phone in an emergency; and the note of who took what.

The one invariant: one event a day and user holds the codes of everybody it was about, encrypted and without a name.
Called by the data view.
"""

from typing import Any

from django.utils import timezone

from documents.models import Event
from documents.offices import office_of
from documents.trail import record
from organisation.models import Organ, User, in_force
from organisation.rights import rights_of


def lines_of(user: User) -> list[dict[str, str]]:
    """The numbers of the county office for the user's places, to be phoned in an emergency besides 110."""
    codes = {right.division.code[:6].ljust(12, "0") for right in rights_of(user)}
    today = timezone.localdate()
    organs = Organ.objects.filter(in_force(today), kind=Organ.Kind.COUNTY, division__code__in=codes).exclude(phone="")
    return [{"label": organ.name, "number": organ.phone} for organ in organs.order_by("division__code")[:3]]


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
