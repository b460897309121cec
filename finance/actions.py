"""What finance does that is more than one transition of one row: funds and batches are opened here.

Invariant: the same key opens the same fund or batch, however often the form is sent; two clerks get two numbers.
Called by the views and the demo.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import Dossier, Event
from documents.offices import office_dossier
from documents.refusals import NotPossible
from documents.transitions import locked, perform
from finance.models import BankAdapter, Batch, Fund
from organisation.models import Division, User
from programs.models import Program

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@transaction.atomic
def open_fund(
    program: Program,
    county: Division,
    year: int,
    name: str,
    *,
    source: str = "",
    by: User,
    key: str | None = None,
) -> Fund:
    """Open the budget line of one year for a program. Raises a Refused, and then there is none."""
    with locked(office_dossier(county.code).pk):
        if earlier := _opened(Fund, county, "fund.begin", key, by):
            return earlier
        if Fund.objects.filter(program=program, division=county, year=year, name=name).exists():
            raise NotPossible(_("There is a fund of this name for this year. Use it, or choose another name."))
        fund = Fund.objects.create(
            dossier=_money_dossier(county), division=county, program=program, name=name, year=year, source=source
        )
        perform(fund, "begin", by=by, key=key)
    fund.refresh_from_db()
    return fund


def grant_money(
    fund: Fund, fen: int, *, words: str, by: User | None, expected: int | None = None, key: str | None = None
) -> Event:
    """So many fen for the fund, or less of it with a negative amount; `words` names the paper. Raises a Refused."""
    return perform(fund, "grant", by=by, expected=expected, key=key, fen=fen, words=words)


@transaction.atomic
def open_batch(
    program: Program,
    county: Division,
    *,
    kind: str,
    first_month: dt.date,
    last_month: dt.date,
    fund: Fund,
    adapter: BankAdapter,
    by: User,
    key: str | None = None,
) -> Batch:
    """Open a batch for the months from `first_month` to `last_month` (firsts). Raises a Refused: nothing is opened."""
    with locked(office_dossier(county.code).pk):
        if earlier := _opened(Batch, county, "batch.begin", key, by):
            return earlier
        _check(program, county, fund, adapter, first_month, last_month)
        batch = Batch.objects.create(
            dossier=_money_dossier(county),
            program=program,
            division=county,
            fund=fund,
            adapter=adapter,
            kind=kind,
            number=next_number(program, county, fund.year),
            first_month=first_month,
            last_month=last_month,
        )
        perform(batch, "begin", by=by, key=key)
    batch.refresh_from_db()
    return batch


def next_number(program: Program, county: Division, year: int) -> str:
    """STP-410883-2026A for the first batch that a fund of 2026 pays; after Z comes AA. Under the office's lock."""
    stem = f"{program.code}-{county.code[:6]}-{year}"
    return stem + letters_of(Batch.objects.filter(number__startswith=stem).count())


def letters_of(place: int) -> str:
    """0 is A, 25 is Z, 26 is AA, as columns of a sheet are called."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = LETTERS[rest] + letters
    return letters


def _check(
    program: Program, county: Division, fund: Fund, adapter: BankAdapter, first_month: dt.date, last_month: dt.date
) -> None:
    """Raise NotPossible when months, fund or bank format do not fit the batch."""
    if first_month.day != 1 or last_month.day != 1 or last_month < first_month:
        raise NotPossible(_("The last month lies before the first one. Choose the months again."))
    if (fund.program_id, fund.division_id) != (program.pk, county.pk):
        raise NotPossible(_("This fund belongs to another program or county. Choose a fund of this one."))
    if fund.status != Fund.Status.OPEN:
        raise NotPossible(_("The fund of this batch is closed. Choose another one."))
    if not adapter.active:
        raise NotPossible(_("This bank format is no longer in use. Choose another one."))


def _money_dossier(county: Division) -> Dossier:
    dossier = Dossier.begin(Dossier.Kind.MONEY, county.code)
    dossier.save()
    return dossier


def _opened(model: type[Any], county: Division, action: str, key: str | None, by: User) -> Any:
    """What that person opened in the county with this key before, or nothing."""
    if not key:
        return None
    dossiers = model.objects.filter(division=county).values("dossier")
    earlier = Event.objects.filter(dossier__in=dossiers, key=key, action=action, by=by).first()
    return model.objects.get(pk=earlier.subject_id) if earlier else None
