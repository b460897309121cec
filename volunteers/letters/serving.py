"""PXP-09, letter of appointment with the work card, and PXP-21, the certificate of hours served."""

import base64
import datetime as dt
from typing import Any

from cases.letters.people import day_of, iso
from documents.attachments import opened
from documents.letters import letter
from documents.models import Event
from volunteers.hours import served
from volunteers.letters.bases import INSURED, RECORDS
from volunteers.letters.persons import INSURANCE, person_lines


@letter("PXP-09", "代理家长聘书", word="代聘", organ="county", basis=INSURED)
def appointment(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The letter, and on the second page the card to cut out. The photo is part of what is frozen, byte for byte."""
    return {
        "addressee": subject.person.name,
        "person": person_lines(subject, day_of(event)),
        "photo": picture(subject.photo),
        "appointed_on": iso(subject.appointed_on),
        "valid_until": iso(subject.vetted_until),
        "insurance": INSURANCE[subject.insurance],
        "again": event.action.endswith("renew_card"),
    }


def picture(photo: Any) -> str:
    """The photo as a data: address. Raises ScanChanged when it is not the one that was kept."""
    return f"data:{photo.content_type};base64,{base64.b64encode(opened(photo)).decode()}"


@letter("PXP-21", "志愿服务记录证明", word="代证", organ="county", basis=RECORDS)
def record_of_service(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Contacts and hours by year from the contacts that were made, and the trainings of the period."""
    since: dt.date = data["since"]
    until: dt.date = data["until"]
    years = served(subject, since, until)
    trainings = subject.trainings.filter(held_on__gte=since, held_on__lte=until).order_by("held_on")
    return {
        "person": person_lines(subject, day_of(event)),
        "since": iso(since),
        "until": iso(until),
        "years": [[str(each.year), each.contacts, each.visits, each.hours] for each in years],
        "contacts": sum(each.contacts for each in years),
        "visits": sum(each.visits for each in years),
        "hours": f"{sum(each.minutes for each in years) / 60:.1f}",
        "trainings": [[each.course, iso(each.held_on), each.minutes] for each in trainings],
        "children": subject.pairings.filter(started_on__isnull=False, started_on__lte=until).count(),
    }
