"""When the next visit is due: a recorded visit that met the family ends the running period and begins the next.

The next period begins on the day of the last visit, however late it was entered. Lengths are rules of the case's
program version (programs.models.DueRule; domain report §2.1).
"""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from documents.declarations import Due
from documents.models import DueDate
from programs.due_rules import dues_of

if TYPE_CHECKING:
    from cases.models import Visit

# What begins again once it is done → the state of the case whose rules say how often.
RECURRING = {"visit": "in_service", "contact": "monitored", "checkup": "in_service"}


def met_family(visit: "Visit") -> tuple[str, ...]:
    """The due dates that this record fulfils: none when nobody was met, so that the visit stays due."""
    return ("visit", "contact") if visit.result == "done" else ()


def next_visit(visit: "Visit", fulfilled: tuple[str, ...] | None = None) -> tuple[Due, ...]:
    """For each running due date that this record fulfils and that recurs, the next one, from the day of the visit."""
    names = [name for name in (met_family(visit) if fulfilled is None else fulfilled) if name in RECURRING]
    if not names:
        return ()
    running = DueDate.objects.filter(dossier_id=visit.dossier_id, name__in=names).open()
    version, level = visit.case.program_version, visit.case.risk_level or "low"
    return tuple(
        due
        for each in running
        for due in dues_of(version, RECURRING[each.name], risk=level, names=(each.name,), since=last_met)
    )


def last_met(visit: "Visit") -> dt.date | None:
    """The day of the newest visit of its kind at which the family was met: a record entered late never goes back."""
    met = type(visit).objects.recorded().filter(case_id=visit.case_id, kind=visit.kind, result="done")
    newest = met.order_by("-done_on").values_list("done_on", flat=True).first()
    return max(filter(None, (newest, visit.done_on)), default=None)


def _record(due: Any, user: Any) -> str:
    return reverse("visit-record", args=[due.dossier.code])


# Where these due dates are done.
PLACES = dict.fromkeys(("visit", "contact", "checkup", "return_visit"), _record)
