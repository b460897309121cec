"""A child that is known already: what a newer roster changes, fact by fact.

Invariant: what was true before ends and is kept; an empty cell never erases anything. Called by chunks.
"""

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone

from cases.children.importing.families import SEX
from cases.children.importing.schools import schools_named
from cases.models import FINISHED, Case
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
from documents.models import Dossier


def update_child(child: Person, case: Case, entry: ChildEntry) -> list[str]:
    """Bring the facts to what the row says; returns the names of those that changed."""
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
    if case.division_id != entry.division.pk:
        changed += _move(child, case, entry)
    for who in SEX:
        changed += _update_parent(child, case.household, who, getattr(entry, who), today)
    if entry.carer:
        changed += _update_carer(child, case.household, entry.carer, today)
    if entry.school or entry.grade:
        changed += _update_school(child, entry, today)
    if entry.account_number:
        changed += _update_account(child, entry, today)
    return changed


def fill_gaps(person: Person, entry: ChildEntry) -> None:
    """What the row says of a person of whom less is known; the name is kept."""
    told = {"sex": entry.sex, "birth_date": entry.birth_date, "hukou_division": entry.division, "phone": entry.phone}
    _set(person, {name: value for name, value in told.items() if not getattr(person, name)})


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


def _move(child: Person, case: Case, entry: ChildEntry) -> list[str]:
    """Another village: the case goes there, alone when others of the household stay."""
    village = entry.division
    if Case.objects.filter(household=case.household_id).exclude(person=case.person_id).exists():
        members = HouseholdMember.objects.filter(household=case.household_id)
        relatives = list(members.exclude(relation="child"))
        case.household = Household.objects.create(division=village, address=entry.address[:120])
        members.filter(person=child).delete()
        HouseholdMember.objects.create(household=case.household, person=child, relation="child")
        for member in relatives:
            member.pk, member.household = None, case.household
            member.save(force_insert=True)
    Household.objects.filter(pk=case.household_id).update(division=village)
    Person.objects.filter(pk=child.pk).update(hukou_division=village)
    applications = Case.objects.filter(person=case.person_id).exclude(status__in=FINISHED)  # they move along
    running = applications | Case.objects.filter(pk=case.pk)
    Dossier.objects.filter(pk__in=[case.dossier_id, *running.values_list("dossier_id", flat=True)]).update(
        division_code=village.code
    )
    running.update(division=village, household=case.household_id)
    return ["division"]


def _update_parent(child: Person, household: Household, who: str, told: ParentEntry, today: dt.date) -> list[str]:
    current = _in_force(Whereabouts.objects.filter(child=child, parent=who).select_related("person"))
    person = current.person if current else None
    changed = []
    known = Person.objects.with_id_number(told.id_number).first() if told.id_number else None
    if told.name and person is None:
        person = known or Person.objects.create(
            name=told.name, id_number=told.id_number, phone=told.phone, sex=SEX[who]
        )
        HouseholdMember.objects.get_or_create(household=household, person=person, defaults={"relation": who})
        changed.append(who)
    elif person:
        number = told.id_number if not (known or person.id_number) else ""
        identity = {"name": told.name, "phone": told.phone, "id_number": number}
        changed += [f"{who}_{name}" for name in _set(person, identity)]
    if current is None or (told.status != "unknown" and not _says_the_same(current, told)):
        facts = {"status": told.status, "place": told.place[:60], "since": told.since, "capacity": told.capacity}
        if current and current.status == told.status:
            facts = {name: value or getattr(current, name) for name, value in facts.items()}
        new = Whereabouts(child=child, parent=who, person=person, valid_from=today, **facts)
        _replace(current, new, today)
        return [*changed, f"{who}_whereabouts"]
    if person and current.person_id is None:
        Whereabouts.objects.filter(pk=current.pk).update(person=person)
    return changed


def _says_the_same(current: Whereabouts, told: ParentEntry) -> bool:
    facts = {"status": told.status, "place": told.place[:60], "since": told.since, "capacity": told.capacity}
    return all(getattr(current, name) == value for name, value in facts.items() if value)


def _update_carer(child: Person, household: Household, told: CarerEntry, today: dt.date) -> list[str]:
    current = _in_force(Guardianship.objects.filter(child=child).select_related("carer"))
    known = Person.objects.with_id_number(told.id_number).first() if told.id_number else None
    if current and _is_same_person(current.carer, told, known):
        return _correct_carer(current, told)
    carer = known or Person.objects.create(name=told.name, id_number=told.id_number, phone=told.phone)
    facts = {"relation": told.relation, "relation_words": told.relation_words[:20]}
    HouseholdMember.objects.get_or_create(household=household, person=carer, defaults=facts)
    _replace(current, Guardianship(child=child, carer=carer, valid_from=today, **facts), today)
    return ["carer"]


def _is_same_person(carer: Person, told: CarerEntry, known: Person | None) -> bool:
    if known or (told.id_number and carer.id_number):
        return known is not None and known.pk == carer.pk
    return told.name == carer.name


def _correct_carer(current: Guardianship, told: CarerEntry) -> list[str]:
    """Whoever looks after several children, or is a child here, keeps the name under which they are known."""
    carer = current.carer
    others = Guardianship.objects.filter(carer=carer, valid_to__isnull=True).exclude(pk=current.pk)
    alone = not others.exists() and not Case.objects.filter(person=carer).exists()
    values = {"name": told.name if alone else "", "phone": told.phone, "id_number": told.id_number}
    changed = _set(carer, values)
    if told.relation_words:
        changed += _set(current, {"relation": told.relation, "relation_words": told.relation_words[:20]})
    return [f"carer_{name}" for name in changed]


def _update_school(child: Person, entry: ChildEntry, today: dt.date) -> list[str]:
    current = _in_force(Enrolment.objects.filter(child=child).select_related("school"))
    name = entry.school[:60]
    facts: dict[str, Any] = {"grade": entry.grade[:20]} if entry.grade else {}
    if getattr(entry, "boarding_told", True):
        facts["boards"] = entry.boards
    if current and name in ("", current.school.name):
        changed = [field for field, value in facts.items() if getattr(current, field) != value]
        Enrolment.objects.filter(pk=current.pk).update(**facts)
        return changed
    if not name:
        return []
    key = (entry.division.code[:6], name)
    school = schools_named({key})[key]
    _replace(current, Enrolment(child=child, school=school, valid_from=today, **facts), today)
    return ["school"]


def _update_account(child: Person, entry: ChildEntry, today: dt.date) -> list[str]:
    current = _in_force(PayeeAccount.objects.filter(child=child))
    told = {"number": entry.account_number, "holder": entry.account_holder[:60], "bank": entry.bank[:60]}
    if current and current.number == entry.account_number:
        told = {name: value or getattr(current, name) for name, value in told.items()}
        if all(getattr(current, name) == value for name, value in told.items()):
            return []
    _replace(current, PayeeAccount(child=child, valid_from=today, **told), today)
    return ["account"]
