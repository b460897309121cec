"""The uploaded workbook of an import, sealed under its own dossier's key.

Invariant: rows are read from it whenever they are needed and never kept in the clear. Called by runs and the pages.
"""

from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from cases.registry.models import RosterImport
from cases.registry.roster.annotating import annotate
from cases.registry.roster.checking import check_each
from cases.registry.roster.columns import Columns, roster_sheets
from cases.registry.roster.outcomes import Outcome, finding
from cases.registry.roster.reading import Sheet, read_table
from cases.registry.roster.rows import RosterRow, read_rows
from organisation.division_names import DivisionNames
from organisation.encryption import seal, unseal
from organisation.models import Division

Checked = Iterator[tuple[RosterRow, Outcome]]


def keep(run: RosterImport, content: bytes) -> None:
    """Put the file away, sealed. The caller saves the import."""
    sealed = seal(content, key=run.dossier.data_key, bound_to=run.code.bytes)
    run.file.save(f"{run.code}.sealed", ContentFile(sealed), save=False)


def original(run: RosterImport) -> bytes:
    """The workbook as it was uploaded."""
    with run.file.open("rb") as file:
        return unseal(file.read(), key=run.dossier.data_key, bound_to=run.code.bytes)


def sheets_of(run: RosterImport) -> list[tuple[Sheet, Columns]]:
    """The sheets that are rosters with the columns as recognised. Raises RosterFileError."""
    return roster_sheets(read_table(original(run), run.filename))


def chosen(run: RosterImport, pairs: list[tuple[Sheet, Columns]]) -> list[tuple[Sheet, Columns]]:
    """The sheets that are imported, with the columns as the clerk corrected them."""
    if run.mapping is None:
        return pairs
    corrected = [(sheet, columns, run.mapping.get(sheet.name)) for sheet, columns in pairs]
    return [(sheet, columns.corrected(mapping)) for sheet, columns, mapping in corrected if mapping]


def lines_of(pairs: list[tuple[Sheet, Columns]]) -> int:
    """How many lines stand under the headers: at least as many as there are children."""
    return sum(max(0, sum(1 for _row in sheet.rows()) - columns.header_row) for sheet, columns in pairs)


def checked_rows(run: RosterImport, pairs: list[tuple[Sheet, Columns]] | None = None) -> Checked:
    """Every row with its outcome, in the order of the sheets, as of the day of the check. Raises RosterFileError."""
    pairs = chosen(run, sheets_of(run)) if pairs is None else pairs
    rows = (row for sheet, columns in pairs for row in read_rows(sheet, columns))
    checked = check_each(
        rows,
        today=run.checked_on or timezone.localdate(),
        divisions=DivisionNames(Division.objects.filter(valid_to__isnull=True)),
        county_code=run.division.code[:6],
        allow_synthetic=settings.ALLOW_SYNTHETIC,
    )
    return _of_own_town(checked, run.division.code) if run.division.level == "town" else checked


def _of_own_town(checked: Checked, town: str) -> Checked:
    """A town imports its own children only: the rows of others are refused, whatever else they say."""
    for row, outcome in checked:
        if outcome.town_code in ("", town):
            yield row, outcome
        else:
            yield row, replace(outcome, findings=(finding("error:not_your_town", "town"), *outcome.findings))


def annotated(run: RosterImport) -> bytes:
    """A copy of the workbook in which every refused or doubtful row is marked with its reason."""
    return annotate(original(run), run.filename, (outcome for _row, outcome in checked_rows(run)))
