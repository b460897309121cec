"""Rosters: time for each row, and memory, against an import that enters one child after the other with the ORM.

Both run on a fresh SQLite database in a process of its own, with the same people and the same checks. The reference
enters a sample; its time is taken for each row, as is ours for the whole roster.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from bench import Result, at_most

ROSTER = Path(__file__).parent.parent / "tests" / "data" / "roster_mengzhou.xlsx"
COUNTY = "410883000000"
ROWS = 50_000
SAMPLE = 300
HEADER_ROWS = 3
ID, BIRTH, CARER_ID = 3, 4, 21  # columns from 0


def run() -> Iterator[Result]:
    """The targets of the import: the county's roster, a very large one, both against row by row, and its memory."""
    small, large = measured(0), measured(ROWS)
    yield below(
        f"roster of {small['rows']} rows, whole import", small["ours"], small["row_by_row"] * small["rows"], 15, "s"
    )
    yield below(
        f"roster of {large['rows']} rows, whole import", large["ours"], large["row_by_row"] * large["rows"], 120, "s"
    )
    yield at_most(
        "a row of the large roster", large["ours"] / large["rows"] * 1000, large["row_by_row"] * 1000, 0.35, "ms"
    )
    yield below(f"worker importing {large['rows']} rows, at its largest", large["memory"], small["memory"], 400, "MB")


def below(name: str, ours: float, reference: float, limit: float, unit: str) -> Result:
    """A result that has to stay under an absolute limit."""
    return Result(
        name,
        round(ours, 1),
        round(reference, 1),
        round(ours / reference, 3),
        f"<= {limit:g} {unit}",
        ours <= limit,
        unit,
    )


def measured(rows: int) -> dict[str, float]:
    """What a process of its own found out about a roster of that many rows; 0 for the county's own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "TONGXIN_VAR": folder,
            "TONGXIN_DEMO": "1",
        }
        environment.pop("TONGXIN_DATABASE_URL", None)
        workbook = Path(folder) / "roster.xlsx"
        workbook.write_bytes(roster(rows) if rows else ROSTER.read_bytes())
        code = f"import bench.imports as b; b.measure({str(workbook)!r})"
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def roster(rows: int, *, first: int = 0) -> bytes:
    """The county's roster again and again, with another child in every line and another carer in every second."""
    import xlsxwriter
    from python_calamine import CalamineWorkbook

    lines = CalamineWorkbook.from_path(str(ROSTER)).get_sheet_by_index(0).to_python()
    people = [line for line in lines[HEADER_ROWS:] if len(str(line[ID])) == len(str(line[CARER_ID])) == 18]
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(lines[:HEADER_ROWS]):
            sheet.write_row(number, 0, line)
        for number in range(rows):
            line = list(people[number % len(people)])
            line[ID] = another(str(line[ID]), first + number)
            line[BIRTH] = ""
            line[CARER_ID] = another(str(line[CARER_ID]), (first + number) // 2)
            sheet.write_row(HEADER_ROWS + number, 0, line)
    return target.getvalue()


def another(number: str, n: int) -> str:
    """A practice number of somebody of the same sex, born in the same month; different for each n below 280,000."""
    from cases.registry.id_numbers import CHECK_CHARACTERS, WEIGHTS

    digits = f"4199{n % 100:02d}{number[6:12]}{n // 10_000 + 1:02d}{n // 100 % 100:02d}{number[16]}"
    return digits + CHECK_CHARACTERS[sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11]


def measure(workbook: str) -> None:
    """Import the workbook, then a sample of it row by row; print seconds and peak memory in MB."""
    import django

    django.setup()
    by = prepared()
    content = Path(workbook).read_bytes()
    began = time.process_time()
    run = imported(content, by)
    ours = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = row_by_row()
    print(json.dumps({"rows": run.total, "ours": ours, "memory": memory, "row_by_row": seconds}))


def prepared() -> Any:
    """A fresh database with everything that is seeded, and a county caseworker."""
    import datetime as dt

    from django.core.management import call_command

    from organisation.models import Division, Post, User

    call_command("migrate", verbosity=0)
    call_command("seed", verbosity=0)
    call_command("createcachetable")
    by = User.objects.create(username="bench", name="测速", password="!")
    division = Division.objects.get(code=COUNTY)
    Post.objects.create(user=by, role="county_caseworker", division=division, valid_from=dt.date(2020, 1, 1))
    return by


def imported(content: bytes, by: Any) -> Any:
    """Upload, dry run and import as the pages do it."""
    from cases.children.importing import runs
    from organisation.models import Division

    run = runs.upload(content, "roster.xlsx", county=Division.objects.get(code=COUNTY), by=by)
    runs.check(run)
    runs.start(run, by=by)
    runs.go_on(run.pk)
    run.refresh_from_db()
    return run


def row_by_row() -> float:
    """Seconds for each row when a roster is read, checked and entered one child after the other."""
    from django.db import transaction

    from cases.children.actions import begin_case
    from cases.children.importing.entries import entry_of
    from cases.children.models import LeftBehindCase
    from cases.registry.models import ImportRow, RosterImport
    from organisation.models import Division

    run = RosterImport.objects.get()
    began = time.process_time()
    pairs = list(sample(run))
    for row, outcome in pairs:
        with transaction.atomic():
            division = Division.objects.get(code=outcome.village_code)
            case = begin_case(entry_of(row, outcome, division, allow_synthetic=True))
            LeftBehindCase.objects.filter(pk=case.pk).update(status="imported")
            ImportRow.objects.create(
                run=run, sheet="sample", sheet_row=row.sheet_row, outcome=outcome.code, child=case.person
            )
    return (time.process_time() - began) / len(pairs)


def sample(run: Any) -> Iterator[tuple[Any, Any]]:
    """Checked rows of other children than those of the import."""
    from cases.children.importing.workbook import checked_rows
    from cases.registry.roster.columns import roster_sheets
    from cases.registry.roster.reading import read_table

    pairs = roster_sheets(read_table(roster(SAMPLE, first=100_000)))
    for row, outcome in checked_rows(run, pairs):
        if outcome.importable:
            yield row, outcome
