"""What papers say of a pairing: the child as each reader may know it, the proxy parent, the term, the guardian.

Invariant: what leaves the file for a proxy parent or a school has the child's given name, school and age, never ID
number, risk or family. Called by the builders of pairing papers.
"""

import datetime as dt
from typing import Any

from cases.letters.people import iso, place, sex_of
from cases.registry.names import given_name
from programs.due_rules import days_of
from volunteers.letters.persons import CALLED, TYPES
from volunteers.models import Pairing

REASONS = {
    "same_village": "同村（社区）",
    "same_town": "同乡镇（街道）",
    "neighbour_town": "相邻乡镇（街道）",
    "same_sex": "与儿童同性别",
    "age_fits": "年龄适宜",
    "language": "语言相通",
    "free": "结对名额有余",
    "sibling": "已与其兄弟姐妹结对",
}


def child_in_short(pairing: Pairing, on: dt.date) -> dict[str, Any]:
    """The child as a proxy parent knows it: given name, sex, age, village, school and grade."""
    child = pairing.case.person
    enrolment = child.enrolments.filter(valid_to__isnull=True).select_related("school").first()
    age = child.age(on)
    return {
        "given_name": given_name(child.name),
        "sex": sex_of(child),
        "age": "" if age is None else age,
        "village": place(pairing.case.division),
        "village_short": pairing.case.division.short_name,
        "school": str(enrolment.school) if enrolment else "",
        "grade": enrolment.grade if enrolment else "",
    }


def proxy_in_short(pairing: Pairing, on: dt.date) -> dict[str, Any]:
    """The proxy parent as family, school and village may know them."""
    volunteer = pairing.volunteer
    age = volunteer.person.age(on)
    return {
        "name": volunteer.person.name,
        "sex": sex_of(volunteer.person),
        "age": "" if age is None else age,
        "called": CALLED[volunteer.person.sex],
        "type": TYPES[volunteer.type],
        "number": volunteer.number or "",
        "work_unit": volunteer.work_unit,
        "village": place(volunteer.division),
        "languages": volunteer.languages,
        "vetted_until": iso(volunteer.vetted_until),
        "trained_until": iso(volunteer.trained_until),
    }


def guardian_of(pairing: Pairing) -> str:
    """Who agreed, else who was told of the case, else nobody by name."""
    return pairing.consented_by or getattr(pairing.case.as_kind(), "told_to", "")


def addressee_of(pairing: Pairing) -> str:
    """The guardian by name, else as the child's guardian."""
    guardian = f"{pairing.case.person.name}的监护人"
    known = guardian_of(pairing)
    return f"{known}（{guardian}）" if known else guardian


def rhythm(pairing: Pairing) -> dict[str, int]:
    """How often the two are in touch, and the worth in yuan above which an aid item is confirmed first."""
    version = pairing.volunteer.program_version
    return {
        "contact_days": days_of(version, "active", "pairing_contact"),
        "visit_days": days_of(version, "active", "pairing_visit"),
        "aid_limit": version.number("aid_limit_fen") // 100,
    }


def reasons_of(pairing: Pairing) -> str:
    """Why the two were matched, in words: 同村（社区）、年龄适宜."""
    return "、".join(REASONS[code] for code, _points in pairing.reasons if code in REASONS)
