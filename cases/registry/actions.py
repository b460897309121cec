"""Entering people and the facts around a child."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from cases.registry.models import (
    Enrolment,
    Guardianship,
    Household,
    HouseholdMember,
    PayeeAccount,
    Person,
    School,
    Whereabouts,
)
from organisation.models import Division


@dataclass
class ParentEntry:
    """What is told of one parent: name, where, since when. Identity may be unknown."""

    status: str = "unknown"
    name: str = ""
    phone: str = ""
    place: str = ""
    since: dt.date | None = None
    capacity: str = ""
    id_number: str = ""


@dataclass
class CarerEntry:
    """Who looks after the child."""

    name: str
    relation: str = "other"
    relation_words: str = ""
    id_number: str = ""
    phone: str = ""


@dataclass
class ChildEntry:
    """One child with everything a roster row or the registration form says. Values are clean already."""

    name: str
    id_number: str
    sex: str
    birth_date: dt.date
    division: Division
    father: ParentEntry = field(default_factory=ParentEntry)
    mother: ParentEntry = field(default_factory=ParentEntry)
    carer: CarerEntry | None = None
    school: str = ""
    grade: str = ""
    boards: bool = False
    ethnic_group: str = ""
    health: str = ""
    phone: str = ""
    address: str = ""
    account_number: str = ""
    account_holder: str = ""
    bank: str = ""


@transaction.atomic
def enter_child(entry: ChildEntry) -> tuple[Person, Household]:
    """Write a child, the household and the facts around them. The ID number must be new (search before create)."""
    child = Person.objects.create(**_identity(entry))
    household = Household.objects.create(division=entry.division, address=entry.address)
    HouseholdMember.objects.create(household=household, person=child, relation="child")
    for parent in ("father", "mother"):
        _enter_parent(child, household, parent, getattr(entry, parent))
    if entry.carer:
        _enter_carer(child, household, entry.carer)
    if entry.school:
        school, _made = School.objects.get_or_create(name=entry.school, county_code=entry.division.code[:6])
        Enrolment.objects.create(child=child, school=school, grade=entry.grade, boards=entry.boards)
    if entry.account_number:
        PayeeAccount.objects.create(
            child=child, holder=entry.account_holder, number=entry.account_number, bank=entry.bank
        )
    return child, household


def _identity(entry: ChildEntry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "id_number": entry.id_number,
        "sex": entry.sex,
        "birth_date": entry.birth_date,
        "ethnic_group": entry.ethnic_group,
        "health": entry.health,
        "phone": entry.phone,
        "hukou_division": entry.division,
        "residence_address": entry.address,
    }


def _enter_parent(child: Person, household: Household, parent: str, told: ParentEntry) -> None:
    person = None
    if told.name:
        known = Person.objects.with_id_number(told.id_number).first() if told.id_number else None
        sex = "M" if parent == "father" else "F"
        person = known or Person.objects.create(name=told.name, id_number=told.id_number, phone=told.phone, sex=sex)
        HouseholdMember.objects.get_or_create(household=household, person=person, defaults={"relation": parent})
    Whereabouts.objects.create(
        child=child,
        parent=parent,
        person=person,
        status=told.status,
        place=told.place,
        since=told.since,
        capacity=told.capacity,
    )


def _enter_carer(child: Person, household: Household, told: CarerEntry) -> None:
    known = Person.objects.with_id_number(told.id_number).first() if told.id_number else None
    carer = known or Person.objects.create(name=told.name, id_number=told.id_number, phone=told.phone)
    HouseholdMember.objects.get_or_create(
        household=household,
        person=carer,
        defaults={"relation": told.relation, "relation_words": told.relation_words},
    )
    Guardianship.objects.create(child=child, carer=carer, relation=told.relation, relation_words=told.relation_words)
