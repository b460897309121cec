"""Money that was paid and not owed: proposed, ordered, paid back, taken off or written off, never edited."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.models import Document, DueDate
from documents.papers import pdf_of
from documents.refusals import NotAllowed, NotPossible
from documents.transitions import perform
from finance.models import Adjustment, FundEntry, Line, Recovery
from finance.recovering import payable, propose_recoveries, propose_recovery
from finance.recovery_rules import outstanding
from finance.verifying import recoveries as verifier
from organisation.models import User
from tests.finance.paid import JULY, JUNE, MAY, months_of, paid_batch
from tests.finance.roster import Roster, compiled, paid
from tests.finance.stages import open_for

WHY = "儿童6月已转出本县就读。"
TREASURY = "孟州市财政局 示例农商银行 0013"
Cast = dict[str, User]


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> Roster:
    """Two children, paid from March to July."""
    return paid_batch(monkeypatch, cast)[0]


@pytest.fixture
def line(children: Roster) -> Line:
    """The first payment of them."""
    return Line.objects.get(sequence=1)


@pytest.fixture
def proposed(line: Line, cast: Cast) -> Recovery:
    """June and July are proposed to come back."""
    made = propose_recovery(line, months_of(line, JUNE, JULY), WHY, cast["kang"])
    assert made
    return made


def order(recovery: Recovery, by: User, **changes: Any) -> Recovery:
    """Ask it back within 30 days, or as agreed."""
    day = timezone.localdate() + dt.timedelta(days=30)
    perform(recovery, "order", by=by, **({"way": "repay", "repay_by": day, "repay_to": TREASURY} | changes))
    recovery.refresh_from_db()
    return recovery


def book(recovery: Recovery, fen: int, cast: Cast, voucher: str = "现001", **changes: Any) -> None:
    """Book a repayment of today."""
    data = {"fen": fen, "received_on": timezone.localdate(), "voucher": voucher}
    perform(recovery, "book", by=cast["fang"], **(data | changes))
    recovery.refresh_from_db()


def test_what_was_paid_stays_and_the_months_get_signed_corrections(proposed: Recovery, line: Line) -> None:
    deltas = list(proposed.adjustments.values_list("accrual__month", "delta_fen", "kind"))
    assert deltas == [(JUNE, -5000, "clawback"), (JULY, -5000, "clawback")]
    line.refresh_from_db()
    assert (proposed.fen, proposed.status, line.fen, line.status) == (10000, "proposed", 25000, "paid")


def test_a_month_is_asked_back_once(proposed: Recovery, line: Line, cast: Cast) -> None:
    assert propose_recovery(line, months_of(line, JUNE, JULY), WHY, cast["kang"]) is None
    more = propose_recoveries(months_of(line, MAY, JUNE), WHY, None)
    assert [recovery.fen for recovery in more] == [5000]
    correction = proposed.adjustments.first()
    assert correction
    correction.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        correction.save(force_insert=True)


def test_what_has_not_arrived_cannot_come_back(line: Line, cast: Cast) -> None:
    Line.objects.filter(pk=line.pk).update(status="sent")
    with pytest.raises(NotPossible, match="has not arrived"):
        propose_recovery(line, months_of(line, JUNE), WHY, cast["kang"])


def test_the_system_proposes_where_nobody_with_the_right_acted(line: Line, cast: Cast) -> None:
    made = propose_recovery(line, months_of(line, JUNE), WHY, cast["su"])
    assert made and (made.status, made.proposed_by) == ("proposed", cast["su"])


def test_a_proposal_alone_is_taken_off_nothing(proposed: Recovery) -> None:
    assert not payable(Adjustment.objects.all()).exists()


def test_the_order_sends_the_notice_with_months_amounts_and_deadline(proposed: Recovery, cast: Cast) -> None:
    order(proposed, cast["cao"])
    paper = Document.objects.get(dossier=proposed.dossier, kind="STP-17")
    told = paper.opened_context
    assert (told["fen"], told["months"]) == (10000, [["2026年6月", 5000], ["2026年7月", 5000]])
    assert told["repay_to"] == TREASURY and pdf_of(paper).startswith(b"%PDF")
    assert DueDate.objects.filter(dossier=proposed.dossier, name="repayment").open().count() == 1
    assert Line.objects.get(pk=proposed.line_id).status == "recovery_pending"


def test_a_proposal_waits_for_the_approver(proposed: Recovery, cast: Cast) -> None:
    due = DueDate.objects.get(dossier=proposed.dossier, name="decide_recovery")
    assert (due.role, due.state) == ("county_approver", "open")
    order(proposed, cast["cao"])
    due.refresh_from_db()
    assert due.state == "done"


def test_instalments_add_up_and_end_on_the_agreed_day(proposed: Recovery, cast: Cast) -> None:
    day = timezone.localdate() + dt.timedelta(days=70)
    order(proposed, cast["cao"], instalments=3, repay_by=day)
    plan = Document.objects.get(dossier=proposed.dossier, kind="STP-17").opened_context["plan"]
    assert [fen for _n, fen, _day in plan] == [3334, 3333, 3333] and plan[-1][2] == day.isoformat()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"repay_to": " "}, "account to which"),
        ({"repay_by": dt.date(2020, 1, 1)}, "passed already"),
        ({"instalments": 3}, "do not fit"),
        ({"instalments": 99}, "1 to 24"),
    ],
)
def test_an_order_that_cannot_be_kept_is_refused(
    proposed: Recovery, cast: Cast, changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(NotPossible, match=told):
        order(proposed, cast["cao"], **changes)


def test_whoever_proposed_it_does_not_order_it(line: Line, cast: Cast) -> None:
    made = propose_recovery(line, months_of(line, JUNE), WHY, cast["cao"])
    assert made
    with pytest.raises(NotPossible, match="Somebody else"):
        order(made, cast["cao"])


@pytest.mark.parametrize("username", ["kang", "rui", "fang", "fu"])
def test_only_the_approver_orders(proposed: Recovery, cast: Cast, username: str) -> None:
    with pytest.raises(NotAllowed):
        order(proposed, cast[username])


def test_repayments_settle_months_and_return_to_the_fund(proposed: Recovery, cast: Cast) -> None:
    recovery = order(proposed, cast["cao"])
    book(recovery, 6000, cast)
    assert (outstanding(recovery), recovery.adjustments.filter(status="settled").count()) == (4000, 1)
    book(recovery, 4000, cast, "现002")
    perform(recovery, "complete", by=cast["fu"])
    recovery.refresh_from_db()
    entries = FundEntry.objects.filter(recovery=recovery).values_list("kind", "fen")
    assert list(entries) == [("recover", 6000), ("recover", 4000)]
    assert (recovery.status, Line.objects.get(pk=recovery.line_id).status) == ("recovered", "recovered")
    assert not list(verifier.check())


def test_more_than_is_outstanding_is_not_booked(proposed: Recovery, cast: Cast) -> None:
    recovery = order(proposed, cast["cao"])
    with pytest.raises(NotPossible, match=r"Only 100\.00 yuan"):
        book(recovery, 10001, cast)
    with pytest.raises(NotPossible, match="future"):
        book(recovery, 1, cast, received_on=timezone.localdate() + dt.timedelta(days=1))


def test_a_voucher_is_booked_once(proposed: Recovery, cast: Cast) -> None:
    recovery = order(proposed, cast["cao"])
    book(recovery, 1000, cast)
    with pytest.raises(NotPossible, match="booked already"):
        book(recovery, 1000, cast)


def test_it_is_not_complete_while_something_is_outstanding(proposed: Recovery, cast: Cast) -> None:
    recovery = order(proposed, cast["cao"])
    book(recovery, 9999, cast)
    with pytest.raises(NotPossible, match=r"0\.01 yuan are still outstanding"):
        perform(recovery, "complete", by=cast["fu"])


def test_an_offset_is_carried_by_the_next_batch_and_then_settled(
    proposed: Recovery, cast: Cast, children: Roster
) -> None:
    recovery = order(proposed, cast["cao"], way="offset")
    later = {"first_month": dt.date(2026, 8, 1), "last_month": dt.date(2026, 10, 1)}
    batch = open_for(proposed.line.batch.fund, cast, **later)
    compiled(batch)
    carrying = Line.objects.get(batch=batch, person=recovery.line.person)
    assert carrying.fen == 3 * 5000 - 10000
    with pytest.raises(NotPossible, match="still outstanding"):
        perform(recovery, "complete_offset", by=cast["fu"])
    paid(batch)
    perform(recovery, "complete_offset", by=cast["fu"])
    assert Line.objects.get(pk=recovery.line_id).status == "offset" and not list(verifier.check())


def test_nothing_is_written_off_that_a_batch_takes_off_just_now(
    proposed: Recovery, cast: Cast, children: Roster
) -> None:
    recovery = order(proposed, cast["cao"], way="offset")
    later = {"first_month": dt.date(2026, 8, 1), "last_month": dt.date(2026, 10, 1)}
    compiled(open_for(proposed.line.batch.fund, cast, **later))
    with pytest.raises(NotPossible, match="just now"):
        perform(recovery, "write_off", by=cast["cao"], reason="监护人死亡")


def test_a_write_off_keeps_what_came_back(proposed: Recovery, cast: Cast) -> None:
    recovery = order(proposed, cast["cao"])
    book(recovery, 5000, cast)
    perform(recovery, "write_off", by=cast["cao"], reason="家庭确无偿还能力")
    states = recovery.adjustments.order_by("accrual__month").values_list("status", flat=True)
    assert list(states) == ["settled", "written_off"]
    assert Line.objects.get(pk=recovery.line_id).status == "written_off" and outstanding(recovery) == 5000


def test_a_dropped_proposal_can_be_made_again(proposed: Recovery, line: Line, cast: Cast) -> None:
    perform(proposed, "drop", by=cast["cao"], reason="转学证明有误，仍在本县就读")
    again = propose_recovery(line, months_of(line, JUNE), WHY, cast["kang"])
    assert again and Line.objects.get(pk=line.pk).status == "paid"


def test_of_two_recoveries_of_a_payment_the_last_one_ends_it(proposed: Recovery, line: Line, cast: Cast) -> None:
    other = propose_recovery(line, months_of(line, MAY), WHY, cast["kang"])
    assert other
    for recovery, fen in ((proposed, 10000), (other, 5000)):
        order(recovery, cast["cao"])
        book(recovery, fen, cast)
    perform(proposed, "complete", by=cast["fu"])
    assert Line.objects.get(pk=line.pk).status == "recovery_pending"
    perform(other, "complete", by=cast["fu"])
    assert Line.objects.get(pk=line.pk).status == "recovered"


def test_the_way_changes_only_once_whole_months_came_back(proposed: Recovery, cast: Cast) -> None:
    recovery = order(proposed, cast["cao"])
    later = {"way": "offset", "repay_by": timezone.localdate() + dt.timedelta(days=200), "reason": "家庭申请"}
    book(recovery, 2000, cast)
    with pytest.raises(NotPossible, match="no whole month"):
        perform(recovery, "change_way", by=cast["cao"], **later)
    book(recovery, 3000, cast, "现002")
    perform(recovery, "change_way", by=cast["cao"], **later)
    assert payable(Adjustment.objects.all()).get().accrual.month == JULY


def test_the_register_shows_every_movement_with_the_rest(proposed: Recovery, cast: Cast) -> None:
    recovery = order(proposed, cast["cao"])
    book(recovery, 4000, cast)
    book(recovery, 6000, cast, "现002")
    paper = Document.objects.filter(dossier=recovery.dossier, kind="STP-18").latest("pk")
    assert [row[2:] for row in paper.opened_context["movements"]] == [["现001", 4000, 6000], ["现002", 6000, 0]]
    assert pdf_of(paper).startswith(b"%PDF")
