"""What a visit leaves due, what it fulfils, and what comes back when it turns out void (domain report §2.2).

The one invariant: a closed door, a refusal or a move stays somebody's task until the family was met or a supervisor
settled it. Lengths are rules of the case's program version, under the visit's result as their state.
"""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.visit_due import met_family, next_visit
from documents.declarations import Due
from documents.due_dates import close_due_dates, due_date_label, open_due_dates
from documents.models import DueDate, Event
from organisation.roles import Role
from programs.due_rules import dues_of

if TYPE_CHECKING:
    from cases.models import Visit

LABELS = {
    "visit_again": _("Try the visit again"),
    "nobody_home_twice": _("Nobody at home twice: see to it"),
    "family_refused": _("The family refused the visit: see to it"),
    "family_moved": _("The family moved away: see to it"),
    "follow_up": _("Follow-up visit"),
}
FOLLOW_UPS = ("visit_again", "nobody_home_twice", "family_refused", "family_moved")
LATER = {"follow_up_visit": "follow_up"}  # what the next date of a visit of that kind makes due


def closed_by_visit(visit: "Visit") -> tuple[str, ...]:
    """What this record ends: an attempt the one to try again, a family that was met everything left open."""
    if visit.result != "done":
        return ("visit_again",)
    return (*fulfilled(visit), *FOLLOW_UPS)


def fulfilled(visit: "Visit") -> tuple[str, ...]:
    """What a visit of its kind was due for."""
    met = met_family(visit)
    if visit.kind == "home_visit":
        return met
    called = tuple(name for name in met if name != "visit")  # only a home visit is a home visit
    if visit.kind == "return_visit":
        return (*called, "return_visit")
    checked = ("checkup",) if visit.follow_up.about == "checkup" else ()
    return (*called, "follow_up", *checked)


def opened_by_visit(visit: "Visit") -> tuple[Due, ...]:
    """The next visit of a family that was met; the next step for one that was not."""
    if visit.result == "done":
        return (*next_visit(visit, fulfilled(visit)), *_agreed(visit))
    names = ["visit_again", "family_refused", "family_moved"]
    if visit.result == "nobody_home" and nobody_home_before(visit):
        names.append("nobody_home_twice")
    version, risk = visit.case.program_version, visit.case.risk_level
    tries = dues_of(version, visit.result, risk=risk, names=("visit_again",), since=day_of_visit)
    return (*tries, *dues_of(version, visit.result, risk=risk, names=tuple(names[1:])))


def _agreed(visit: "Visit") -> Iterator[Due]:
    """The day on which a measure is looked at again."""
    name = LATER.get(visit.kind)
    if name and visit.next_on and visit.done_on and visit.follow_up.goes_on:
        days = max(0, (visit.next_on - visit.done_on).days)
        yield Due(name, LABELS[name], Role.VILLAGE_CHILD_OFFICER, days, "calendar_day", since=day_of_visit)


def day_of_visit(visit: "Visit") -> dt.date | None:
    """The day of the visit, from which the next attempt is counted, however late it was entered."""
    return visit.done_on


def nobody_home_before(visit: "Visit") -> bool:
    """True when the visit before this one met a closed door too."""
    earlier = type(visit).objects.filter(case_id=visit.case_id, kind=visit.kind).recorded().exclude(pk=visit.pk)
    last = earlier.filter(done_on__lte=visit.done_on).order_by("-done_on", "-id").first()
    return bool(last and last.result == visit.result == "nobody_home")


def take_back_due_dates(visit: "Visit", event: Event) -> None:
    """After `visit.void`: what the void record had opened falls away, what it had fulfilled is due again.

    Nothing comes back where a later visit has met the family: that one stands.
    """
    recorded = Event.objects.filter(
        dossier=event.dossier_id, action="visit.record", subject_id=visit.pk, subject_label=event.subject_label
    ).first()
    if recorded is None:  # it was only planned
        return
    opened = DueDate.objects.filter(opened_by=recorded, state=DueDate.State.OPEN)
    close_due_dates(event.dossier, list(opened.values_list("name", flat=True)), event, state=DueDate.State.CANCELLED)
    later = Q(done_on__gt=visit.done_on) | Q(done_on=visit.done_on, pk__gt=visit.pk)
    if type(visit).objects.filter(later, case_id=visit.case_id, result="done").recorded().exists():
        return
    running = DueDate.objects.filter(dossier=event.dossier).open().values("name")
    back = DueDate.objects.filter(closed_by=recorded).exclude(name__in=running).order_by("pk")
    open_due_dates(event.dossier, visit, [_again(row) for row in back], event)


def _again(row: DueDate) -> Due:
    """The same due date once more, with the same last day."""

    def since(visit: Any) -> dt.date:
        return row.starts_on

    days = (row.due_on - row.starts_on).days
    return Due(row.name, due_date_label(row.name), row.role, days, "calendar_day", since=since, rule=row.rule)
