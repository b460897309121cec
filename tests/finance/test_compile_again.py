"""What compiling leaves for the next time: returns for correction, supplements, open months, corrections, reissues."""

import datetime as dt

import pytest

from documents.refusals import NotPossible
from finance.compiling import void_lines
from finance.contents import content_hash
from finance.models import Accrual, Adjustment, Batch, Line, LineItem, Recovery, RollEntry
from tests.finance.roster import compiled, new_batch, paid, roster

pytestmark = pytest.mark.django_db

TERM = [dt.date(2026, month, 1) for month in range(3, 8)]
AUGUST, SEPTEMBER = dt.date(2026, 8, 1), dt.date(2026, 9, 1)


def lines(batch):
    return list(batch.lines.filter(round=batch.round).values_list("sequence", "person", "fen", "months"))


def returned(batch):
    """As `send_back` leaves it."""
    void_lines(batch)
    Batch.objects.filter(pk=batch.pk).update(status="open", round=batch.round + 1)
    batch.refresh_from_db()


def test_compiling_after_a_return_gives_the_same_lines(db, monkeypatch):
    roster(monkeypatch, 3)
    batch = new_batch()
    compiled(batch)
    before = lines(batch)
    returned(batch)
    assert set(Accrual.objects.values_list("status", flat=True)) == {"open"}
    compiled(batch)
    assert lines(batch) == before
    assert Accrual.objects.count() == 15 and LineItem.objects.filter(live=True).count() == 15


def test_a_second_batch_of_the_same_months_pays_nobody_again(db, monkeypatch):
    roster(monkeypatch, 2)
    compiled(new_batch())
    with pytest.raises(NotPossible, match="in another batch"):
        compiled(new_batch())
    assert Line.objects.count() == 2


def test_a_month_that_was_paid_is_not_paid_again(db, monkeypatch):
    roster(monkeypatch, 2)
    first = new_batch()
    compiled(first)
    paid(first)
    with pytest.raises(NotPossible, match="paid already"):
        compiled(new_batch(kind="supplement"))


def test_a_child_without_account_is_in_error_and_its_months_stay_open(db, monkeypatch):
    two = roster(monkeypatch, 2)
    two.account(1).delete()
    batch = new_batch()
    compiled(batch)
    entry = RollEntry.objects.get(batch=batch, case=two.children[1].case)
    assert (entry.outcome, entry.reason) == ("error", "no_account")
    assert set(Accrual.objects.filter(case=entry.case_id).values_list("status", flat=True)) == {"open"}


def test_an_account_shared_by_too_many_children_pays_none_of_them(db, monkeypatch):
    five = roster(monkeypatch, 5)
    five.share_account(0, 1, 2, 3)
    batch = new_batch()
    compiled(batch)
    assert [each.reason for each in RollEntry.objects.filter(batch=batch)] == ["shared_account"] * 4 + [""]


def test_a_month_without_a_rate_is_an_error_and_never_zero(db, monkeypatch):
    one = roster(monkeypatch, 1)
    one.series = None
    with pytest.raises(NotPossible, match="no rate"):
        compiled(new_batch())
    assert not Accrual.objects.exists()


def test_a_supplement_pays_what_stayed_open_before(db, monkeypatch):
    two = roster(monkeypatch, 2)
    account = two.account(1)
    account.delete()
    paid_first = new_batch()
    compiled(paid_first)
    paid(paid_first)
    account.pk = None
    account.save()
    batch = new_batch(kind="supplement", first=AUGUST, last=AUGUST)
    compiled(batch)
    assert [(fen, months) for _n, _person, fen, months in lines(batch)] == [(50_00, 1), (300_00, 6)]


def test_held_months_are_paid_once_the_hold_is_lifted(db, monkeypatch):
    two = roster(monkeypatch, 2)
    two.say(0, TERM[1:3], "held", "absent")
    first = new_batch()
    compiled(first)
    paid(first)
    two.say(0, TERM[1:3], "counted")
    batch = new_batch(kind="supplement")
    compiled(batch)
    assert [(fen, months) for _n, _person, fen, months in lines(batch)] == [(100_00, 2)]


