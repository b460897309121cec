"""New children of one chunk, written in bulk: a fixed number of statements for any number of rows.

Runs inside the chunk's transaction; the children are not known yet (the caller has looked).
"""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.models import Case
from cases.registry.actions import ChildEntry, ParentEntry
from cases.registry.models import (
    Enrolment,
    Guardianship,
    Household,
    HouseholdMember,
    PayeeAccount,
    Person,
    RosterImport,
    School,
    Whereabouts,
)
from documents.models import Dossier
from organisation.encryption import blind_index
from programs.models import ProgramVersion

PARENTS = {"father": "M", "mother": "F"}


def create_children(run: RosterImport, entries: Sequence[ChildEntry]) -> list[Person]:
    """Persons, households, facts and cases in state `new` for these entries, in their order. Returns the children."""
    people = _People(entries)
    people.save()
    households = _households(entries, people)
    today = timezone.localdate()
    Whereabouts.objects.bulk_create(_whereabouts(entries, people))
    Guardianship.objects.bulk_create(
        Guardianship(
            child=people.children[place],
            carer=people.carers[place],
            relation=entry.carer.relation,
            relation_words=entry.carer.relation_words[:20],
            valid_from=today,
        )
        for place, entry in enumerate(entries)
        if entry.carer
    )
    _enrol(entries, people)
    _note_accounts(entries, people)
    _begin_cases(run, entries, people, households)
    return people.children


class _People:
    """The persons of a chunk: children and parents are new, carers may be known or shared between siblings."""

    def __init__(self, entries: Sequence[ChildEntry]) -> None:
        self.children = [_child(entry) for entry in entries]
        self.parents = [
            {who: _parent(getattr(entry, who), sex) for who, sex in PARENTS.items()} for entry in entries
        ]
        known = _known_carers(entries)
        self._new_carers: list[Person] = []
        self.carers: list[Person | None] = []
        for entry in entries:
            carer = entry.carer
            if carer is None:
                self.carers.append(None)
                continue
            index = blind_index(carer.id_number, purpose="id_number")
            person = known.get(index) if index else None
            if person is None:
                person = Person(name=carer.name, id_number=carer.id_number, phone=carer.phone)
                self._new_carers.append(person)
                if index:
                    known[index] = person
            self.carers.append(person)

    def save(self) -> None:
        """One insert for all that are new."""
        parents = [person for pair in self.parents for person in pair.values() if person]
        new = [*self.children, *parents, *self._new_carers]
        for person in new:
            person.fill_search_columns()
        Person.objects.bulk_create(new)


def _child(entry: ChildEntry) -> Person:
    return Person(
        name=entry.name,
        id_number=entry.id_number,
        sex=entry.sex,
        birth_date=entry.birth_date,
        ethnic_group=entry.ethnic_group[:20],
        health=entry.health[:60],
        phone=entry.phone,
        hukou_division=entry.division,
        residence_address=entry.address[:120],
    )


def _parent(told: ParentEntry, sex: str) -> Person | None:
    return Person(name=told.name, phone=told.phone, sex=sex) if told.name else None


def _known_carers(entries: Sequence[ChildEntry]) -> dict[str, Person]:
    indexes = {blind_index(entry.carer.id_number, purpose="id_number") for entry in entries if entry.carer}
    return {person.id_index: person for person in Person.objects.filter(id_index__in=indexes - {""})}


def _households(entries: Sequence[ChildEntry], people: _People) -> list[Household]:
    """Children of one village with the same identified carer share a household; everyone else has one of their own."""
    pairs = [(entry.division.pk, carer.pk if carer and carer.id_index else None) for entry, carer in zip(entries, people.carers, strict=True)]
    shared = _known_households({carer for _division, carer in pairs if carer})
    households: list[Household] = []
    for pair, entry in zip(pairs, entries, strict=True):
        household = shared.get(pair) if pair[1] else None
        if household is None:
            household = Household(division=entry.division, address=entry.address[:120])
            if pair[1]:
                shared[pair] = household
        households.append(household)
    Household.objects.bulk_create({id(each): each for each in households if each.pk is None}.values())
    _join(entries, people, households)
    return households


