"""A batch against the last one: who is new, gone, paid otherwise or elsewhere, and why."""

import datetime as dt

import pytest

from cases.registry.models import PayeeAccount
from finance.differences import differences, last_batch, summary
from tests.finance.roster import account_of, compiled, enrol, new_batch, paid, roster
from tests.finance.test_rate_change import approved

pytestmark = pytest.mark.django_db

SPRING = {"first": dt.date(2026, 3, 1), "last": dt.date(2026, 4, 1)}
SUMMER = {"first": dt.date(2026, 5, 1), "last": dt.date(2026, 6, 1)}
MAY, JUNE = dt.date(2026, 5, 1), dt.date(2026, 6, 1)


@pytest.fixture
def four(db, monkeypatch):
    """Four children who were paid for March and April."""
    made = roster(monkeypatch, 4)
    batch = new_batch(**SPRING)
    compiled(batch)
    paid(batch)
    return made


def compared():
    batch = new_batch(**SUMMER)
    compiled(batch)
    return batch, {each.case: each for each in differences(batch)}


def test_a_first_batch_is_all_new(db, monkeypatch):
    roster(monkeypatch, 2)
    batch, found = compared()
    assert last_batch(batch) is None
    assert {(each.kind, each.reason, each.fen_before) for each in found.values()} == {("new", "first_payment", 0)}


def test_nothing_differs_when_the_same_children_get_the_same(four):
    batch, found = compared()
    assert not found and summary(batch).total == 0


def test_each_difference_has_its_reason(four):
    four.children.append(enrol(1, start=60)[0])
    new = four.children[-1].case
    four.say(0, [JUNE], "held", "absent")
    four.say(1, [MAY, JUNE], "excluded", "too_old")
    account = four.account(2)
    PayeeAccount.objects.filter(pk=account.pk).update(valid_to=MAY)
    account_of(account.child, 70).save()
    shorter, gone, other = (each.case for each in four.children[:3])
    _batch, found = compared()
    told = {case: (each.kind, each.reason, each.fen_before, each.fen_after) for case, each in found.items()}
    assert told == {
        new: ("new", "first_payment", 0, 100_00),
        shorter: ("amount", "months", 100_00, 50_00),
        gone: ("gone", "too_old", 100_00, 0),
        other: ("account", "account", 100_00, 100_00),
    }
    assert found[other].account_before != found[other].account_after


def test_another_rate_is_named(four):
    approved(four, 60_00, MAY)
    _batch, found = compared()
    assert {(each.reason, each.fen_after) for each in found.values()} == {("rate", 120_00)}


def test_differences_explain_the_whole_change_of_the_total(four):
    four.say(0, [JUNE], "held", "absent")
    four.say(1, [MAY, JUNE], "excluded", "too_old")
    batch, found = compared()
    told = summary(batch)
    assert sum(each.fen_after - each.fen_before for each in found.values()) == told.fen_after - told.fen_before
    assert (told.gone, told.amount, told.total) == (1, 1, 2)
