"""PXP-02 to PXP-04: application, pledge and authorisation, printed together for the applicant's signature (§2.18)."""

from typing import Any

from cases.letters.people import day_of, doer, iso
from documents.letters import letter
from documents.models import Event
from volunteers.letters.bases import CHOICE, SERVICE, VETTING
from volunteers.letters.persons import INSURANCE, person_lines


@letter("PXP-02", "代理家长申请表", word="代申", organ="county", basis=SERVICE, signed=True)
def application(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """All that the applicant entered; a paper for the file, so the ID number is whole."""
    on = day_of(event)
    return {
        "person": person_lines(subject, on),
        "health": subject.health_statement,
        "languages": subject.languages,
        "skills": subject.skills,
        "availability": subject.availability,
        "motivation": subject.motivation,
        "may_host": subject.may_host,
        "max_children": subject.max_children,
        "insurance": INSURANCE[subject.insurance],
        "insured_until": iso(subject.insured_until),
        "referees": [
            {"name": each.name, "relation": each.relation, "phone": each.phone} for each in _referees(subject)
        ],
        "home_adults": [[each.name, each.relation] for each in subject.home_adults.all()],
        "told_on": iso(subject.told_on),
        "online": subject.online,
        "taken_by": doer(event),
        "taken_on": iso(on),
    }


def _referees(subject: Any) -> list[Any]:
    return list(subject.referees.all())


@letter("PXP-03", "代理家长承诺书", word="代诺", organ="county", basis=CHOICE, signed=True)
def pledge(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Who pledges; what is pledged stands in the template, whose version is part of the paper."""
    return {"person": person_lines(subject, day_of(event))}


@letter("PXP-04", "犯罪记录查询授权书", word="代授", organ="county", basis=VETTING, signed=True)
def authorisation(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The applicant, and for each other adult of a home that has children there a place to sign."""
    adults = subject.home_adults.all() if subject.may_host else ()
    return {
        "person": person_lines(subject, day_of(event)),
        "home_adults": [[each.name, each.relation] for each in adults],
        "days": subject.program_version.number("vetting_days"),
    }
