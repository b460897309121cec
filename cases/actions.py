"""What is done to cases that is more than one transition of one row."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.models import Case, ChildSeen, Visit
from documents.keys import first_time
from documents.models import Event
from documents.transitions import locked, perform
from organisation.calendar import current_calendar
from organisation.models import User
from organisation.working_days import last_day

LATE_AFTER_WORKING_DAYS = 3


@transaction.atomic
def record_visit(
    case: Case,
    *,
    by: User,
    child: dict[str, Any],
    expected: int | None = None,
    key: str | None = None,
    visit: Visit | None = None,
    **data: Any,
) -> Event:
    """Record a visit to one child's household, planned before or not. `child` are fields of ChildSeen.

    A record more than three working days after the visit is marked as late. Raises a Refused.
    """
    with locked(case.dossier_id) as dossier:
        if earlier := first_time(dossier, key, "visit.record"):
            return earlier
        visit = visit or Visit.objects.create(
            dossier=dossier, case_id=case.pk, visitor=by, kind=data.get("kind", "home_visit")
        )
        if data.get("result") == Visit.Result.DONE:
            ChildSeen.objects.create(visit=visit, case_id=case.pk, **child)
        data["entered_late"] = is_late(data["done_on"], timezone.localdate())
        return perform(visit, "record", by=by, expected=expected, key=key, **data)


def is_late(done_on: dt.date, entered_on: dt.date) -> bool:
    """True when more than three working days lie between visit and record (domain report §2.2)."""
    return entered_on > last_day(done_on, LATE_AFTER_WORKING_DAYS, "working_day", current_calendar())
