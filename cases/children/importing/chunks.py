"""Entering the rows of one chunk: who is new is created, who is known is updated or left alone.

Invariant: a chunk is one transaction that holds the dossiers it touches, so that a page that registers one of the
children at the same moment comes either before or after it. Called by runs.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from cases.children.importing.creating import begin_for_known, create_children
from cases.children.importing.entries import RosterEntry, entry_of, fingerprint
from cases.children.importing.updating import update_child
from cases.models import FINISHED, Case
from cases.registry.models import ImportRow, Person, RosterImport
from cases.registry.roster.outcomes import Outcome
from cases.registry.roster.rows import RosterRow
from documents.models import Dossier
from documents.trail import append, enter_batch
from organisation.encryption import blind_index
from organisation.models import Division, User

Row = tuple[RosterRow, Outcome]
Effect = ImportRow.Effect
UNREGISTERED = ("new", "imported")  # only until it is registered does a case follow the roster
FOLLOWED = (Effect.CREATED, Effect.UPDATED, Effect.UNCHANGED)
ATTEMPTS = 3
DEADLOCKS = frozenset({"40P01", "40001"})


def import_chunk(run: RosterImport, chunk: list[Row], *, by: User) -> None:
    """Enter the waiting rows of a chunk.

    Another import may write the same person at the same moment. Then the chunk is tried again, which finds that
    person; what still collides is entered row by row.
    """
    for _attempt in range(ATTEMPTS):
        try:
            return enter_rows(run, chunk, by=by)
        except (IntegrityError, OperationalError) as error:
            if not _collided(error):
                raise
    for row in chunk:
        enter_rows(run, [row], by=by)


def _collided(error: Exception) -> bool:
    return isinstance(error, IntegrityError) or getattr(error.__cause__, "sqlstate", "") in DEADLOCKS


@transaction.atomic
def enter_rows(run: RosterImport, chunk: list[Row], *, by: User) -> None:
    """Enter those of the rows that still wait; rows that an earlier attempt has entered are left alone."""
    dossier = Dossier.objects.locked_for_work(run.dossier_id)
    todo = _waiting(run, chunk)
    if not todo:
        return
    divisions = Division.objects.in_bulk({outcome.village_code for _n, _r, outcome in todo}, field_name="code")
    pairs: list[tuple[ImportRow, RosterEntry]] = []
    for note, row, outcome in todo:
        if not outcome.importable:  # a division has gone since the check
            note.effect = Effect.REFUSED
            continue
        village = divisions[outcome.village_code]
        entry = entry_of(row, outcome, village, allow_synthetic=settings.ALLOW_SYNTHETIC)
        note.fingerprint = fingerprint(entry)
        pairs.append((note, entry))
    changed = _enter(run, pairs)
    if changed:
        _tell(run, dossier, changed, by)
    notes = [note for note, _row, _outcome in todo]
    _write(notes)
    RosterImport.objects.filter(pk=run.pk).update(done=F("done") + len(notes), worked_at=timezone.now())


def _write(notes: list[ImportRow]) -> None:
    """An upsert: Django's bulk_update builds an expression for every value, which takes longer than all the rest."""
    ImportRow.objects.bulk_create(
        notes, update_conflicts=True, unique_fields=["id"], update_fields=["effect", "child", "fingerprint"]
    )


def _waiting(run: RosterImport, chunk: list[Row]) -> list[tuple[ImportRow, RosterRow, Outcome]]:
    places = [row.sheet_row for row, _outcome in chunk]
    rows = run.rows.filter(sheet_row__in=places, effect=Effect.WAITING)
    waiting = {(note.sheet, note.sheet_row): note for note in rows}
    found = ((waiting.get((row.sheet[:60], row.sheet_row)), row, outcome) for row, outcome in chunk)
    return [(note, row, outcome) for note, row, outcome in found if note]


def known_persons(numbers: Iterable[str]) -> dict[str, Person]:
    """The persons who hold these ID numbers, by number."""
    indexes = {blind_index(number, purpose="id_number"): number for number in numbers}
    return {indexes[str(person.id_index)]: person for person in Person.objects.filter(id_index__in=indexes)}


def running_cases(person_ids: Iterable[int]) -> set[int]:
    """Those of the persons who have a case that is not finished."""
    cases = Case.objects.filter(kind="LBC", person__in=list(person_ids)).exclude(status__in=FINISHED)
    return set(cases.values_list("person_id", flat=True))


def _enter(run: RosterImport, pairs: list[tuple[ImportRow, RosterEntry]]) -> dict[int, list[str]]:
    """Enter the pairs; returns what changed of known children, by their cases' dossiers."""
    known = known_persons(entry.id_number for _note, entry in pairs)
    cases = _locked_cases([person.pk for person in known.values()])
    seen = _last_fingerprints([person.pk for person in known.values()])
    new: list[tuple[ImportRow, RosterEntry]] = []
    changed: dict[int, list[str]] = {}
    for note, entry in pairs:
        person = known.get(entry.id_number)
        if person is None:
            new.append((note, entry))
            continue
        note.child = person
        case = cases.get(person.pk)
        if case is None:
            begin_for_known(run, person, entry)
            note.effect = Effect.CREATED
        elif not _follows(case, run):
            note.effect = Effect.KEPT
        elif seen.get(person.pk) == note.fingerprint:
            note.effect = Effect.UNCHANGED
        else:
            facts = update_child(person, case, entry)
            note.effect = Effect.UPDATED if facts else Effect.UNCHANGED
            if facts:
                changed[case.dossier_id] = facts
    children = create_children(run, [entry for _note, entry in new]) if new else []
    for (note, _entry), child in zip(new, children, strict=True):
        note.child, note.effect = child, Effect.CREATED
    return changed


def _follows(case: Case, run: RosterImport) -> bool:
    """Only an unregistered case follows the roster, and only that of its own county or town."""
    return case.status in UNREGISTERED and case.division.code.startswith(run.division.significant)


def _locked_cases(person_ids: list[int]) -> dict[int, Case]:
    """Each person's newest case with its dossier held, as it is once the lock is there."""
    cases = Case.objects.filter(kind="LBC", person__in=person_ids)
    dossiers = Dossier.objects.filter(pk__in=cases.values("dossier_id")).order_by("pk")
    list(dossiers.select_for_update().values_list("pk", flat=True))
    return {case.person_id: case for case in cases.select_related("household", "division").order_by("id")}


def _last_fingerprints(person_ids: list[int]) -> dict[int, str]:
    rows = ImportRow.objects.filter(child__in=person_ids, effect__in=FOLLOWED).exclude(fingerprint="")
    pairs: Iterator[tuple[Any, str]] = rows.order_by("id").values_list("child_id", "fingerprint").iterator()
    return dict(pairs)


def _tell(run: RosterImport, dossier: Dossier, changed: dict[int, list[str]], by: User) -> None:
    """One event for the children that this chunk changed; a page that showed them before is stale."""
    codes = dict(Dossier.objects.filter(pk__in=changed).values_list("pk", "code"))
    details = {"changed": {str(codes[pk]): facts for pk, facts in changed.items()}}
    event = append(dossier, "import.update", by=by, subject=run, details=details)
    enter_batch(event, sorted(changed))
    Dossier.objects.filter(pk__in=changed).update(version=F("version") + 1)
