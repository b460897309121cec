"""Importing the county's roster: what it creates, the same file twice, a corrected file, a killed run."""

import csv
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from cases.children.importing import runs
from cases.children.models import LeftBehindCase
from cases.registry.models import ImportRow, Person, RosterImport
from documents.models import BatchEntry, Document, Event
from organisation.models import Division, User

DATA = Path(__file__).parent.parent / "data"
ROSTER = DATA / "roster_mengzhou.xlsx"


@cache
def first_rows(rows: int) -> bytes:
    """The roster without what follows those rows. The whole one takes half a second to open."""
    book = openpyxl.load_workbook(ROSTER)
    sheet = book.active
    assert sheet is not None
    sheet.delete_rows(4 + rows, sheet.max_row)
    return saved(book)


@cache
def shortened(rows: int = 40, **cells: str) -> bytes:
    """The first rows of the roster, with some cells changed ("B4"="新名")."""
    if not cells:
        return first_rows(rows)
    book = openpyxl.load_workbook(BytesIO(first_rows(rows)))
    sheet = book.active
    assert sheet is not None
    for place, value in cells.items():
        sheet[place] = value
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The book as a file."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def imported(content: bytes, by: User) -> RosterImport:
    county = Division.objects.get(code="410883000000")
    run = runs.upload(content, "花名册.xlsx", county=county, by=by)
    runs.check(run)
    runs.start(run, by=by)
    runs.go_on(run.pk)
    run.refresh_from_db()
    return run


def effects(run: RosterImport) -> set[str]:
    return set(run.rows.exclude(effect="refused").values_list("effect", flat=True))


def test_the_dry_run_command_gives_exactly_the_expected_outcomes(db: None, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    call_command("importroster", str(ROSTER), "--dry-run", "--report", str(report))
    with report.open() as ours, (DATA / "roster_mengzhou_expected.csv").open() as theirs:
        found = {row["sheet_row"]: row["outcome"] for row in csv.DictReader(ours)}
        expected = {row["sheet_row"]: row["expected"] for row in csv.DictReader(theirs)}
    assert found == expected
    assert not Person.objects.exists()


def test_an_import_creates_cases_to_be_registered(cast: dict[str, User]) -> None:
    run = imported(shortened(), cast["kang"])
    cases = LeftBehindCase.objects.filter(imported_by=run)
    assert cases.count() == run.rows.filter(effect="created").count() > 30
    assert set(cases.values_list("status", flat=True)) == {"imported"}


def test_an_import_leaves_one_register_a_town_and_one_batch_event(cast: dict[str, User]) -> None:
    run = imported(shortened(), cast["kang"])
    towns = set(run.rows.filter(effect="created").values_list("town_code", flat=True))
    event = Event.objects.get(dossier=run.dossier, action="case.take_in")
    assert Document.objects.filter(dossier=run.dossier, kind="IMP-01").count() == len(towns)
    assert BatchEntry.objects.filter(event=event).count() == LeftBehindCase.objects.count()


def test_the_same_file_twice_changes_nothing(cast: dict[str, User]) -> None:
    imported(shortened(), cast["kang"])
    people = Person.objects.count()
    again = imported(shortened(), cast["kang"])
    assert (effects(again), Person.objects.count()) == ({"unchanged"}, people)


def test_a_corrected_file_updates_what_differs_and_nothing_else(cast: dict[str, User]) -> None:
    imported(shortened(), cast["kang"])
    again = imported(shortened(I4="示例第九小学"), cast["kang"])
    row = again.rows.get(sheet_row=4)
    assert (row.effect, row.child.enrolments.get(valid_to=None).school.name) == ("updated", "示例第九小学")
    assert again.rows.filter(effect="updated").count() == 1


def test_a_registered_case_no_longer_follows_the_roster(cast: dict[str, User]) -> None:
    imported(shortened(), cast["kang"])
    LeftBehindCase.objects.update(status="verified")
    again = imported(shortened(I4="示例第九小学"), cast["kang"])
    assert again.rows.get(sheet_row=4).effect == "kept"


def test_a_run_that_was_killed_goes_on_where_it_stopped(cast: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "CHUNK", 10)
    county = Division.objects.get(code="410883000000")
    run = runs.upload(shortened(), "花名册.xlsx", county=county, by=cast["kang"])
    runs.check(run)
    runs.start(run, by=cast["kang"])
    calls = iter([True, True, False])
    whole = runs.import_chunk
    monkeypatch.setattr(runs, "import_chunk", lambda *args, by: whole(*args, by=by) if next(calls) else 1 / 0)
    with pytest.raises(ZeroDivisionError):
        runs.go_on(run.pk)
    monkeypatch.setattr(runs, "import_chunk", whole)
    runs.go_on(run.pk)
    assert not ImportRow.objects.filter(run=run, effect="waiting").exists()
    assert Person.objects.filter(case__isnull=False).count() == LeftBehindCase.objects.count()


def test_two_people_cannot_start_the_same_run(cast: dict[str, User]) -> None:
    county = Division.objects.get(code="410883000000")
    run = runs.upload(shortened(), "花名册.xlsx", county=county, by=cast["kang"])
    runs.check(run)
    assert [runs.start(run, by=cast["kang"]), runs.start(run, by=cast["kang"])] == [True, False]


def report_of(path: Path) -> list[list[str]]:
    with path.open() as file:
        return list(csv.reader(file))


def test_the_command_imports_and_reports_every_row(cast: dict[str, User], tmp_path: Path) -> None:
    book, report = tmp_path / "r.xlsx", tmp_path / "report.csv"
    book.write_bytes(shortened())
    call_command("importroster", str(book), "--report", str(report))
    lines = report_of(report)
    assert (lines[0], len(lines)) == (["sheet_row", "outcome"], 41)
    assert RosterImport.objects.get().status == "done"


def test_the_command_counts_the_rows_of_each_sheet_from_its_top(db: None, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(shortened(3)))
    book.copy_worksheet(book.active).title = "第二张"
    book.save(tmp_path / "r.xlsx")
    call_command("importroster", str(tmp_path / "r.xlsx"), "--dry-run", "--report", str(tmp_path / "report.csv"))
    assert [row for row, _code in report_of(tmp_path / "report.csv")[1:]] == ["4", "5", "6"] * 2


def test_the_command_says_why_a_file_cannot_be_read(db: None, tmp_path: Path) -> None:
    (tmp_path / "r.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with pytest.raises(CommandError, match=r"old \.xls"):
        call_command("importroster", str(tmp_path / "r.xls"), "--dry-run")


def test_the_command_imports_for_nobody_without_the_right(cast: dict[str, User], tmp_path: Path) -> None:
    (tmp_path / "r.xlsx").write_bytes(shortened(3))
    with pytest.raises(CommandError, match="Nobody may import"):
        call_command("importroster", str(tmp_path / "r.xlsx"), "--user", "wei")
