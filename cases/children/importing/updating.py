"""A child that is known already: what a newer roster changes, fact by fact; what was true before ends, it is kept."""

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone

from cases.children.importing.creating import PARENTS, schools_named
from cases.registry.actions import CarerEntry, ChildEntry, ParentEntry
from cases.registry.models import (
    Enrolment,
    Guardianship,
    Household,
    HouseholdMember,
    PayeeAccount,
    Person,
    Whereabouts,
)


def update_child(child: Person, household: Household, entry: ChildEntry) -> list[str]:
    """Bring the facts to what the row says; returns the names of those that changed. Empty cells change nothing."""
    today = timezone.localdate()
    changed = _set(
        child,
        {
            "name": entry.name,
            "ethnic_group": entry.ethnic_group[:20],
            "health": entry.health[:60],
            "residence_address": entry.address[:120],
        },
    )
    for who in PARENTS:
        changed += _update_parent(child, household, who, getattr(entry, who), today)
    if entry.carer:
        changed += _update_carer(child, household, entry.carer, today)
    if entry.school:
        changed += _update_school(child, entry, today)
    if entry.account_number:
        changed += _update_account(child, entry, today)
    return changed


def _set(row: models.Model, values: dict[str, Any]) -> list[str]:
    changed = [name for name, value in values.items() if value and getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save()
    return changed


def _in_force(rows: Any) -> Any:
    return rows.filter(valid_to__isnull=True).first()


def _replace(current: Any, new: models.Model, today: dt.date) -> None:
    if current:
        type(current).objects.filter(pk=current.pk).update(valid_to=today)
    new.save()


def _update_parent(child: Person, household: Household, who: str, told: ParentEntry, today: dt.date) -> list[str]:
    current = _in_force(Whereabouts.objects.filter(child=child, parent=who).select_related("person"))
    person = current.person if current else None
    changed = []
    if told.name and person is None:
        person = Person.objects.create(name=told.name, phone=told.phone, sex=PARENTS[who])
        HouseholdMember.objects.create(household=household, person=person, relation=who)
        changed.append(who)
    elif person:
        changed += [f"{who}_{name}" for name in _set(person, {"name": told.name, "phone": told.phone})]
    facts = {"status": told.status, "place": told.place[:60], "since": told.since, "capacity": told.capacity}
    same = current and all(getattr(current, name) == value for name, value in facts.items())
    if not same and told.status != "unknown":
        _replace(current, Whereabouts(child=child, parent=who, person=person, valid_from=today, **facts), today)
        changed.append(f"{who}_whereabouts")
    return changed


def _update_carer(child: Person, household: Household, told: CarerEntry, today: dt.date) -> list[str]:
    current = _in_force(Guardianship.objects.filter(child=child).select_related("carer"))
    if current and _is_same_person(current.carer, told):
        return [f"carer_{name}" for name in _set(current.carer, {"name": told.name, "phone": told.phone})]
    known = Person.objects.with_id_number(told.id_number).first() if told.id_number else None
    carer = known or Person.objects.create(name=told.name, id_number=told.id_number, phone=told.phone)
    facts = {"relation": told.relation, "relation_words": told.relation_words[:20]}
    HouseholdMember.objects.get_or_create(household=household, person=carer, defaults=facts)
    _replace(current, Guardianship(child=child, carer=carer, valid_from=today, **facts), today)
    return ["carer"]


def _is_same_person(person: Person, told: CarerEntry) -> bool:
    if told.id_number and person.id_number:
        return told.id_number == person.id_number
    return told.name == person.name


def _update_school(child: Person, entry: ChildEntry, today: dt.date) -> list[str]:
    current = _in_force(Enrolment.objects.filter(child=child).select_related("school"))
    key = (entry.division.code[:6], entry.school[:60])
    facts = {"grade": entry.grade[:20], "boards": entry.boards}
    if current and current.school.name == key[1]:
        changed = [name for name, value in facts.items() if getattr(current, name) != value]
        Enrolment.objects.filter(pk=current.pk).update(**facts)
        return changed
    _replace(current, Enrolment(child=child, school=schools_named({key})[key], valid_from=today, **facts), today)
    return ["school"]


def _update_account(child: Person, entry: ChildEntry, today: dt.date) -> list[str]:
    current = _in_force(PayeeAccount.objects.filter(child=child))
    if current and (current.number, current.holder) == (entry.account_number, entry.account_holder[:60]):
        return []
    new = PayeeAccount(
        child=child,
        holder=entry.account_holder[:60],
        number=entry.account_number,
        bank=entry.bank[:60],
        valid_from=today,
    )
    _replace(current, new, today)
    return ["account"]
