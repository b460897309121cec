"""A small batch of March to July that the bank has paid, as recoveries and reissues need it."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from finance.models import Accrual, Batch, Fund, FundEntry, Line
from organisation.models import User
from tests.finance.roster import Roster, compiled, paid, roster
from tests.finance.stages import fund_with, open_for

MAY, JUNE, JULY = (dt.date(2026, month, 1) for month in (5, 6, 7))


def paid_batch(monkeypatch: pytest.MonkeyPatch, cast: dict[str, User], n: int = 2) -> tuple[Roster, Batch]:
    """n children, five months each at 50 yuan, all paid; the fund knows it."""
    children = roster(monkeypatch, n)
    batch = open_for(fund_with(100_000_00, cast), cast)
    compiled(batch)
    paid(batch)
    batch.refresh_from_db()
    Line.objects.filter(batch=batch).update(paid_on=dt.date(2026, 8, 20))
    for kind in ("reserve", "pay"):
        booked = {"booked_on": timezone.localdate(), "at": timezone.now()}
        FundEntry.objects.create(fund=batch.fund, kind=kind, fen=batch.total_fen, batch=batch, **booked)
    Fund.objects.filter(pk=batch.fund_id).update(paid_fen=batch.total_fen)
    return children, batch


def months_of(line: Line, *months: dt.date) -> list[Accrual]:
    """The accruals of these months of that line."""
    return list(Accrual.objects.filter(items__line=line, month__in=months).order_by("month"))


def returned(batch: Batch, **failures: Any) -> None:
    """As if some of these lines had come back: sequence (as `n3`) → failure code."""
    for name, code in failures.items():
        line = Line.objects.get(batch=batch, sequence=int(name[1:]))
        Accrual.objects.filter(items__line=line).update(status="listed")
        Line.objects.filter(pk=line.pk).update(status="failed", failure=code, paid_on=None)
    Batch.objects.filter(pk=batch.pk).update(status="reconciled")
    batch.refresh_from_db()
