"""New children of one chunk, written in bulk: a fixed number of statements for any number of rows.

Invariant: no person is made twice, neither one known before nor one named in several rows. Runs inside the chunk's
transaction; that the children themselves are not known yet, the caller has seen to.
"""

from collections.abc import Sequence

from django.utils import timezone

from cases.child_rows import insert_child_rows
from cases.children.importing.families import People, enter_families, family_of
from cases.children.importing.schools import schools_named
from cases.children.importing.updating import fill_gaps, update_child
from cases.children.models import LeftBehindCase
from cases.models import Case
from cases.registry.actions import ChildEntry
from cases.registry.models import (
    Enrolment,
    Guardianship,
    Household,
    PayeeAccount,
    Person,
    RosterImport,
    Whereabouts,
)
from documents.models import Dossier
from programs.models import ProgramVersion

PARENTS = ("father", "mother")


def create_children(run: RosterImport, entries: Sequence[ChildEntry]) -> list[Person]:
    """Persons, households, facts and cases in state `new` for these entries, in their order. Returns the children."""
    people, households = enter_families(entries)
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
    _begin_cases(run, entries, people.children, households)
    return people.children


def begin_for_known(run: RosterImport, person: Person, entry: ChildEntry) -> Case:
    """A case for somebody who is known already without one, as another child's carer or from an earlier entry."""
    fill_gaps(person, entry)
    household = family_of(person, entry)
    (case,) = _begin_cases(run, [entry], [person], [household])
    update_child(person, case, entry)
    return case


def _whereabouts(entries: Sequence[ChildEntry], people: People) -> list[Whereabouts]:
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


def _enrol(entries: Sequence[ChildEntry], people: People) -> None:
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


def _note_accounts(entries: Sequence[ChildEntry], people: People) -> None:
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
    run: RosterImport, entries: Sequence[ChildEntry], children: Sequence[Person], households: Sequence[Household]
) -> list[Case]:
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
        for dossier, entry, child, household in zip(dossiers, entries, children, households, strict=True)
    ]
    Case.objects.bulk_create(cases)
    insert_child_rows([LeftBehindCase(case_ptr=case, found_by="roster") for case in cases])
    return cases
