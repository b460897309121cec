"""Compiling takes as many statements for 300 children as for ten."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.sets import move_rows
from finance import compiling
from finance.compiling import void_lines
from finance.models import Accrual
from tests.finance.roster import compiled, new_batch, roster

pytestmark = pytest.mark.django_db


def statements(work, batch):
    with CaptureQueriesContext(connection) as queries:
        work(batch)
    return len(queries)


def test_statements_do_not_grow_with_the_roll(db, monkeypatch):
    counts = []
    for number, month in ((10, 3), (300, 5)):
        many = roster(monkeypatch, number)
        many.say(0, [dt.date(2026, month, 1)], "held", "absent")
        batch = new_batch(first=dt.date(2026, month, 1), last=dt.date(2026, month + 1, 1))
        counts.append((statements(compiled, batch), statements(void_lines, batch)))
    assert counts[0] == counts[1]


def test_a_new_month_is_written_once(db, monkeypatch):
    moved = []
    monkeypatch.setattr(compiling, "move_rows", lambda *asked: moved.append(move_rows(*asked)))
    roster(monkeypatch, 2)
    compiled(new_batch())
    assert Accrual.objects.filter(status="listed").count() == 10
    assert sum(moved) == 0
