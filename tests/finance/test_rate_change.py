"""A rate that begins in the past: the months already counted get the difference, visibly and once."""

import datetime as dt

import pytest

from documents.trail import record
from finance.consequences import rate_changed
from finance.models import Accrual, Adjustment, LineItem
from programs.models import Rate
from tests.finance.roster import compiled, new_batch, paid, roster

pytestmark = pytest.mark.django_db

MAY, AUGUST = dt.date(2026, 5, 1), dt.date(2026, 8, 1)


def approved(roster, fen, month, by=None):
    """What the approval of a rate writes."""
    last = Rate.objects.filter(series=roster.series, valid_to=None).get()
    Rate.objects.filter(pk=last.pk).update(valid_to=month)
    rate = Rate.objects.create(
        dossier=last.dossier,
        series=last.series,
        status="approved",
        fen=fen,
        from_month=month,
        valid_from=month,
        basis="孟民发〔2026〕3号",
    )
    rate_changed(rate, record(rate.dossier, "rate.approve", by=by))
    return rate


def test_paid_months_get_the_difference_with_the_next_batch(db, monkeypatch):
    one = roster(monkeypatch, 1)
    first = new_batch()
    compiled(first)
    paid(first)
    approved(one, 60_00, MAY)
    batch = new_batch(first=AUGUST, last=AUGUST)
    compiled(batch)
    assert list(Adjustment.objects.values_list("kind", "delta_fen", "status")) == [("rate", 10_00, "listed")] * 3
    assert list(batch.lines.values_list("fen", "months")) == [(90_00, 1)]
    assert sorted(LineItem.objects.filter(line__batch=batch).values_list("fen", flat=True)) == [10_00] * 3 + [60_00]


def test_the_amount_of_what_was_counted_is_not_rewritten(db, monkeypatch):
    one = roster(monkeypatch, 1)
    first = new_batch()
    compiled(first)
    paid(first)
    approved(one, 60_00, MAY)
    assert set(Accrual.objects.values_list("fen", flat=True)) == {50_00}


def test_the_difference_is_booked_once_however_often_asked(db, monkeypatch):
    one = roster(monkeypatch, 1)
    compiled(new_batch())
    rate = approved(one, 60_00, MAY)
    rate_changed(rate, record(rate.dossier, "rate.approve", by=None))
    assert Adjustment.objects.count() == 3


def test_a_second_rise_adds_only_what_is_new(db, monkeypatch):
    one = roster(monkeypatch, 1)
    compiled(new_batch())
    approved(one, 60_00, MAY)
    approved(one, 75_00, dt.date(2026, 6, 1))
    assert sorted(Adjustment.objects.values_list("accrual__month", "delta_fen")) == [
        (MAY, 10_00),
        (dt.date(2026, 6, 1), 10_00),
        (dt.date(2026, 6, 1), 15_00),
        (dt.date(2026, 7, 1), 10_00),
        (dt.date(2026, 7, 1), 15_00),
    ]


def test_a_lower_rate_is_taken_off_later_months(db, monkeypatch):
    one = roster(monkeypatch, 1)
    first = new_batch()
    compiled(first)
    paid(first)
    approved(one, 45_00, dt.date(2026, 7, 1))
    batch = new_batch(first=AUGUST, last=AUGUST)
    compiled(batch)
    assert list(batch.lines.values_list("fen", flat=True)) == [40_00]
