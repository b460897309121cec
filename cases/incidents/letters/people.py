"""Of whom a report of danger speaks, as its papers print it.

Invariant: a child's identity stands in full only on the papers that the law needs it on (art. 103); on the others the
name has stars. Who reported stands on PRO-01 alone.
"""

import datetime as dt
from typing import Any

from cases.incidents.letters.words import PARTS, UNKNOWN_CHILD
from cases.incidents.models import Incident
from cases.letters.people import child_lines, place
from cases.registry.masking import mask_name
from cases.registry.models import Enrolment, Guardianship
from documents.models import Event
from organisation.roles import Role

NOTHING_KNOWN = dict.fromkeys(
    ("sex", "birth", "age", "ethnic_group", "id_number", "hukou", "residence", "school", "carer", "carer_phone"), ""
)


def child_of(incident: Incident, on: dt.date) -> dict[str, Any]:
    """The child in full, with school and carer; of one nobody knows, what was said of it."""
    if incident.case is None:
        said = incident.child_words
        return {**NOTHING_KNOWN, "name": UNKNOWN_CHILD, "village": place(incident.division), "words": said}
    person = incident.case.person
    carer = Guardianship.objects.filter(child=person, valid_to__isnull=True).select_related("carer").first()
    enrolment = Enrolment.objects.filter(child=person, valid_to__isnull=True).select_related("school").first()
    return {
        **child_lines(incident.case, on),
        "school": f"{enrolment.school}{enrolment.grade}" if enrolment else "",
        "carer": carer.carer.name if carer else "",
        "carer_phone": carer.carer.phone if carer else "",
        "words": incident.child_words,
    }


def child_with_stars(incident: Incident, on: dt.date) -> dict[str, Any]:
    """The child as papers name it that leave the locked file: 毋**, sex, age and county."""
    if incident.case is None:
        return {"name": UNKNOWN_CHILD, "sex": "", "age": "", "village": place(incident.division)}
    known = child_lines(incident.case, on)
    return {name: known[name] for name in ("sex", "age", "village")} | {"name": mask_name(known["name"])}


def slip_child(incident: Incident, on: dt.date) -> dict[str, Any]:
    """The head of the slip of a step."""
    return {**child_with_stars(incident, on), "number_title": "报告编号"}


def named_lines(incident: Incident) -> list[list[str]]:
    """Part and name of everybody who is named and not cleared."""
    rows = incident.named.standing().select_related("user", "person")
    return [[PARTS[row.part], row.called or "（未写明）"] for row in rows]


def reporter_lines(incident: Incident, event: Event) -> dict[str, str]:
    """Name, post and telephone of whoever reported. For PRO-01 and no other paper."""
    role = event.post.partition("@")[0]
    return {
        "name": incident.reporter.name,
        "post": str(Role(role).label) if role in Role.values else "",
        "phone": incident.reporter.phone,
    }
