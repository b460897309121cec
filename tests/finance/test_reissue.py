"""Payments that came back: made again to a proven account, or not at all; no month is in two live lines."""

from typing import Any

import pytest

from cases.children.demo.people import account_number
from cases.registry.models import PayeeAccount
from documents.models import Document
from documents.papers import pdf_of
from documents.refusals import NotAllowed, NotPossible, Stale
from documents.transitions import perform
from finance.models import Accrual, Batch, Line, LineItem
from finance.reissuing import approve_reissue, drop_payments
from organisation.models import User
from tests.finance.paid import JULY, paid_batch, returned
from tests.finance.roster import compiled
from tests.finance.stages import open_for

Cast = dict[str, User]


@pytest.fixture
def batch(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> Batch:
    """Three payments; the first came back because the account is closed, the second because it is not active."""
    _children, made = paid_batch(monkeypatch, cast, 3)
    returned(made, n1="account_closed", n2="inactive")
    return made


def line(batch: Batch, sequence: int) -> Line:
    return Line.objects.get(batch=batch, sequence=sequence)


def new_account(of: Line, cast: Cast, **changes: Any) -> PayeeAccount:
    """Another account, proposed and confirmed by two people."""
    PayeeAccount.objects.filter(child=of.person_id, valid_to__isnull=True).update(valid_to="2026-09-01")
    values = {"entered_by": cast["wei"], "confirmed_by": cast["rui"], "bank": "新银行"} | changes
    return PayeeAccount.objects.create(
        child_id=of.person_id, holder=of.person.name, number=account_number(900 + of.sequence, "410883"), **values
    )


def test_a_closed_account_is_never_tried_again(batch: Batch, cast: Cast) -> None:
    with pytest.raises(NotPossible, match="00001 is wrong"):
        approve_reissue(batch, [line(batch, 1)], by=cast["rui"], keep_reason="监护人说可以用")


def test_an_account_that_nobody_confirmed_does_not_count(batch: Batch, cast: Cast) -> None:
    new_account(line(batch, 1), cast, entered_by=None, confirmed_by=None)
    with pytest.raises(NotPossible, match="00001 is wrong"):
        approve_reissue(batch, [line(batch, 1)], by=cast["rui"])


def test_the_same_account_needs_a_reason(batch: Batch, cast: Cast) -> None:
    with pytest.raises(NotPossible, match="Say why"):
        approve_reissue(batch, [line(batch, 2)], by=cast["rui"], keep_reason="  ")
    approve_reissue(batch, [line(batch, 2)], by=cast["rui"], keep_reason="社保卡金融功能已激活")
    assert line(batch, 2).status == "reissue_pending"


def test_approving_opens_the_months_and_frees_them_from_the_old_line(batch: Batch, cast: Cast) -> None:
    new_account(line(batch, 1), cast)
    approve_reissue(batch, [line(batch, 1)], by=cast["rui"])
    items = LineItem.objects.filter(line=line(batch, 1))
    assert not items.filter(live=True).exists()
    assert set(Accrual.objects.filter(items__in=items).values_list("status", flat=True)) == {"open"}


def test_the_paper_names_the_proven_account_and_its_two_people(batch: Batch, cast: Cast) -> None:
    new_account(line(batch, 1), cast)
    event = approve_reissue(batch, [line(batch, 1)], by=cast["rui"])
    paper = Document.objects.get(event=event, kind="STP-15")
    row = paper.opened_context["rows"][0]
    assert row[3] == "账户已销户" and row[7].endswith("卫村官提出、芮复核核对")
    assert pdf_of(paper).startswith(b"%PDF")


def test_the_reissue_batch_pays_the_same_months_once_to_the_new_account(batch: Batch, cast: Cast) -> None:
    account = new_account(line(batch, 1), cast)
    approve_reissue(batch, [line(batch, 1)], by=cast["rui"])
    again = open_for(batch.fund, cast, kind="reissue")
    compiled(again)
    made = Line.objects.get(batch=again)
    assert (made.account, made.fen, made.reissue_of) == (account, line(batch, 1).fen, line(batch, 1))
    assert line(batch, 1).status == "reissued"
    assert LineItem.objects.filter(accrual__items__line=line(batch, 1), live=True).distinct().count() == 5


def test_a_payment_that_arrived_is_not_made_again(batch: Batch, cast: Cast) -> None:
    with pytest.raises(NotPossible, match="moved on"):
        approve_reissue(batch, [line(batch, 3)], by=cast["rui"], keep_reason="再发一次")


def test_approving_twice_is_refused_and_the_second_click_is_the_first(batch: Batch, cast: Cast) -> None:
    how: dict[str, Any] = {"by": cast["rui"], "keep_reason": "已激活"}
    first = approve_reissue(batch, [line(batch, 2)], **how, key="k")
    assert approve_reissue(batch, [line(batch, 2)], **how, key="k") == first
    with pytest.raises(NotPossible, match="moved on"):
        approve_reissue(batch, [line(batch, 2)], **how)


def test_a_stale_page_approves_nothing(batch: Batch, cast: Cast) -> None:
    with pytest.raises(Stale):
        approve_reissue(batch, [line(batch, 2)], by=cast["rui"], keep_reason="已激活", expected=-1)
    assert line(batch, 2).status == "failed"


def test_nothing_chosen_is_refused(batch: Batch, cast: Cast) -> None:
    with pytest.raises(NotPossible, match="Choose the payments"):
        approve_reissue(batch, [], by=cast["rui"])


@pytest.mark.parametrize("username", ["kang", "cao", "fang", "fu"])
def test_only_the_reviewer_approves(batch: Batch, cast: Cast, username: str) -> None:
    with pytest.raises(NotAllowed):
        approve_reissue(batch, [line(batch, 2)], by=cast[username], keep_reason="已激活")


def test_a_dropped_payment_ends_and_its_months_are_owed_no_more(batch: Batch, cast: Cast) -> None:
    event = drop_payments(batch, [line(batch, 1)], by=cast["rui"], reason="儿童已死亡")
    assert line(batch, 1).status == "cancelled"
    assert set(Accrual.objects.filter(items__line=line(batch, 1)).values_list("status", flat=True)) == {"cancelled"}
    assert Document.objects.get(event=event, kind="STP-15").opened_context["rows"][0][7] == "不再发放"


def test_a_payment_that_waits_for_reissue_can_still_be_dropped(batch: Batch, cast: Cast) -> None:
    approve_reissue(batch, [line(batch, 2)], by=cast["rui"], keep_reason="已激活")
    drop_payments(batch, [line(batch, 2)], by=cast["rui"], reason="家庭放弃领取")
    assert line(batch, 2).status == "cancelled"
    assert Accrual.objects.get(items__line=line(batch, 2), month=JULY).status == "cancelled"


def test_the_batch_closes_once_every_return_has_come_to_its_end(batch: Batch, cast: Cast) -> None:
    with pytest.raises(NotPossible, match="not finished"):
        perform(batch, "close", by=cast["cao"])
    for sequence in (1, 2):
        drop_payments(batch, [line(batch, sequence)], by=cast["rui"], reason="不再发放")
    perform(batch, "close", by=cast["cao"])
