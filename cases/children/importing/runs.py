"""One import from upload to the end. Each chunk commits on its own; a killed run goes on where it stopped.

The file stays under the import's own dossier key; rows are read from it again, never kept in the clear.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from cases.children.importing.creating import create_children
from cases.children.importing.entries import entry_of, fingerprint
from cases.children.importing.updating import update_child
from cases.children.models import LeftBehindCase
from cases.models import Case
from cases.registry.actions import ChildEntry
from cases.registry.models import ImportRow, Person, RosterImport
from cases.registry.roster.annotating import annotate
from cases.registry.roster.checking import check_each
from cases.registry.roster.columns import find_columns, roster_sheets
from cases.registry.roster.outcomes import Outcome
from cases.registry.roster.reading import read_table
from cases.registry.roster.rows import RosterRow, read_rows
from documents.models import Dossier, Event
from documents.sets import perform_many
from documents.trail import append, enter_batch, record
from organisation.division_names import DivisionNames
from organisation.encryption import blind_index, seal, unseal
from organisation.models import Division, User

CHUNK = 250
Checked = Iterator[tuple[RosterRow, Outcome]]
Effect = ImportRow.Effect


@transaction.atomic
def upload(content: bytes, filename: str, *, county: Division, by: User) -> RosterImport:
    """Keep a workbook for import. Raises RosterFileError when it cannot be read as a roster; then nothing is kept."""
    roster_sheets(read_table(content, filename))
    dossier = Dossier.begin(Dossier.Kind.IMPORT, county.code)
    dossier.save()
    run = RosterImport(dossier=dossier, division=county, filename=filename[-120:], uploaded_by=by)
    run.sha256 = hashlib.sha256(content).hexdigest()
    sealed = seal(content, key=dossier.data_key, bound_to=run.code.bytes)
    run.file.save(f"{run.code}.sealed", ContentFile(sealed), save=False)
    run.save()
    record(dossier, "import.upload", by=by, subject=run, details={"sha256": run.sha256, "bytes": len(content)})
    return run


def original(run: RosterImport) -> bytes:
    """The workbook as it was uploaded."""
    with run.file.open("rb") as file:
        return unseal(file.read(), key=run.dossier.data_key, bound_to=run.code.bytes)


def checked_rows(run: RosterImport) -> Checked:
    """Every row with its outcome, in the order of the sheets. Raises RosterFileError."""
    sheets = read_table(original(run), run.filename)
    if run.mapping is None:
        pairs = roster_sheets(sheets)
    else:
        pairs = [(sheet, find_columns(sheet, mapping=run.mapping)) for sheet, _columns in roster_sheets(sheets)]
    rows = (row for sheet, columns in pairs for row in read_rows(sheet, columns))
    return check_each(
        rows,
        today=timezone.localdate(),
        divisions=DivisionNames(Division.objects.filter(valid_to__isnull=True)),
        county_code=run.division.code,
        allow_synthetic=settings.ALLOW_SYNTHETIC,
    )


def check(run: RosterImport) -> Counter[str]:
    """The dry run: note each row's outcome, import nothing; returns the counts. Safe to run again."""
    counts: Counter[str] = Counter()
    with transaction.atomic():
        run = RosterImport.objects.select_for_update().get(pk=run.pk)
        if run.status in (RosterImport.Status.RUNNING, RosterImport.Status.DONE):
            return Counter(run.rows.values_list("outcome", flat=True))
        run.rows.all().delete()
        rows = []
        for row, outcome in checked_rows(run):
            counts[outcome.code] += 1
            rows.append(_noted(run, row, outcome))
        ImportRow.objects.bulk_create(rows, batch_size=1000)
        run.total, run.done, run.status, run.error = len(rows), 0, RosterImport.Status.CHECKED, ""
        run.save(update_fields=["total", "done", "status", "error"])
    return counts


def _noted(run: RosterImport, row: RosterRow, outcome: Outcome) -> ImportRow:
    return ImportRow(
        run=run,
        sheet=row.sheet[:60],
        sheet_row=row.sheet_row,
        outcome=outcome.code,
        town_code=outcome.town_code,
        effect=Effect.WAITING if outcome.importable else Effect.REFUSED,
    )


def start(run: RosterImport, *, by: User) -> bool:
    """Mark a checked run as begun; False when somebody began it before."""
    with transaction.atomic():
        dossier = Dossier.objects.locked_for_work(run.dossier_id)
        begun = RosterImport.objects.filter(pk=run.pk, status=RosterImport.Status.CHECKED)
        if not begun.update(status=RosterImport.Status.RUNNING):
            return False
        append(dossier, "import.run", by=by, subject=run)
    return True


