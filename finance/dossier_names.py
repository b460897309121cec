"""How lists of papers and due dates call the file of a batch, a town's roll, a fund or a recovery.

The one invariant: no name of a payee, only numbers and places.
"""

from collections.abc import Collection

from cases.addresses import address
from documents.naming import DossierName
from finance.models import Batch, Fund, Recovery, TownRoll
from organisation.models import User


def money_names(dossiers: Collection[int], reader: User) -> dict[int, DossierName]:
    """Names of the files of payments with these keys, all of which the reader may see."""
    return {**_batches(dossiers), **_rolls(dossiers), **_funds(dossiers), **_recoveries(dossiers)}


def _batches(dossiers: Collection[int]) -> dict[int, DossierName]:
    rows = Batch.objects.filter(dossier__in=dossiers).select_related("dossier", "program", "division")
    return {
        row.dossier_id: DossierName(
            row.program.name, row.number, row.division.short_name, address("batch-detail", row.code)
        )
        for row in rows
    }


def _rolls(dossiers: Collection[int]) -> dict[int, DossierName]:
    rows = TownRoll.objects.filter(dossier__in=dossiers).select_related("dossier", "batch__program", "division")
    return {
        row.dossier_id: DossierName(
            row.batch.program.name, row.batch.number, row.division.short_name, address("roll-detail", row.code)
        )
        for row in rows
    }


def _funds(dossiers: Collection[int]) -> dict[int, DossierName]:
    rows = Fund.objects.filter(dossier__in=dossiers).select_related("dossier", "division")
    return {
        row.dossier_id: DossierName(row.name, str(row.year), row.division.short_name, address("fund-detail", row.code))
        for row in rows
    }


def _recoveries(dossiers: Collection[int]) -> dict[int, DossierName]:
    rows = Recovery.objects.filter(dossier__in=dossiers).select_related(
        "dossier", "line__batch__program", "line__division"
    )
    return {
        row.dossier_id: DossierName(
            row.line.batch.program.name,
            row.line.number,
            row.line.division.short_name,
            address("recovery-detail", row.code),
        )
        for row in rows
    }
