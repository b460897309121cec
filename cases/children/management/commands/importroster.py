"""A roster without the browser: the same checks, acts and papers as the pages of imports. Called by hand."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.children.importing import runs
from cases.children.importing.runs import IMPORTERS
from cases.registry.models import RosterImport
from cases.registry.roster.checking import check_each
from cases.registry.roster.columns import roster_sheets
from cases.registry.roster.errors import RosterFileError
from cases.registry.roster.places import likely_county
from cases.registry.roster.reading import read_table
from cases.registry.roster.rows import RosterRow, read_rows
from organisation.division_names import DivisionNames
from organisation.models import Division, User
from organisation.rights import right_for
from organisation.roles import Role

MENGZHOU = "410883"  # the first county that uses the system


class Command(BaseCommand):
    help = "Import a roster of left-behind children, or with --dry-run only say what would become of each row"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check only, import nothing")
        parser.add_argument("--report", "--out", type=Path, dest="report", help="CSV with sheet_row and outcome")
        parser.add_argument("--county", help="six digits of the county's code (default: where most places lie)")
        parser.add_argument("--user", help="user name of the importing person (default: a county caseworker)")
        parser.add_argument("--synthetic", action="store_true", default=None, help="accept practice ID numbers")

    def handle(self, *, file: Path, county: str | None, **options: Any) -> str:
        if options["synthetic"]:
            settings.ALLOW_SYNTHETIC = True
        try:
            content = file.read_bytes()
            county = county or self._likely_county(content, file.name)
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

    def _likely_county(self, content: bytes, filename: str) -> str:
        rows = self._rows(content, filename)
        return likely_county(rows, DivisionNames(Division.objects.filter(valid_to__isnull=True))) or MENGZHOU

    def _rows(self, content: bytes, filename: str) -> Iterator[RosterRow]:
        for sheet, columns in roster_sheets(read_table(content, filename)):
            yield from read_rows(sheet, columns)

    def _outcomes(self, content: bytes, filename: str, county: str) -> list[tuple[int, str]]:
        checked = check_each(
            self._rows(content, filename),
            today=timezone.localdate(),
            divisions=DivisionNames(Division.objects.filter(valid_to__isnull=True)),
            county_code=county,
            allow_synthetic=settings.ALLOW_SYNTHETIC,
        )
        return [(row.sheet_row, outcome.code) for row, outcome in checked]

    def _imported(self, content: bytes, filename: str, county: str, username: str | None) -> RosterImport:
        division = Division.objects.get(code=county.ljust(12, "0"))
        by = self._importer(division, username)
        run = runs.upload(content, filename, county=division, by=by)
        runs.check(run)
        runs.start(run, by=by)
        runs.go_on(run.pk)
        return run

    def _importer(self, division: Division, username: str | None) -> User:
        if username is None:
            by = User.objects.holding(Role.COUNTY_CASEWORKER, division.code, timezone.localdate()).first()
        else:
            by = User.objects.filter(username=username).first()
        if by is None or right_for(by, IMPORTERS, division.code) is None:
            raise CommandError("Nobody may import here. Name a county caseworker or town supervisor with --user.")
        return by

    def _report(self, path: Path, outcomes: list[tuple[int, str]]) -> None:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["sheet_row", "outcome"])
            writer.writerows(outcomes)
