"""The persons and households of a chunk: children are new; carers and parents may be known or shared by siblings.

Invariant: a carer is one person by ID number, and keeps the name under which it is known; a parent is one person by
name within a household. Called by creating and updating.
"""

from collections.abc import Iterable, Sequence

from cases.registry.actions import ChildEntry, ParentEntry
from cases.registry.models import Household, HouseholdMember, Person
from organisation.encryption import blind_index

SEX = {"father": "M", "mother": "F"}
Parents = dict[str, Person | None]


class People:
    """Who the entries speak of, in their order."""

    def __init__(self, entries: Sequence[ChildEntry]) -> None:
        self.children = [_child(entry) for entry in entries]
        self.carers: list[Person | None] = []
        self.parents: list[Parents] = []


def enter_families(entries: Sequence[ChildEntry]) -> tuple[People, list[Household]]:
    """Write children, carers, parents and households; siblings with the same identified carer share a household."""
    people = People(entries)
    new_carers = _find_carers(entries, people)
    _insert([*people.children, *new_carers])
    households = _households(entries, people)
    known = _known_parents({household.pk for household in households if household.pk})
    Household.objects.bulk_create({id(each): each for each in households if each.pk is None}.values())
    new_parents = _find_parents(entries, people, households, known)
    _insert(new_parents)
    _join(entries, people, households)
    return people, households


def family_of(person: Person, entry: ChildEntry) -> Household:
    """The household of a known person who becomes a child here: that of the carer's other children, or a new one."""
    known = _known_carers([entry])
    carer_ids = {carer.pk for carer in known.values()}
    shared = _known_households(carer_ids)
    found = next((shared[key] for key in shared if key[0] == entry.division.pk), None)
    household = found or Household.objects.create(division=entry.division, address=entry.address[:120])
    HouseholdMember.objects.get_or_create(household=household, person=person, defaults={"relation": "child"})
    return household


def _insert(persons: list[Person]) -> None:
    """One insert, in the order of the index: two imports that meet wait for each other instead of locking up."""
    for person in persons:
        if not person.name_masked:
            person.fill_search_columns()
    Person.objects.bulk_create(sorted(persons, key=lambda person: person.id_index or ""))


def _child(entry: ChildEntry) -> Person:
    child = Person(
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
    child.fill_search_columns()
    return child


def _find_carers(entries: Sequence[ChildEntry], people: People) -> list[Person]:
    """Fill `people.carers`; returns those who are new."""
    known = _known_carers(entries) | {str(child.id_index): child for child in people.children}
    new: list[Person] = []
    for entry in entries:
        told = entry.carer
        if told is None:
            people.carers.append(None)
            continue
        index = blind_index(told.id_number, purpose="id_number")
        person = known.get(index)
        if person is None:
            person = Person(name=told.name, id_number=told.id_number, phone=told.phone)
            new.append(person)
            if index:
                known[index] = person
        people.carers.append(person)
    return new


def _known_carers(entries: Sequence[ChildEntry]) -> dict[str, Person]:
    indexes = {blind_index(entry.carer.id_number, purpose="id_number") for entry in entries if entry.carer}
    return {str(person.id_index): person for person in Person.objects.filter(id_index__in=indexes - {""})}


def _households(entries: Sequence[ChildEntry], people: People) -> list[Household]:
    """Children of one village with the same identified carer share one; everyone else has one of their own."""
    carers = [carer.pk if carer and carer.id_index else None for carer in people.carers]
    shared = _known_households({carer for carer in carers if carer})
    households: list[Household] = []
    for carer, entry in zip(carers, entries, strict=True):
        household = shared.get((entry.division.pk, carer)) if carer else None
        if household is None:
            household = Household(division=entry.division, address=entry.address[:120])
            if carer:
                shared[entry.division.pk, carer] = household
        households.append(household)
    return households


def _known_households(carer_ids: set[int]) -> dict[tuple[int, int], Household]:
    """Households by village and carer; of several the oldest."""
    members = HouseholdMember.objects.filter(person__in=carer_ids).exclude(relation="child")
    rows = members.select_related("household").order_by("-id")
    return {(member.household.division_id, member.person_id): member.household for member in rows}


def _known_parents(household_ids: Iterable[int]) -> dict[tuple[int, str, str], Person]:
    members = HouseholdMember.objects.filter(household__in=household_ids, relation__in=SEX).select_related("person")
    return {(member.household_id, member.relation, member.person.name): member.person for member in members}


def _known_by_number(entries: Sequence[ChildEntry], people: People) -> dict[str, Person]:
    """Persons by index of their ID number: those whom these entries name as parents, and everyone of this chunk."""
    numbers = {getattr(entry, who).id_number for entry in entries for who in SEX}
    indexes = {blind_index(number, purpose="id_number") for number in numbers} - {""}
    known = {str(person.id_index): person for person in Person.objects.filter(id_index__in=indexes)}
    return known | {str(each.id_index): each for each in (*people.children, *people.carers) if each and each.id_index}


def _find_parents(
    entries: Sequence[ChildEntry],
    people: People,
    households: Sequence[Household],
    known: dict[tuple[int, str, str], Person],
) -> list[Person]:
    """Fill `people.parents`; returns those who are new. Siblings have the same father when he has the same name."""
    new: list[Person] = []
    numbered = _known_by_number(entries, people)
    for entry, household in zip(entries, households, strict=True):
        pair: Parents = {}
        for who, sex in SEX.items():
            told: ParentEntry = getattr(entry, who)
            index = blind_index(told.id_number, purpose="id_number")
            person = numbered.get(index) or known.get((household.pk, who, told.name)) if told.name else None
            if told.name and person is None:
                person = Person(name=told.name, id_number=told.id_number, phone=told.phone, sex=sex)
                known[household.pk, who, told.name] = person
                if index:
                    numbered[index] = person
                new.append(person)
            pair[who] = person
        people.parents.append(pair)
    return new


def _join(entries: Sequence[ChildEntry], people: People, households: Sequence[Household]) -> None:
    rows: dict[tuple[int, int], HouseholdMember] = {}

    def add(household: Household, person: Person, relation: str, words: str = "") -> None:
        member = HouseholdMember(household=household, person=person, relation=relation, relation_words=words[:20])
        rows.setdefault((household.pk, person.pk), member)

    for place, household in enumerate(households):
        add(household, people.children[place], "child")
        for who, person in people.parents[place].items():
            if person:
                add(household, person, who)
    for place, (entry, household) in enumerate(zip(entries, households, strict=True)):
        if (carer := people.carers[place]) and entry.carer:
            add(household, carer, entry.carer.relation, entry.carer.relation_words)
    HouseholdMember.objects.bulk_create(rows.values(), ignore_conflicts=True)
