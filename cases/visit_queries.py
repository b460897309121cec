"""Questions about visits that guards, letters, pages and actions ask."""

import datetime as dt
from typing import Any

from cases.models.cases import FINISHED, Case
from cases.models.visits import SUPERVISORS, Visit
from cases.visit_follow_ups import FOLLOW_UPS
from documents.models import DueDate
from organisation.models import User
from organisation.rights import right_for


def latest_home_visit(case: Case) -> Visit | None:
    """The newest recorded home visit at which the family was met."""
    return Visit.objects.filter(case_id=case.pk).done_at_home().first()


def planned_visit(case: Any, kind: str, done_on: dt.date) -> Visit | None:
    """The planned visit that one made on this day fulfils: the oldest of that kind planned for its month or before."""
    month_end = (done_on.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
    waiting = Visit.objects.filter(case_id=case.pk, kind=kind, status=Visit.Status.PLANNED, planned_on__lt=month_end)
    return waiting.order_by("planned_on", "pk").first()


def siblings(case: Any, user: User) -> list[Any]:
    """The running cases of the case's household that the user may see, the case itself first."""
    same = Case.objects.visible_to(user).visited().filter(household=case.household_id).exclude(status__in=FINISHED)
    found = list(same.for_page().order_by("person__birth_date", "pk"))
    return sorted(found, key=lambda each: each.pk != case.pk)


def visited_together(visit: Visit, user: User) -> list[Visit]:
    """The records of one household visit that the user may see, this one first."""
    same = Visit.objects.visible_to(user).filter(pk=visit.pk)
    if visit.together:
        same = Visit.objects.visible_to(user).filter(together=visit.together, visitor=visit.visitor_id)
    related = ("dossier", "case__person", "case__dossier", "visitor", "follow_up", "talk")
    found = list(same.select_related(*related).prefetch_related("children", "photos__attachment", "amendments__by"))
    return sorted(found, key=lambda each: (each.pk != visit.pk, each.pk))


def reads_notes(user: User, visit: Visit) -> bool:
    """The private note is for the visitor and those who supervise the visits of the place, nobody else."""
    return visit.visitor_id == user.pk or right_for(user, set(SUPERVISORS), visit.dossier.division_code) is not None


def left_open(visit: Visit) -> list[DueDate]:
    """What a closed door, a refusal or a move has left to do in this case."""
    return list(DueDate.objects.open().filter(dossier=visit.dossier_id, name__in=FOLLOW_UPS))
