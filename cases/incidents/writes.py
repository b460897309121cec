"""What the data of an act on a report of danger becomes: rows beside it, in the act's own transaction.

Each function takes (incident, by, data) and returns what the transition's body gets.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django.utils import timezone

from documents.numbering import take_numbers
from organisation.models import Organ, User

if TYPE_CHECKING:
    from cases.incidents.models import Incident

REPORTED = ("harm_types", "what", "where", "observed_at", "danger_now", "child_words")


def report(incident: "Incident", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Give the report its number and start its clocks, which run from the moment the danger was seen."""
    now, version, seen = timezone.now(), incident.program_version, data["observed_at"]
    return {
        **{name: data[name] for name in REPORTED},
        "number": next_number(incident),
        "reported_at": now,
        "phone_by": seen + dt.timedelta(minutes=version.number("phone_minutes")),
        "write_by": seen + dt.timedelta(minutes=version.number("written_minutes")),
        "phoned_at": now if data.get("phoned") else None,
    }


def next_number(incident: "Incident") -> str:
    """PRO-410883-2026-00001, without gaps in a county and year."""
    code, today = incident.dossier.division_code, timezone.localdate()
    organ = Organ.objects.issuing("county", code, today)
    return f"PRO-{code[:6]}-{today.year}-{take_numbers(organ, 'PRO', today.year)[0]:05d}"


def addition(incident: "Incident", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """What was learned later."""
    incident.additions.create(by=cast(User, by), words=data["words"])
    return {}


def plan(incident: "Incident", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """A safety plan; the newest one holds."""
    incident.plans.create(made_by=cast(User, by), **data)
    return {"next_on": data["next_on"]}


def placement(incident: "Incident", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The child was handed over, or stays at home."""
    made = {name: value for name, value in data.items() if name != "next_on"}
    incident.placements.create(made_by=cast(User, by), **made)
    return {"next_on": data["next_on"]}


def follow_up(incident: "Incident", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """What was found when somebody looked in."""
    incident.follow_ups.create(by=cast(User, by), **data)
    return {"next_on": data["next_on"]}


def explanation(incident: "Incident", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Which alarm falls silent. The reason stands in the event and on the slip."""
    column = {"phone": "phone_explained_at", "written": "write_explained_at", "next": "next_explained_at"}
    return {column[data["clock"]]: timezone.now()}


def clearing(incident: "Incident", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The person is named no longer; the row stays."""
    incident.named.filter(pk=data["named"], cleared_at=None).update(cleared_at=timezone.now())
    return {"reason": data["reason"]}


def identification(incident: "Incident", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Which case it is about; a carer named in words is now the carer of that child."""
    from cases.incidents.naming import carer_of
    from cases.models import Case

    case = Case.objects.select_related("person").get(pk=data["case_id"])
    incident.named.filter(part="carer", person=None, user=None).update(person=carer_of(case))
    return {"case_id": case.pk}