def go_on(run_id: int) -> None:
    """Import what is left of a running import, chunk by chunk, then take it in as a whole. Safe to run again."""
    run = RosterImport.objects.select_related("dossier", "division", "uploaded_by").get(pk=run_id)
    if run.status != RosterImport.Status.RUNNING:
        return
    chunk: list[tuple[RosterRow, Outcome]] = []
    for row, outcome in checked_rows(run):
        if outcome.importable:
            chunk.append((row, outcome))
        if len(chunk) == CHUNK:
            _import_chunk(run, chunk)
            chunk = []
    _import_chunk(run, chunk)
    _take_in(run)


@transaction.atomic
def _import_chunk(run: RosterImport, chunk: list[tuple[RosterRow, Outcome]]) -> None:
    """Enter the waiting rows of this chunk; rows that an earlier attempt has entered are left alone."""
    RosterImport.objects.select_for_update().get(pk=run.pk)
    places = [row.sheet_row for row, _outcome in chunk]
    waiting = {
        (row.sheet, row.sheet_row): row
        for row in run.rows.filter(sheet_row__in=places, effect=Effect.WAITING)
    }
    todo = [(waiting[row.sheet[:60], row.sheet_row], row, outcome) for row, outcome in chunk if (row.sheet[:60], row.sheet_row) in waiting]
    if not todo:
        return
    divisions = Division.objects.in_bulk({outcome.village_code for _n, _r, outcome in todo}, field_name="code")
    entries = [
        entry_of(row, outcome, divisions[outcome.village_code], allow_synthetic=settings.ALLOW_SYNTHETIC)
        for _noted, row, outcome in todo
    ]
    notes = [noted for noted, _row, _outcome in todo]
    for note, entry in zip(notes, entries, strict=True):
        note.fingerprint = fingerprint(entry)
    _enter(run, notes, entries)
    ImportRow.objects.bulk_update(notes, ["effect", "child", "fingerprint"], batch_size=CHUNK)
    run.done = run.rows.exclude(effect__in=[Effect.WAITING, Effect.REFUSED]).count()
    RosterImport.objects.filter(pk=run.pk).update(done=run.done)


def _enter(run: RosterImport, notes: list[ImportRow], entries: list[ChildEntry]) -> None:
    indexes = {blind_index(entry.id_number, purpose="id_number") for entry in entries}
    known = {person.id_index: person for person in Person.objects.filter(id_index__in=indexes)}
    cases = {case.person_id: case for case in _newest_cases([person.pk for person in known.values()])}
    seen = _last_fingerprints([person.pk for person in known.values()])
    new: list[tuple[ImportRow, ChildEntry]] = []
    for note, entry in zip(notes, entries, strict=True):
        person = known.get(blind_index(entry.id_number, purpose="id_number"))
        if person is None:
            new.append((note, entry))
            continue
        note.child = person
        note.effect = _meet(person, cases.get(person.pk), entry, same=seen.get(person.pk) == note.fingerprint)
    children = create_children(run, [entry for _note, entry in new]) if new else []
    for (note, _entry), child in zip(new, children, strict=True):
        note.child, note.effect = child, Effect.CREATED


def _newest_cases(person_ids: list[int]) -> Iterator[Case]:
    yield from Case.objects.filter(person__in=person_ids).select_related("household").order_by("id")


def _last_fingerprints(person_ids: list[int]) -> dict[int, str]:
    rows = ImportRow.objects.filter(child__in=person_ids).exclude(fingerprint="").order_by("id")
    return {child: mark for child, mark in rows.values_list("child_id", "fingerprint") if child}


def _meet(person: Person, case: Case | None, entry: ChildEntry, *, same: bool) -> str:
    """What a row does to a child that is known already. Only an unregistered case follows the roster."""
    if same:
        return Effect.UNCHANGED
    if case is None or case.status not in ("new", "imported"):
        return Effect.KEPT
    return Effect.UPDATED if update_child(person, case.household, entry) else Effect.UNCHANGED


def _take_in(run: RosterImport) -> Event | None:
    """The end: one batch event, one register a town, and every new case stands in state `imported`."""
    new = LeftBehindCase.objects.filter(imported_by=run, status="new")
    towns = sorted(set(run.rows.exclude(town_code="").values_list("town_code", flat=True)))
    counts = Counter(run.rows.values_list("effect", flat=True))
    with transaction.atomic():
        event = perform_many(
            new,
            "take_in",
            by=run.uploaded_by,
            within=run,
            papers=[("IMP-01", {"town": town}) for town in towns],
            key=f"take-in-{run.pk}",
            counts=dict(counts),
        )
        updated = run.rows.filter(effect=Effect.UPDATED).values_list("child__case__dossier", flat=True)
        enter_batch(event, {pk for pk in updated if pk})
        RosterImport.objects.filter(pk=run.pk).update(
            status=RosterImport.Status.DONE, finished_at=timezone.now(), done=run.total
        )
    return event


def annotated(run: RosterImport) -> bytes:
    """A copy of the workbook in which every refused or doubtful row is marked with its reason."""
    outcomes = [outcome for _row, outcome in checked_rows(run)]
    return annotate(original(run), run.filename, outcomes)
