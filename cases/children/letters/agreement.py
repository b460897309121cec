"""LBC-20, the care agreement that parents and carer sign on paper (domain report §2.1b, §2.18): parties and text."""

from typing import Any

from cases.children.letters.family import carer_of, parents_of
from cases.letters.bases import CARE
from cases.letters.people import child_lines, day_of, iso
from documents.letters import letter
from documents.models import Event
from organisation.models import Division


@letter("LBC-20", "委托照护协议", word="留照", organ="town", basis=CARE, signed=True)
def care_agreement(subject: Any, event: Event | None, data: dict[str, Any]) -> dict[str, Any]:
    """The parties by name and ID number as far as known; period and money are written in when it is signed."""
    carer = carer_of(subject)
    village: Division = subject.division
    return {
        "child": child_lines(subject, day_of(event)),
        "parents": parents_of(subject),
        "carer": carer,
        "witness": village.name,
        "signed_on": iso(data.get("signed_on")),
        "valid_until": iso(data.get("valid_until")),
    }
