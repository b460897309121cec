"""Brothers and sisters of one household, and what a visit to them is told as."""

import uuid
from typing import Any

from django.utils import timezone

from cases.actions import record_household_visit
from cases.children.models import LeftBehindCase
from documents.models import Event
from organisation.models import User
from tests.cases.stages import imported_child, register

BROTHER = {"name": "毋小年", "id_number": "41998320130621004X", "sex": "M"}
COMMON: dict[str, Any] = {"result": "done", "second_visitor": "文邻村", "woman_present": True, "carer_present": True}


def brother_of(case: LeftBehindCase, by: User | None = None, **changes: Any) -> LeftBehindCase:
    """A registered brother in the same household."""
    brother = imported_child(**(BROTHER | changes))
    LeftBehindCase.objects.filter(pk=brother.pk).update(household=case.household_id)
    if by:
        register(brother, by)
    brother.refresh_from_db()
    return brother


def told(case: LeftBehindCase, **changes: Any) -> dict[str, Any]:
    """What is told of one child who was seen and spoken with alone."""
    return {"case": case, "seen": True, "spoken_alone": True, "private_note": ""} | changes


def visited(*children: dict[str, Any], by: User, client_uuid: uuid.UUID | None = None, **common: Any) -> list[Event]:
    """One visit to all of these children today."""
    common = {"done_on": timezone.localdate()} | COMMON | common
    return record_household_visit(by=by, client_uuid=client_uuid or uuid.uuid4(), children=list(children), **common)
