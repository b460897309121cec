"""Compiling a batch: who gets a line, who does not and why, and that nothing is counted twice."""

import datetime as dt

import pytest

from documents.refusals import NotPossible
from finance.models import Accrual, Line, LineItem, RollEntry
from tests.finance.roster import compiled, new_batch, roster

pytestmark = pytest.mark.django_db

TERM = [dt.date(2026, month, 1) for month in range(3, 8)]


@pytest.fixture
def batch(db):
    return new_batch()


def outcomes(batch):
    return list(RollEntry.objects.filter(batch=batch, round=batch.round).values_list("outcome", "reason"))


def test_every_child_gets_one_line_for_the_five_months(batch, monkeypatch):
    roster(monkeypatch, 3)
    totals = compiled(batch)
    assert list(Line.objects.values_list("sequence", "fen", "months")) == [
        (1, 250_00, 5),
        (2, 250_00, 5),
        (3, 250_00, 5),
    ]
    assert (totals["line_count"], totals["month_count"], totals["total_fen"]) == (3, 15, 750_00)
    assert set(Accrual.objects.values_list("status", "fen")) == {("listed", 50_00)}
    assert LineItem.objects.filter(live=True).count() == 15


def test_nobody_enrolled_pays_nobody(batch, monkeypatch):
    roster(monkeypatch, 0)
    with pytest.raises(NotPossible, match="Nobody"):
        compiled(batch)
    assert not Line.objects.exists()


def test_held_and_excluded_months_are_left_out_with_their_reasons(batch, monkeypatch):
    three = roster(monkeypatch, 3)
    three.say(1, TERM[3:], "held", "absent")
    three.say(2, TERM, "excluded", "too_old")
    compiled(batch)
    assert outcomes(batch) == [("counted", ""), ("counted", ""), ("excluded", "too_old")]
    assert list(Line.objects.values_list("fen", flat=True)) == [250_00, 150_00]
    left = RollEntry.objects.get(case=three.children[1].case).months
    assert left == [{"month": f"2026-0{m}", "outcome": "held", "reason": "absent"} for m in (6, 7)]
