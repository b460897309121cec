"""One import from upload to the end. Each chunk commits on its own; a killed run goes on where it stopped.

Invariant: whoever works on a run and however often, each row is entered once. Called by the pages, the tasks and
the command.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from cases.children.importing.chunks import Row, import_chunk, known_persons, running_cases
from cases.children.importing.workbook import checked_rows, chosen, keep, lines_of, sheets_of
from cases.children.models import LeftBehindCase
from cases.registry.masking import mask_name
from cases.registry.models import ImportRow, RosterImport
from cases.registry.roster.columns import roster_sheets
from cases.registry.roster.reading import read_table
from documents.keys import first_time
from documents.models import Dossier, Event
from documents.sets import perform_many
from documents.trail import append, record
from organisation.models import Division, User
from organisation.roles import Role

IMPORTERS = frozenset({Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER})
CHUNK = 500
CHECKED_AT_ONCE = 1000
Effect, Status = ImportRow.Effect, RosterImport.Status
BEFORE_IMPORT = (Status.UPLOADED, Status.CHECKED, Status.FAILED)


@transaction.atomic
def upload(content: bytes, filename: str, *, county: Division, by: User) -> RosterImport:
    """Keep a workbook for import into a county or town.

    Raises RosterFileError when it cannot be read as a roster; then nothing is kept.
    """
    roster_sheets(read_table(content, filename))
    dossier = Dossier.begin(Dossier.Kind.IMPORT, county.code)
    dossier.save()
    run = RosterImport(dossier=dossier, division=county, filename=filename[-120:], uploaded_by=by)
    run.sha256 = hashlib.sha256(content).hexdigest()
    keep(run, content)
    run.save()
    record(dossier, "import.upload", by=by, subject=run, details={"sha256": run.sha256, "bytes": len(content)})
    return run


def same_file(run: RosterImport, user: User) -> RosterImport | None:
    """The newest import of the very same file that this user may see and that has been done."""
    others = RosterImport.objects.visible_to(user).filter(sha256=run.sha256, status=Status.DONE)
    return others.exclude(pk=run.pk).first()


def was_started(run: RosterImport) -> Event | None:
    """The event of the (last) start; from then on the rows of the check are fixed."""
    starts = Event.objects.filter(dossier=run.dossier_id, action="import.run").select_related("by")
    return starts.order_by("-sequence").first()


@transaction.atomic
def ask_for_check(run: RosterImport, mapping: dict[str, Any] | None, *, by: User) -> bool:
    """Take the columns as chosen (`None`: as recognised) and mark the run to be checked; False when it is too late."""
    dossier = Dossier.objects.locked_for_work(run.dossier_id)
    current = RosterImport.objects.get(pk=run.pk)
    if current.status not in BEFORE_IMPORT or was_started(current):
        return False
    if mapping != current.mapping:
        append(dossier, "import.map", by=by, subject=run, details={"mapping": mapping})
    RosterImport.objects.filter(pk=run.pk).update(
        mapping=mapping, status=Status.CHECKING, error="", total=0, done=0, worked_at=timezone.now()
    )
    return True


def check(run: RosterImport) -> Counter[str]:
    """The dry run: note each row's outcome, import nothing; returns the counts.

    Raises RosterFileError. Safe to run again: whoever begins last goes on, the other one stops.
    """
    pairs = sheets_of(run)
    if begun := _begin_check(run, lines_of(pairs)):
        position = 0
        checked = checked_rows(begun, chosen(begun, pairs))
        while batch := list(islice(checked, CHECKED_AT_ONCE)):
            if not _note(begun, position, batch):
                break
            position += len(batch)
        else:
            _end_check(begun, position)
    return outcome_counts(run)


def outcome_counts(run: RosterImport) -> Counter[str]:
    """Rows of the check by outcome."""
    return Counter(dict(run.rows.order_by().values_list("outcome").annotate(Count("pk"))))


def _begin_check(run: RosterImport, lines: int) -> RosterImport | None:
    with transaction.atomic():
        Dossier.objects.locked_for_work(run.dossier_id)
        current = RosterImport.objects.select_related("dossier", "division").get(pk=run.pk)
        if current.status not in (*BEFORE_IMPORT, Status.CHECKING) or was_started(current):
            return None
        current.rows.all().delete()
        current.status, current.error, current.total, current.done = Status.CHECKING, "", lines, 0
        current.checked_on, current.worked_at = timezone.localdate(), timezone.now()
        current.save(update_fields=["status", "error", "total", "done", "checked_on", "worked_at"])
    return current


@transaction.atomic
def _note(run: RosterImport, position: int, batch: list[Row]) -> bool:
    """Write down the outcomes of some rows; False when another worker has begun the check anew."""
    Dossier.objects.locked_for_work(run.dossier_id)
    here = RosterImport.objects.filter(pk=run.pk, status=Status.CHECKING, done=position)
    if not here.update(done=position + len(batch), worked_at=timezone.now()):
        return False
    known = known_persons(outcome.id_number.number for _row, outcome in batch if outcome.id_number)
    running = running_cases(person.pk for person in known.values())
    notes = [_noted(run, row, outcome) for row, outcome in batch]
    for note, (_row, outcome) in zip(notes, batch, strict=True):
        person = known.get(outcome.id_number.number) if outcome.id_number else None
        if person and person.pk in running and note.effect == Effect.REFUSED:
            note.effect = Effect.KEPT
        note.child = person if note.effect != Effect.REFUSED else None
    ImportRow.objects.bulk_create(notes)
    return True


def _noted(run: RosterImport, row: Any, outcome: Any) -> ImportRow:
    return ImportRow(
        run=run,
        sheet=row.sheet[:60],
        sheet_row=row.sheet_row,
        name_masked=mask_name(row.name)[:60],
        outcome=outcome.code,
        findings=[[found.code, found.field, dict(found.values)] for found in outcome.findings],
        town_code=outcome.town_code,
        effect=Effect.WAITING if outcome.importable else Effect.REFUSED,
    )


def _end_check(run: RosterImport, total: int) -> None:
    ended = RosterImport.objects.filter(pk=run.pk, status=Status.CHECKING, done=total)
    ended.update(status=Status.CHECKED, total=total, done=0)


def start(run: RosterImport, *, by: User, key: str | None = None) -> bool:
    """Mark a checked run as begun; False when somebody began it before. The same key twice is one start."""
    with transaction.atomic():
        dossier = Dossier.objects.locked_for_work(run.dossier_id)
        if first_time(dossier, key, "import.run"):
            return True
        if not RosterImport.objects.filter(pk=run.pk, status=Status.CHECKED).exists():
            return False
        _mark_running(run)
        append(dossier, "import.run", by=by, subject=run, key=key)
    return True


def _mark_running(run: RosterImport) -> None:
    done = run.rows.exclude(effect=Effect.WAITING).count()
    now = timezone.now()
    RosterImport.objects.filter(pk=run.pk).update(status=Status.RUNNING, error="", done=done, worked_at=now)


def try_again(run: RosterImport, *, by: User) -> str:
    """Put a failed run back to where it was: returns `check` or `import`, or nothing when it has not failed."""
    with transaction.atomic():
        dossier = Dossier.objects.locked_for_work(run.dossier_id)
        if not RosterImport.objects.filter(pk=run.pk, status=Status.FAILED).exists():
            return ""
        if not was_started(run):
            now = timezone.now()
            RosterImport.objects.filter(pk=run.pk).update(status=Status.CHECKING, error="", done=0, worked_at=now)
            return "check"
        _mark_running(run)
        append(dossier, "import.run", by=by, subject=run)
        return "import"


def fail(run_id: int, sentence: str) -> None:
    """Stop a run with a sentence for whoever looks at it. What was imported stays imported."""
    at_work = RosterImport.objects.filter(pk=run_id, status__in=(Status.CHECKING, Status.RUNNING))
    at_work.update(status=Status.FAILED, error=sentence[:200])


def go_on(run_id: int) -> None:
    """Import what is left of a running import, chunk by chunk, then take it in as a whole. Safe to run again."""
    run = RosterImport.objects.select_related("dossier", "division", "uploaded_by").get(pk=run_id)
    if run.status != Status.RUNNING:
        return
    by = _starter(run)
    waiting = set(run.rows.filter(effect=Effect.WAITING).values_list("sheet", "sheet_row"))
    left = ((row, found) for row, found in checked_rows(run) if (row.sheet[:60], row.sheet_row) in waiting)
    for chunk in _chunks(left):
        import_chunk(run, chunk, by=by)
    _take_in(run)


def _starter(run: RosterImport) -> User:
    started = was_started(run)
    return started.by if started and started.by else run.uploaded_by


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


@transaction.atomic
def _take_in(run: RosterImport) -> None:
    """The end: every new case stands in state `imported`, with one batch event and one register a town."""
    dossier = Dossier.objects.locked_for_work(run.dossier_id)
    if not RosterImport.objects.filter(pk=run.pk, status=Status.RUNNING).exists():
        return
    by = _starter(run)
    counts = dict(run.rows.order_by().values_list("effect").annotate(Count("pk")))
    if papers := _papers(run):
        new = LeftBehindCase.objects.filter(imported_by=run, status="new")
        perform_many(new, "take_in", by=by, within=run, papers=papers, key=f"take-in-{run.pk}", counts=counts)
        dossier.refresh_from_db()
    append(dossier, "import.finish", by=by, subject=run, details={"counts": counts})
    finished = {"status": Status.DONE, "finished_at": timezone.now(), "done": run.total}
    RosterImport.objects.filter(pk=run.pk).update(**finished)


def _papers(run: RosterImport) -> list[tuple[str, dict[str, Any]]]:
    """A register for each town in which children were entered or updated, with what became of all its rows."""
    touched = run.rows.filter(effect__in=(Effect.CREATED, Effect.UPDATED)).order_by("town_code")
    towns = touched.values_list("town_code", flat=True).distinct()
    rows = run.rows.order_by().values_list("town_code", "outcome").annotate(Count("pk"))
    outcomes = list(rows)
    return [
        ("IMP-01", {"town": town, "outcomes": {code: count for of, code, count in outcomes if of == town}})
        for town in towns
    ]
