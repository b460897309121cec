"""A child's case at each stage of its way, moved there by the people who may move it."""

import datetime as dt
from typing import Any

from django.utils import timezone

from cases.actions import record_visit
from cases.children.actions import begin_case
from cases.children.models import LeftBehindCase
from cases.registry.actions import CarerEntry, ChildEntry, ParentEntry
from documents.transitions import perform
from organisation.models import Division, User
from tests.cast import HENGSHAN

LOW = dict.fromkeys(("G1", "G2", "G3", "G4", "G5", "S1", "H1", "M1", "E1", "E2", "F1", "P1"), 0)
MEDIUM = LOW | {"G1": 2, "G3": 2, "G4": 2, "G5": 2}
MEASURES = [
    {"aim": aim, "need": "需要", "measure": "每周辅导", "who": "学校", "by_when": dt.date(2027, 1, 31)}
    for aim in ("schooling", "guardianship", "affection")
]


def child_entry(**changes: Any) -> ChildEntry:
    """毋小满 of the sample people, or the same child with changes."""
    values: dict[str, Any] = {
        "name": "毋小满",
        "id_number": "419983201405060024",
        "sex": "F",
        "birth_date": dt.date(2014, 5, 6),
        "division": Division.objects.get(code=HENGSHAN),
        "father": ParentEntry("away", "毋建军", "12039100018", "广东省", dt.date(2024, 3, 1)),
        "mother": ParentEntry("away", "程秀兰", "12039100019", "广东省", dt.date(2024, 3, 1)),
        "carer": CarerEntry("毋秋菊", "grandparent", "祖母", "419983195603080220", "12039100015"),
        "school": "示例第一小学",
        "grade": "六年级",
    }
    return ChildEntry(**(values | changes))


def imported_child(**changes: Any) -> LeftBehindCase:
    """A case in state `imported`, as an import leaves it."""
    case = begin_case(child_entry(**changes))
    LeftBehindCase.objects.filter(pk=case.pk).update(status="imported")
    case.refresh_from_db()
    return case


def register(case: LeftBehindCase, by: User, **changes: Any) -> Any:
    """Register with everything that is asked for."""
    return perform(case, "register", by=by, **({"told_to": "毋秋菊", "told_on": timezone.localdate()} | changes))


def visit(case: LeftBehindCase, by: User, **changes: Any) -> Any:
    """A home visit by two people who saw the child."""
    data = {"result": "done", "done_on": timezone.localdate(), "second_visitor": "卫村官", "carer_present": True}
    data["woman_present"] = True
    return record_visit(case, by=by, **({"child": {"seen": True, "spoken_alone": True}} | data | changes))


def verify(case: LeftBehindCase, by: User, **changes: Any) -> Any:
    """Confirm identity, schooling and findings."""
    data = {"findings": "父母均在外务工", "id_checked": True, "schooling_checked": True}
    return perform(case, "verify", by=by, **(data | changes))


def assess(case: LeftBehindCase, by: User, officer: User, **changes: Any) -> Any:
    """Score as medium with a plan for the three aims."""
    data = {
        "answers": MEDIUM,
        "triggers": [],
        "child_view": "想妈妈多打电话",
        "village_officer": officer.pk,
        "measures": MEASURES,
    }
    return perform(case, "assess", by=by, **(data | changes))


def brought_to(case: LeftBehindCase, status: str, cast: dict[str, User], **assessment: Any) -> LeftBehindCase:
    """Move the case along the main way until it stands in `status`."""
    steps = [
        ("registered", lambda: register(case, cast["wei"])),
        ("verified", lambda: (visit(case, cast["su"]), verify(case, cast["su"]))),
        ("assessed", lambda: assess(case, cast["su"], cast["wei"], **assessment)),
        ("opened", lambda: perform(case, "open", by=cast["an"], opinion="同意")),
    ]
    for reached, move in steps:
        move()
        if reached == status:
            break
    case.refresh_from_db()
    return case
