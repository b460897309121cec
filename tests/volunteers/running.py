"""A pairing that runs, as the coordinator's approval leaves it: for tests of what happens while it does."""

import datetime as dt
from typing import Any
from uuid import uuid4

from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.registry.models import Person
from documents.due_dates import open_due_dates
from documents.models import Dossier
from documents.trail import record
from organisation.models import Division, User
from programs.models import ProgramVersion
from tests.cast import HENGSHAN
from volunteers import pairing_due
from volunteers.actions import record_contact
from volunteers.models import Contact, Pairing, Volunteer
from volunteers.pairing_writes import close_child, open_child


def proxy(user: User, **changes: Any) -> Volunteer:
    """The appointed proxy parent behind this account."""
    division = Division.objects.get(code=changes.pop("village", HENGSHAN))
    dossier = Dossier.begin(Dossier.Kind.VOLUNTEER, division.code)
    dossier.save()
    today = timezone.localdate()
    values = {
        "person": Person.objects.create(name=user.name, sex="F", birth_date=dt.date(1980, 3, 2)),
        "program_version": ProgramVersion.objects.get(program__code="PXP"),
        "number": f"PXP-410883-2026-{user.pk:05d}",
        "status": "registered",
        "vetted_until": today + dt.timedelta(days=200),
        "trained_until": today + dt.timedelta(days=200),
        "pledged_on": today,
    }
    return Volunteer.objects.create(dossier=dossier, division=division, user=user, **(values | changes))


def paired(case: LeftBehindCase, volunteer: Volunteer, *, days: int = 60, **changes: Any) -> Pairing:
    """The two, active since `days` ago, with the child's page open and the periods running."""
    today = timezone.localdate()
    began = today - dt.timedelta(days=days)
    term = {"started_on": began, "valid_until": began + dt.timedelta(days=365)}
    values = {"status": "active", "goals": "每周通一次电话", **term}
    pairing = Pairing.objects.create(dossier=case.dossier, case_id=case.pk, volunteer=volunteer, **(values | changes))
    open_child(pairing, pairing.valid_until)
    event = record(case.dossier, "pairing.activate", by=None, subject=pairing)
    open_due_dates(case.dossier, pairing, pairing_due.on_activation(pairing), event)
    return pairing


def log(pairing: Pairing, by: User, **changes: Any) -> Contact:
    """A visit of 45 minutes today, with changes."""
    values: dict[str, Any] = {
        "client_uuid": uuid4(),
        "done_on": timezone.localdate(),
        "made": True,
        "how": "visit",
        "minutes": 45,
        "topics": {"schooling": "默写进步了", "wishes": "想妈妈"},
        "note": "一起做了作业",
        "private_note": "奶奶说家里吵架",
    }
    return record_contact(pairing, by=by, **(values | changes))


def aid_of(fen: int, *, what: str = "冬衣一件", receipt: Any = None) -> dict[str, Any]:
    """Something given, worth so many fen."""
    return {"what": what, "amount_fen": fen, "receipt": receipt}


def replaced(pairing: Pairing, **changes: Any) -> None:
    """Somebody else takes over: the pairing ended yesterday and its page is closed."""
    close_child(pairing)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Pairing.objects.filter(pk=pairing.pk).update(status="replaced", ended_on=yesterday, **changes)