def _known_households(carer_ids: set[int]) -> dict[tuple[int, int | None], Household]:
    members = HouseholdMember.objects.filter(person__in=carer_ids).select_related("household").order_by("-id")
    return {(member.household.division_id, member.person_id): member.household for member in members}


def _join(entries: Sequence[ChildEntry], people: _People, households: Sequence[Household]) -> None:
    rows: list[HouseholdMember] = []
    for place, (entry, household) in enumerate(zip(entries, households, strict=True)):
        rows.append(HouseholdMember(household=household, person=people.children[place], relation="child"))
        for who, person in people.parents[place].items():
            if person:
                rows.append(HouseholdMember(household=household, person=person, relation=who))
        if (carer := people.carers[place]) and entry.carer:
            told = entry.carer
            rows.append(
                HouseholdMember(
                    household=household,
                    person=carer,
                    relation=told.relation,
                    relation_words=told.relation_words[:20],
                )
            )
    HouseholdMember.objects.bulk_create(rows, ignore_conflicts=True)


def _whereabouts(entries: Sequence[ChildEntry], people: _People) -> list[Whereabouts]:
    return [
        Whereabouts(
            child=people.children[place],
            parent=who,
            person=people.parents[place][who],
            status=getattr(entry, who).status,
            place=getattr(entry, who).place[:60],
            since=getattr(entry, who).since,
            capacity=getattr(entry, who).capacity,
        )
        for place, entry in enumerate(entries)
        for who in PARENTS
    ]


def _enrol(entries: Sequence[ChildEntry], people: _People) -> None:
    schools = schools_named({(entry.division.code[:6], entry.school[:60]) for entry in entries if entry.school})
    Enrolment.objects.bulk_create(
        Enrolment(
            child=people.children[place],
            school=schools[entry.division.code[:6], entry.school[:60]],
            grade=entry.grade[:20],
            boards=entry.boards,
        )
        for place, entry in enumerate(entries)
        if entry.school
    )


def schools_named(keys: set[tuple[str, str]]) -> dict[tuple[str, str], School]:
    """The schools with these (county code, name), made where they are missing."""
    School.objects.bulk_create(
        [School(county_code=county, name=name) for county, name in sorted(keys)], ignore_conflicts=True
    )
    rows = School.objects.filter(name__in={name for _county, name in keys})
    return {(school.county_code, school.name): school for school in rows}


def _note_accounts(entries: Sequence[ChildEntry], people: _People) -> None:
    accounts = [
        PayeeAccount(
            child=people.children[place],
            holder=entry.account_holder[:60],
            number=entry.account_number,
            bank=entry.bank[:60],
        )
        for place, entry in enumerate(entries)
        if entry.account_number
    ]
    for account in accounts:
        account.fill_search_columns()
    PayeeAccount.objects.bulk_create(accounts)


def _begin_cases(
    run: RosterImport, entries: Sequence[ChildEntry], people: _People, households: Sequence[Household]
) -> None:
    version = ProgramVersion.objects.in_force("LBC", timezone.localdate())
    dossiers = [Dossier.begin(Dossier.Kind.CASE, entry.division.code) for entry in entries]
    Dossier.objects.bulk_create(dossiers)
    cases = [
        Case(
            dossier=dossier,
            kind="LBC",
            program_version=version,
            person=child,
            household=household,
            division=entry.division,
            imported_by=run,
        )
        for dossier, entry, child, household in zip(dossiers, entries, people.children, households, strict=True)
    ]
    Case.objects.bulk_create(cases)
    insert_child_rows(cases)


def insert_child_rows(cases: Sequence[Case]) -> None:
    """The rows of the child table for root cases that exist already: Django's bulk_create refuses inherited models."""
    rows = [LeftBehindCase(case_ptr=case, found_by="roster") for case in cases]
    fields: Any = LeftBehindCase._meta.local_concrete_fields
    LeftBehindCase._base_manager.all()._insert(rows, fields=fields, using=None)  # type: ignore[attr-defined]