def overpaid(batch, child, fen, *, way="offset", status="pending"):
    """That so much of the child's last month must come back."""
    line = batch.lines.get(case=child.case)
    accrual = Accrual.objects.filter(case=child.case).last()
    recovery = Recovery.objects.create(
        dossier=new_batch().dossier, line=line, case_id=child.case, fen=fen, reason="r", way=way, status=status
    )
    return Adjustment.objects.create(
        dossier_id=child.dossier,
        accrual=accrual,
        kind="clawback",
        delta_fen=-fen,
        recovery=recovery,
        made_at=accrual.made_at,
    )


@pytest.mark.parametrize(
    ("way", "status", "expected"),
    [("offset", "pending", 10_00), ("repay", "pending", 50_00), ("offset", "proposed", 50_00)],
)
def test_only_what_was_ordered_to_be_taken_off_is_taken_off(db, monkeypatch, way, status, expected):
    one = roster(monkeypatch, 1)
    first = new_batch()
    compiled(first)
    paid(first)
    overpaid(first, one.children[0], 40_00, way=way, status=status)
    batch = new_batch(first=AUGUST, last=AUGUST)
    compiled(batch)
    assert [fen for _n, _person, fen, _months in lines(batch)] == [expected]


def test_who_owes_more_than_is_owed_gets_no_line_and_the_rest_is_carried(db, monkeypatch):
    two = roster(monkeypatch, 2)
    first = new_batch()
    compiled(first)
    paid(first)
    overpaid(first, two.children[0], 70_00)
    august = new_batch(first=AUGUST, last=AUGUST)
    compiled(august)
    assert RollEntry.objects.get(batch=august, case=two.children[0].case).reason == "offset"
    paid(august)
    september = new_batch(first=SEPTEMBER, last=SEPTEMBER)
    compiled(september)
    assert [(fen, months) for _n, _person, fen, months in lines(september)] == [(30_00, 2), (50_00, 1)]


def test_one_fen_changed_in_the_database_changes_the_hash(db, monkeypatch):
    roster(monkeypatch, 2)
    batch = new_batch()
    compiled(batch)
    assert content_hash(batch) == batch.content_hash
    from django.db import connection

    from documents.database import lifted

    if connection.vendor != "sqlite":
        pytest.skip("lifting triggers is for SQLite")
    with lifted():
        LineItem.objects.filter(pk=LineItem.objects.first().pk).update(fen=50_01)
    assert content_hash(batch) != batch.content_hash


def test_a_returned_payment_is_made_again_by_one_line_that_says_so(db, monkeypatch):
    two = roster(monkeypatch, 2)
    first = new_batch()
    compiled(first)
    old = first.lines.get(case=two.children[1].case)
    two.returned(old)
    batch = new_batch(kind="reissue")
    compiled(batch)
    (line,) = batch.lines.all()
    assert (line.reissue_of, line.fen, line.months) == (old, old.fen, old.months)
    old.refresh_from_db()
    assert old.status == "reissued"


def test_a_reissue_that_is_returned_for_correction_lets_the_payment_wait_again(db, monkeypatch):
    two = roster(monkeypatch, 2)
    first = new_batch()
    compiled(first)
    old = first.lines.get(case=two.children[1].case)
    two.returned(old)
    batch = new_batch(kind="reissue")
    for _round in range(2):
        compiled(batch)
        returned(batch)
        old.refresh_from_db()
        assert old.status == "reissue_pending"


def test_a_regular_batch_leaves_returned_payments_to_the_reissue(db, monkeypatch):
    one = roster(monkeypatch, 1)
    first = new_batch()
    compiled(first)
    one.returned(first.lines.get())
    with pytest.raises(NotPossible, match="reissue"):
        compiled(new_batch(kind="supplement"))
