"""The family around a child, as forms print it: parents, grandparents, brothers and sisters, carer, school.

Three or four queries for a whole form. Unknown people are empty lines to be filled in by hand.
"""

import re
from typing import Any

from cases.children.letters.words import CAPACITY, RELATIONS, WHEREABOUTS
from cases.letters.people import iso, sex_of
from cases.registry.models import Enrolment, Guardianship, HouseholdMember, Whereabouts

GRANDPARENTS = {
    "祖父": re.compile("^(祖父|爷爷)$"),
    "祖母": re.compile("^(祖母|奶奶)$"),
    "外祖父": re.compile("^(外祖父|外公|姥爷)$"),
    "外祖母": re.compile("^(外祖母|外婆|姥姥)$"),
}


def addressee_of(subject: Any, child: dict[str, Any]) -> str:
    """The guardian by name, as the one who was told; without a name, as the child's guardian."""
    guardian = f"{child['name']}的监护人"
    return f"{subject.told_to}（{guardian}）" if subject.told_to else guardian


def parents_of(case: Any) -> list[tuple[str, dict[str, Any]]]:
    """父亲 and 母亲, each with identity and whereabouts; an empty line for a parent nobody has entered."""
    rows = Whereabouts.objects.filter(child_id=case.person_id, valid_to__isnull=True).select_related("person")
    found = {row.parent: _parent(row) for row in rows}
    return [(title, found.get(parent, {})) for parent, title in (("father", "父亲"), ("mother", "母亲"))]


def _parent(row: Whereabouts) -> dict[str, Any]:
    person = row.person
    return {
        "parent": row.parent,
        "name": person.name if person else "",
        "birth": iso(person.birth_date) if person else "",
        "id_number": person.id_number if person else "",
        "phone": person.phone if person else "",
        "status": row.status,
        "status_words": WHEREABOUTS.get(row.status, ""),
        "place": row.place,
        "since": iso(row.since),
        "capacity": CAPACITY.get(row.capacity, ""),
    }


def absence(parents: list[tuple[str, dict[str, Any]]]) -> dict[str, str]:
    """`away` is both, one or empty; `who_is_away` names the one."""
    away = [line["parent"] for _title, line in parents if line.get("status") == "away"]
    return {"away": ("", "one", "both")[len(away)], "who_is_away": away[0] if len(away) == 1 else ""}


def carer_of(case: Any) -> dict[str, Any]:
    """The person who looks after the child now; nothing when nobody does."""
    current = Guardianship.objects.filter(child_id=case.person_id, valid_to__isnull=True)
    row = current.select_related("carer").first()
    if row is None:
        return {}
    return {
        "name": row.carer.name,
        "id_number": row.carer.id_number,
        "phone": row.carer.phone,
        "sex": sex_of(row.carer),
        "birth": iso(row.carer.birth_date),
        "relation": row.relation_words or RELATIONS.get(row.relation, ""),
        "address": row.carer.residence_address,
        "capacity": row.capacity,
    }


def school_of(case: Any) -> dict[str, Any]:
    """School, grade and whether the child boards there; nothing when no school has been entered."""
    current = Enrolment.objects.filter(child_id=case.person_id, valid_to__isnull=True)
    row = current.select_related("school").first()
    return {"name": row.school.name, "grade": row.grade, "boards": row.boards} if row else {}


def relatives_of(case: Any) -> dict[str, Any]:
    """Two pairs of grandparents, each with title, name and birth date if known; the names of brothers and sisters."""
    rows = HouseholdMember.objects.filter(household_id=case.household_id).select_related("person").order_by("pk")
    members = [row for row in rows if row.person_id != case.person_id]
    grandparents = {title: {"title": title, "name": "", "birth": ""} for title in GRANDPARENTS}
    for row in members:
        title = _grandparent(row)
        if title and not grandparents[title]["name"]:
            grandparents[title] |= {"name": row.person.name, "birth": iso(row.person.birth_date)}
    siblings = [row.person.name for row in members if row.relation in ("sibling", "child")]
    four = list(grandparents.values())
    return {"grandparents": [four[:2], four[2:]], "siblings": siblings}


def _grandparent(row: HouseholdMember) -> str:
    """Which of the four, by the family's own word, else by side and sex."""
    for title, words in GRANDPARENTS.items():
        if words.match(row.relation_words):
            return title
    side = {"grandparent": "祖", "maternal_grandparent": "外祖"}.get(row.relation)
    return side + {"男": "父", "女": "母"}[sex_of(row.person)] if side and sex_of(row.person) else ""
