"""Puts the invented children into the registry as running cases, as a county that moves over from paper has them.

Invariant: a fixed number of statements for any number of children; one event, in the file of the import, tells of all.
Called by the stipend's demo and tests, under the clock of that day.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from cases.child_rows import insert_child_rows
from cases.children.importing.families import People, enter_families
from cases.children.importing.schools import schools_named
from cases.children.importing.workbook import keep
from cases.children.models import LeftBehindCase
from cases.children.models import Status as CaseStatus
from cases.models import Case
from cases.registry.actions import ChildEntry
from cases.registry.models import Enrolment, Guardianship, Household, PayeeAccount, RosterImport, Whereabouts
from documents.models import Dossier
from documents.numbering import take_numbers
from documents.trail import append, enter_batch
from finance.demo.people import Payee
from organisation.models import Division, Organ, User
from programs.models import ProgramVersion

FILE = "农村留守儿童信息花名册（纸质台账移交）.txt"


@transaction.atomic
def take_over(children: Sequence[tuple[ChildEntry, Payee]], *, county: Division, by: User) -> list[Case]:
    """Enter them with a case under observation each; returns the cases in the order of the children."""
    entries = [entry for entry, _payee in children]
    people, households = enter_families(entries)
    _enter_facts(entries, people)
    _enter_accounts(children, people)
    run = _import(len(children), county, by)
    cases = _begin(run, entries, people, households)
    dossier = Dossier.objects.locked_for_work(run.dossier_id)
    event = append(dossier, "import.finish", by=by, subject=run, details={"counts": {"created": len(cases)}})
    enter_batch(event, [case.dossier_id for case in cases])
    return cases


def _enter_facts(entries: Sequence[ChildEntry], people: People) -> None:
    """Where the parents are, who cares for the child, at which school it is."""
    schools = schools_named({(entry.division.code[:6], entry.school) for entry in entries})
    Whereabouts.objects.bulk_create(
        Whereabouts(
            child=child, parent=who, person=parents[who], status=told.status, place=told.place, since=told.since
        )
        for child, parents, entry in zip(people.children, people.parents, entries, strict=True)
        for who, told in (("father", entry.father), ("mother", entry.mother))
    )
    Guardianship.objects.bulk_create(
        Guardianship(child=child, carer=carer, relation=entry.carer.relation, relation_words=entry.carer.relation_words)
        for child, carer, entry in zip(people.children, people.carers, entries, strict=True)
        if entry.carer and carer
    )
    Enrolment.objects.bulk_create(
        Enrolment(child=child, school=schools[entry.division.code[:6], entry.school], grade=entry.grade)
        for child, entry in zip(people.children, entries, strict=True)
    )


def _enter_accounts(children: Sequence[tuple[ChildEntry, Payee]], people: People) -> None:
    accounts = [
        PayeeAccount(
            child=child,
            holder=payee.holder,
            holder_relation=payee.relation,
            number=entry.account_number,
            bank=entry.bank,
        )
        for child, (entry, payee) in zip(people.children, children, strict=True)
    ]
    for account in accounts:
        account.fill_search_columns()
    PayeeAccount.objects.bulk_create(accounts)


def _import(count: int, county: Division, by: User) -> RosterImport:
    """The import that they came with."""
    dossier = Dossier.begin(Dossier.Kind.IMPORT, county.code)
    dossier.save()
    now = timezone.now()
    run = RosterImport(
        dossier=dossier,
        division=county,
        filename=FILE,
        status=RosterImport.Status.DONE,
        total=count,
        done=count,
        uploaded_by=by,
        uploaded_at=now,
        checked_on=now.date(),
        finished_at=now,
    )
    content = f"纸质台账移交，共{count}人\n".encode()
    run.sha256 = hashlib.sha256(content).hexdigest()
    keep(run, content)
    run.save()
    return run


def _begin(
    run: RosterImport, entries: Sequence[ChildEntry], people: People, households: Sequence[Household]
) -> list[Case]:
    today, county = timezone.localdate(), run.division.code[:6]
    organ = Organ.objects.issuing("county", run.division.code, today)
    numbers = take_numbers(organ, "LBC", today.year, len(entries))
    version = ProgramVersion.objects.in_force("LBC", today)
    dossiers = [Dossier.begin(Dossier.Kind.CASE, entry.division.code) for entry in entries]
    Dossier.objects.bulk_create(dossiers)
    rows = zip(dossiers, numbers, entries, people.children, households, strict=True)
    cases = [
        Case(
            dossier=dossier,
            kind="LBC",
            number=f"LBC-{county}-{today.year}-{number:05d}",
            program_version=version,
            person=child,
            household=household,
            division=entry.division,
            status=CaseStatus.MONITORED,
            opened_on=today,
            imported_by=run,
        )
        for dossier, number, entry, child, household in rows
    ]
    Case.objects.bulk_create(cases)
    _insert_child_rows(cases, entries, today)
    return cases


def _insert_child_rows(cases: Sequence[Case], entries: Sequence[ChildEntry], today: dt.date) -> None:
    """The rows of the child table: Django's bulk_create refuses inherited models."""
    rows = [
        LeftBehindCase(case_ptr=case, found_by="roster", told_to=entry.carer.name if entry.carer else "", told_on=today)
        for case, entry in zip(cases, entries, strict=True)
    ]
    insert_child_rows(rows)
