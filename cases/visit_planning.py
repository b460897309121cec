"""Planning a month of visits in a village: who is due, which days suit, and setting it down (domain report §2.2).

The one invariant: a plan is one act (VIS-05) for all of its visits, and nobody is planned twice in a month.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.models import FINISHED, Case, Visit, VisitPlan
from documents.keys import first_time
from documents.models import Dossier, DueDate, Event
from documents.offices import place_dossier
from documents.refusals import NotPossible
from documents.sets import perform_many
from documents.transitions import locked
from organisation.calendar import current_calendar
from organisation.models import Division, User

HOME_DUES = ("visit", "contact", "visit_again")


@dataclass(frozen=True)
class ToPlan:
    """A case whose family must be visited until the end of the month, and the day that suits."""

    case: Case
    due: DueDate
    suggested: dt.date


@dataclass(frozen=True)
class Chosen:
    """One visit to be set down."""

    case: Case
    day: dt.date
    visitor: User


def last_of(month: dt.date) -> dt.date:
    """The last day of the month that begins on `month`."""
    return (month + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def to_plan(village: Division, month: dt.date, user: User, *, today: dt.date) -> list[ToPlan]:
    """Cases of the village with a home visit due in that month or before, those not planned yet, families together.

    The days are spread over the month's working days, none after the last day for its visit unless that is past.
    """
    dues = DueDate.objects.open().visible_to(user).filter(name__in=HOME_DUES, due_on__lte=last_of(month))
    dues = dues.filter(dossier__case__division=village).exclude(dossier__case__status__in=FINISHED)
    planned = Visit.objects.filter(status=Visit.Status.PLANNED, planned_on__range=(month, last_of(month)))
    dues = dues.exclude(dossier__in=planned.values("dossier_id"))
    related = ("dossier__case__person", "dossier__case__division__parent", "dossier__case__dossier")
    first: dict[int, DueDate] = {}
    for due in dues.select_related(*related):  # the most urgent comes first
        first.setdefault(due.dossier_id, due)
    families: dict[int, list[DueDate]] = {}
    for due in first.values():
        families.setdefault(due.dossier.case.household_id, []).append(due)
    days = spread([min(due.due_on for due in family) for family in families.values()], month, today=today)
    return [
        ToPlan(due.dossier.case, due, day)
        for family, day in zip(families.values(), days, strict=True)
        for due in family
    ]


def spread(deadlines: Sequence[dt.date], month: dt.date, *, today: dt.date) -> list[dt.date]:
    """A working day of the month for each deadline (in order), evenly, and not after it where that is possible."""
    calendar = current_calendar()
    start, end = max(month, today), last_of(month)
    span = [start + dt.timedelta(days=n) for n in range((end - start).days + 1)]
    working = [day for day in span if calendar.is_working(day)] or [end]
    found = []
    for place, deadline in enumerate(deadlines):
        even = working[place * len(working) // len(deadlines)]
        in_time = [day for day in working if day <= deadline]
        found.append(min(even, in_time[-1] if in_time else working[0]))
    return found


def plan_of(village: Division, month: dt.date, user: User) -> VisitPlan | None:
    """The plan of that village and month, if there is one that the user may see."""
    return VisitPlan.objects.visible_to(user).filter(division=village, month=month).first()


def visits_of(plan: VisitPlan, user: User) -> list[Visit]:
    """The visits of a plan that the user may see, in the order of days."""
    rows = Visit.objects.visible_to(user).filter(in_plan=plan).select_related("case__person", "dossier", "visitor")
    return list(rows.order_by("planned_on", "pk"))


def planned_before(village: Division, key: str) -> bool:
    """True when this very form has been sent before."""
    codes = Dossier.objects.filter(kind=Dossier.Kind.OFFICE, division_code=village.code)
    return bool(key) and Event.objects.filter(dossier__in=codes, key=key, action="visit.plan").exists()


def plan_visits(
    village: Division, month: dt.date, rows: Sequence[Chosen], *, by: User, key: str | None = None
) -> Event:
    """Set the visits down, with the month's plan as their paper. The same key is the same act. Raises a Refused."""
    if not rows:
        raise NotPossible(_("Choose at least one visit to plan."))
    dossier = place_dossier(village.code)
    with locked(dossier.pk) as held:
        if earlier := first_time(held, key, "visit.plan"):
            return earlier
        plan, _made = VisitPlan.objects.get_or_create(dossier=held, division=village, month=month)
        if plan.status == VisitPlan.Status.COMPLETED:
            raise NotPossible(_("This month is completed. Plan the visit for a later month."))
        made = _made_visits(plan, rows)
        visits = Visit.objects.filter(pk__in=made)
        return perform_many(visits, "plan", by=by, within=plan, papers=[("VIS-05", {})], key=key)


def _made_visits(plan: VisitPlan, rows: Sequence[Chosen]) -> list[int]:
    """New visits, ready to be planned together."""
    month = (plan.month, plan.last_day)
    waiting = Visit.objects.filter(status=Visit.Status.PLANNED, planned_on__range=month)
    if waiting.filter(case__in=[row.case.pk for row in rows]).exists():
        raise NotPossible(_("One of these children has been planned for this month already. Reload the page."))
    visits = [
        Visit(
            dossier_id=row.case.dossier_id, case_id=row.case.pk, visitor=row.visitor, planned_on=row.day, in_plan=plan
        )
        for row in rows
    ]
    return [visit.pk for visit in Visit.objects.bulk_create(visits)]
