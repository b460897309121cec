"""What is done to cases that is more than one transition of one row."""

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, Visit, VisitPhoto
from cases.photos import Photo, check_consents
from cases.visit_queries import planned_visit
from documents.attachments import attach
from documents.keys import first_time
from documents.models import Dossier, Event
from documents.refusals import NotPossible
from documents.transitions import locked, perform
from organisation.calendar import current_calendar
from organisation.models import User
from organisation.working_days import last_day

LATE_AFTER_WORKING_DAYS = 3
OF_THE_VISIT = ("needs", "private_note")  # what a household visit says of each child that stands on the visit itself


@transaction.atomic
def record_visit(
    case: Case,
    *,
    by: User,
    child: dict[str, Any] | None = None,
    expected: int | None = None,
    key: str | None = None,
    visit: Visit | None = None,
    photos: Sequence[Photo] = (),
    kind: str = "home_visit",
    **data: Any,
) -> Event:
    """Record a visit to one child, planned before or not. `child` are fields of ChildSeen, `data` those of Visit.

    A record more than three working days after the visit is marked as late. Raises a Refused.
    """
    with locked(case.dossier_id) as dossier:
        if earlier := first_time(dossier, key, "visit.record"):
            return earlier
        data["entered_late"] = is_late(data["done_on"], timezone.localdate())
        if child is not None:
            data["child"] = child
        visit = visit or planned_visit(case, kind, data["done_on"]) or _new(case, dossier, kind, by)
        event = perform(visit, "record", by=by, expected=expected, key=key, visitor=by, **data)
        _keep(photos, Visit.objects.select_related("dossier", "case__person").get(pk=visit.pk), by)
        if data.get("result") == Visit.Result.RESCHEDULED:
            _plan_instead(visit, dossier, data["next_on"], by)
    return event


def record_household_visit(
    *, by: User, client_uuid: UUID, children: Sequence[dict[str, Any]], photos: Sequence[Photo] = (), **common: Any
) -> list[Event]:
    """Record one visit to a household: a record in the file of each child it covered, all of them or none.

    `children`: for each the `case`, fields of ChildSeen, `needs`, `private_note`, and `expected` (the version its page
    showed) where there is one. `common` are fields of Visit. The same `client_uuid` again is the same visit: its events
    are returned, whatever has changed meanwhile. Raises a Refused.
    """
    if not children:
        raise NotPossible(_("Say which child was visited."))
    in_order = sorted(children, key=lambda each: each["case"].dossier_id)
    with locked(*(each["case"].dossier_id for each in in_order)):
        if earlier := recorded_before(by, client_uuid):
            return earlier
        return [_record_one(each, by, client_uuid, photos, common) for each in in_order]


def recorded_before(by: User, client_uuid: UUID) -> list[Event]:
    """The events of the household visit that this user has sent under that id before; none when it is new."""
    found = Event.objects.filter(key=str(client_uuid), action="visit.record", by=by)
    return list(found.select_related("dossier").order_by("dossier_id"))


def _record_one(
    told: dict[str, Any], by: User, client_uuid: UUID, photos: Sequence[Photo], common: dict[str, Any]
) -> Event:
    child = {name: value for name, value in told.items() if name not in ("case", "expected", *OF_THE_VISIT)}
    own = {name: told[name] for name in OF_THE_VISIT if name in told}
    return record_visit(
        told["case"],
        by=by,
        child=child,
        expected=told.get("expected"),
        key=str(client_uuid),
        photos=photos,
        together=client_uuid,
        **{**common, **own},
    )


def _new(case: Case, dossier: Dossier, kind: str, by: User) -> Visit:
    return Visit.objects.create(dossier=dossier, case_id=case.pk, visitor=by, kind=kind)


def _keep(photos: Sequence[Photo], visit: Visit, by: User) -> None:
    """Keep the photos in the child's file. Raises NotPossible where a face has no consent."""
    check_consents([visit.case], photos)
    for place, photo in enumerate(photos, start=1):
        title = _("Photo %(number)d of the visit on %(day)s") % {"number": place, "day": visit.done_on}
        attachment = attach(visit.dossier, BytesIO(photo.content), title=f"{title} ({visit.pk})", by=by)
        VisitPhoto.objects.create(visit=visit, attachment=attachment, shows_face=photo.shows_face)


def _plan_instead(put_off: Visit, dossier: Dossier, day: dt.date, by: User) -> None:
    """Set down another visit on the day that was agreed."""
    later = Visit.objects.create(
        dossier=dossier, case_id=put_off.case_id, kind=put_off.kind, visitor=by, planned_on=day, replaces=put_off
    )
    perform(later, "plan", by=by)


def is_late(done_on: dt.date, entered_on: dt.date) -> bool:
    """True when more than three working days lie between visit and record (domain report §2.2)."""
    return entered_on > last_day(done_on, LATE_AFTER_WORKING_DAYS, "working_day", current_calendar())
