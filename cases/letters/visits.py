"""VIS-01: the record of a visit (domain report §2.2). The private note of the visitor is never printed."""

from typing import Any

from cases.letters.bases import DUTY
from cases.letters.people import child_lines, day_of, iso
from cases.models import ChildSeen, Visit
from documents.letters import letter
from documents.models import Event


@letter("VIS-01", "家访记录表", word="访记", organ="town", basis=DUTY, signed=True)
def visit_record(subject: Visit, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """What was met at the visit, of the household and of the child."""
    seen = ChildSeen.objects.filter(visit=subject).first()
    return {
        "child": child_lines(subject.case, subject.done_on or day_of(event)),
        "case_code": subject.case.number or "",
        "kind": subject.kind,
        "planned_on": iso(subject.planned_on),
        "done_on": iso(subject.done_on),
        "visitors": [name for name in (subject.visitor.name, subject.second_visitor) if name],
        "result": subject.result,
        "carer_present": subject.carer_present if subject.result == Visit.Result.DONE else "",
        "dwelling": subject.dwelling,
        "needs": subject.needs,
        "actions": subject.actions,
        "next_on": iso(subject.next_on),
        "late": subject.entered_late,
        "seen": seen_lines(seen),
    }


def seen_lines(seen: ChildSeen | None) -> dict[str, Any]:
    """What the visit saw of the child; nothing when nobody was met."""
    if seen is None:
        return {}
    return {
        "in_person": seen.seen,
        "alone": seen.spoken_alone,
        "why_not_alone": seen.why_not_alone,
        "mood": seen.mood,
        "health": seen.health,
        "school": seen.school,
    }
