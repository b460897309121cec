"""A hold, its end or an exit after months were counted: only these months change, and nothing paid is edited (I16)."""

import datetime as dt

import pytest

from cases.models import Case
from documents.trail import record
from finance.consequences import months_changed
from finance.models import Accrual, Adjustment, Line, Recovery
from finance.retesting import stopped_since
from tests.finance.roster import compiled, new_batch, paid, roster

pytestmark = pytest.mark.django_db

TERM = [dt.date(2026, month, 1) for month in range(3, 8)]


@pytest.fixture
def counted(db, monkeypatch):
    """Two children whose months are open: the batch that counted them was returned."""
    from finance.compiling import void_lines

    two = roster(monkeypatch, 2)
    batch = new_batch()
    compiled(batch)
    void_lines(batch)
    return two


def tell(roster, n, by=None):
    """What `perform` does after a stop of the n-th child."""
    case = Case.objects.get(pk=roster.children[n].case)
    event = record(case.dossier, "stipend.remove", by=by, details={"data": {"reason": "转学"}})
    months_changed(case, event)


def states(roster, n):
    return list(Accrual.objects.filter(case=roster.children[n].case).values_list("status", flat=True))


def test_a_hold_inside_the_term_holds_only_its_months(counted):
    counted.say(0, TERM[2:4], "held", "absent")
    tell(counted, 0)
    assert states(counted, 0) == ["open", "open", "held", "held", "open"]
    assert states(counted, 1) == ["open"] * 5


def test_a_lifted_hold_opens_its_months_again(counted):
    counted.say(0, TERM, "held", "absent")
    tell(counted, 0)
    counted.say(0, TERM, "counted")
    tell(counted, 0)
    assert states(counted, 0) == ["open"] * 5


def test_an_exit_cancels_later_months_and_a_return_opens_the_same_rows(counted):
    before = set(Accrual.objects.values_list("pk", flat=True))
    counted.say(0, TERM[1:], "excluded", "left")
    tell(counted, 0)
    assert states(counted, 0) == ["open", *["cancelled"] * 4]
    counted.say(0, TERM[1:], "counted")
    tell(counted, 0)
    assert states(counted, 0) == ["open"] * 5
    assert set(Accrual.objects.values_list("pk", flat=True)) == before


def test_a_case_that_the_program_no_longer_names_owes_no_months(counted):
    gone = counted.children[0]
    case = Case.objects.get(pk=gone.case)
    counted.children.remove(gone)
    months_changed(case, record(case.dossier, "stipend.remove", by=None))
    assert set(Accrual.objects.filter(case=case).values_list("status", flat=True)) == {"cancelled"}


def test_a_late_exit_after_payment_proposes_a_recovery_and_deletes_nothing(db, monkeypatch):
    two = roster(monkeypatch, 2)
    batch = new_batch()
    compiled(batch)
    paid(batch)
    two.say(0, TERM[3:], "excluded", "left")
    tell(two, 0)
    recovery = Recovery.objects.get()
    assert (recovery.fen, recovery.status, recovery.reason) == (100_00, "proposed", "转学")
    assert list(Adjustment.objects.values_list("kind", "delta_fen", "status")) == [("clawback", -50_00, "open")] * 2
    assert states(two, 0) == ["paid"] * 5 and Line.objects.filter(status="paid").count() == 2


def test_the_same_exit_told_twice_is_asked_back_once(db, monkeypatch):
    one = roster(monkeypatch, 1)
    batch = new_batch()
    compiled(batch)
    paid(batch)
    one.say(0, TERM[3:], "excluded", "left")
    tell(one, 0)
    tell(one, 0)
    assert Recovery.objects.count() == 1


def test_months_in_a_batch_stay_there_and_the_batch_names_the_child(db, monkeypatch):
    two = roster(monkeypatch, 2)
    batch = new_batch()
    compiled(batch)
    two.say(1, TERM[4:], "excluded", "left")
    tell(two, 1)
    assert states(two, 1) == ["listed"] * 5
    assert stopped_since(batch) == [2]
