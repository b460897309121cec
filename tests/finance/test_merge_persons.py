"""Two entries of one person are not merged while both have a month."""

import datetime as dt

import pytest

from finance.merging import months_clash
from finance.models import Accrual
from tests.finance.roster import compiled, new_batch, roster

pytestmark = pytest.mark.django_db

JUNE, JULY = dt.date(2026, 6, 1), dt.date(2026, 7, 1)


def test_months_that_both_have_stand_in_the_way(db, monkeypatch):
    two = roster(monkeypatch, 2)
    two.say(1, [dt.date(2026, month, 1) for month in (3, 4, 5)], "excluded", "left")
    compiled(new_batch())
    assert months_clash(two.children[0].person, two.children[1].person) == [JUNE, JULY]


def test_reversed_months_stand_in_nobodys_way(db, monkeypatch):
    two = roster(monkeypatch, 2)
    compiled(new_batch())
    Accrual.objects.filter(person=two.children[1].person).update(status="cancelled")
    assert months_clash(two.children[0].person, two.children[1].person) == []
