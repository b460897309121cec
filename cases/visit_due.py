"""When the next visit is due: a recorded visit that met the family ends the running period and begins the next.

Intervals are parameters of the case's program version, by risk level (domain report §2.1).
"""

from typing import TYPE_CHECKING

from documents.declarations import Due
from documents.due_dates import due_date_label
from documents.models import DueDate
from organisation.roles import Role

if TYPE_CHECKING:
    from cases.models import Visit

RECURRING = ("visit", "contact")


def met_family(visit: "Visit") -> tuple[str, ...]:
    """The due dates that this record fulfils: none when nobody was met, so that the visit stays due."""
    return RECURRING if visit.result == "done" else ()


def next_visit(visit: "Visit") -> tuple[Due, ...]:
    """For each running due date that this record fulfils, the next one, counted from the day it is recorded."""
    if not met_family(visit):
        return ()
    version, level = visit.case.program_version, visit.case.risk_level or "low"
    parameters = {"visit": f"visit_{level}_days", "contact": "monitored_contact_days"}
    running = DueDate.objects.filter(dossier_id=visit.dossier_id, name__in=RECURRING).open()
    return tuple(
        Due(
            each.name, due_date_label(each.name), Role(each.role), version.number(parameters[each.name]), "calendar_day"
        )
        for each in running
    )
