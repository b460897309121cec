"""Several clerks compile at once, or the same batch twice: each month lands in one line, nobody sees an error page."""

import datetime as dt

import pytest
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from documents.models import Dossier
from documents.refusals import NotPossible
from finance.compiling import compile_batch
from finance.models import Accrual, Batch, Line, LineItem
from tests.finance.roster import new_batch, roster
from tests.races import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def attempt(batch_id):
    """What `perform` does around compiling: the batch's file is locked first."""
    try:
        with transaction.atomic():
            batch = Batch.objects.get(pk=batch_id)
            Dossier.objects.locked_for_work(batch.dossier_id)
            batch.refresh_from_db()
            if batch.status != "open":
                return "not open"
            totals = compile_batch(batch, timezone.now())
            Batch.objects.filter(pk=batch.pk).update(status="compiled", **totals)
            return totals["month_count"]
    except NotPossible as refused:
        return str(refused)


def test_four_batches_of_overlapping_months_share_them_out(monkeypatch):
    roster(monkeypatch, 5)
    terms = [(3, 7), (3, 7), (5, 9), (1, 4)]
    batches = [new_batch(first=dt.date(2026, a, 1), last=dt.date(2026, b, 1)).pk for a, b in terms]
    outcomes = race(4, lambda place: attempt(batches[place]))
    months = sum(each for each in outcomes if isinstance(each, int))
    assert months == Accrual.objects.filter(status="listed").count() == 5 * len(range(1, 10))
    assert all("another batch" in each for each in outcomes if isinstance(each, str))
    twice = LineItem.objects.filter(live=True).values("accrual").annotate(n=Count("pk")).filter(n__gt=1)
    assert not twice.exists()


def test_the_same_batch_compiled_four_times_is_compiled_once(monkeypatch):
    roster(monkeypatch, 3)
    batch = new_batch()
    outcomes = race(4, lambda _place: attempt(batch.pk))
    assert sorted(map(str, outcomes)) == ["15", "not open", "not open", "not open"]
    assert Line.objects.count() == 3
