import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.children.importing import runs
from cases.registry.models import RosterImport
from cases.registry.roster.checking import check_each
from cases.registry.roster.columns import roster_sheets
from cases.registry.roster.errors import RosterFileError
from cases.registry.roster.reading import read_table
from cases.registry.roster.rows import read_rows
from organisation.division_names import DivisionNames
from organisation.models import Division, User
from organisation.roles import Role

MENGZHOU = "410883"


class Command(BaseCommand):
    help = "Import a roster of left-behind children, or with --dry-run only say what would become of each row"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check only, import nothing")
        parser.add_argument("--report", "--out", type=Path, dest="report", help="CSV with sheet_row and outcome")
        parser.add_argument("--county", default=MENGZHOU, help="six digits of the county's code")
        parser.add_argument("--user", help="user name of the importing person (default: a county caseworker)")
        parser.add_argument("--synthetic", action="store_true", default=None, help="accept practice ID numbers")

    def handle(self, *, file: Path, county: str, **options: Any) -> str:
        if options["synthetic"]:
            settings.ALLOW_SYNTHETIC = True
        try:
            content = file.read_bytes()
            if options["dry_run"]:
                outcomes = self._outcomes(content, file.name, county)
            else:
                run = self._imported(content, file.name, county, options["user"])
                outcomes = list(run.rows.values_list("sheet_row", "outcome"))
        except OSError as error:
            raise CommandError(f"The file cannot be opened: {error.strerror}. Check name and rights.") from error
        except RosterFileError as error:
            raise CommandError(str(error)) from error
        if options["report"]:
            self._report(options["report"], outcomes)
        good = sum(code == "ok" or code.startswith("warning:") for _row, code in outcomes)
        return f"{len(outcomes)} rows, {good} can be imported, {len(outcomes) - good} cannot"

    def _outcomes(self, content: bytes, filename: str, county: str) -> list[tuple[int, str]]:
        pairs = roster_sheets(read_table(content, filename))
        rows = (row for sheet, columns in pairs for row in read_rows(sheet, columns))
        checked = check_each(
            rows,
            today=timezone.localdate(),
            divisions=DivisionNames(Division.objects.filter(valid_to__isnull=True)),
            county_code=county,
            allow_synthetic=settings.ALLOW_SYNTHETIC,
        )
        return [(row.sheet_row, outcome.code) for row, outcome in checked]

    def _imported(self, content: bytes, filename: str, county: str, username: str | None) -> RosterImport:
        division = Division.objects.get(code=county.ljust(12, "0"))
        today = timezone.localdate()
        people = User.objects.filter(username=username) if username else User.objects.holding(Role.COUNTY_CASEWORKER, division.code, today)
        by = people.first()
        if by is None:
            raise CommandError("Nobody may import here. Name a county caseworker with --user.")
        run = runs.upload(content, filename, county=division, by=by)
        runs.check(run)
        runs.start(run, by=by)
        runs.go_on(run.pk)
        return run

    def _report(self, path: Path, outcomes: list[tuple[int, str]]) -> None:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["sheet_row", "outcome"])
            writer.writerows(outcomes)
