"""What the data of a visit's act becomes beside the visit itself. Run by `perform` in its transaction.

Each function takes (visit, by, data) and returns what the transition's body gets.
"""

from typing import TYPE_CHECKING, Any

from organisation.models import User

if TYPE_CHECKING:
    from cases.models import Visit

# What an amendment may say otherwise. Date, result or child wrong: the visit is void and recorded anew.
AMENDABLE = (
    *("second_visitor", "woman_present", "carer_present", "dwelling", "needs", "actions", "next_on"),
    *("child.seen", "child.spoken_alone", "child.why_not_alone", "child.mood", "child.health", "child.school"),
)


def found(visit: "Visit", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The child as seen, the measure followed up, or the talk; the rest are fields of the visit."""
    from cases.models import ChildSeen, FollowUp, ReturnTalk

    rest = dict(data)
    tables: dict[str, Any] = {"child": ChildSeen, "follow_up": FollowUp, "talk": ReturnTalk}
    for name, table in tables.items():
        row = rest.pop(name, None)
        if row and data.get("result") == "done":
            own = {"case_id": visit.case_id} if table is ChildSeen else {}
            table.objects.create(visit=visit, **own, **row)
    return rest


def amendments(visit: "Visit", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """A row for each field that is otherwise than the record and its earlier amendments say."""
    from cases.models import VisitAmendment

    now = as_amended(visit)
    VisitAmendment.objects.bulk_create(
        VisitAmendment(visit=visit, field=field, before=now[field], after=after, reason=data["reason"], by=by)
        for field, after in data["changes"].items()
    )
    return {"reason": data["reason"]}


def as_amended(visit: "Visit") -> dict[str, str]:
    """What can be amended of a visit, as texts, with every amendment so far."""
    seen = visit.children.filter(case_id=visit.case_id).first()
    names = [name for name in AMENDABLE if seen or not name.startswith("child.")]
    recorded = {
        name: as_text(getattr(seen if name.startswith("child.") else visit, name.removeprefix("child.")))
        for name in names
    }
    return recorded | dict(visit.amendments.order_by("pk").values_list("field", "after"))


def as_text(value: Any) -> str:
    """A value as an amendment keeps it: yes and no, dates in ISO form, nothing as the empty text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
