"""Reconciling: paid and returned are what was sent, in lines, files, answers and ledger, or nothing is done."""

from dataclasses import replace

import pytest
from django.utils import timezone

from documents.declarations import Attempt
from documents.models import Document
from documents.refusals import NotPossible
from documents.transitions import perform
from finance.batch_rules import not_the_reader
from finance.models import BankFile, Batch, FundEntry, ReturnRow
from finance.reconciling import disagreement
from organisation.models import User
from tests.finance.answers import answer, failed, read_in
from tests.finance.sendable import released
from tests.finance.tampering import past_the_triggers

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(cast: dict[str, User]) -> Batch:
    """Two payments made, one returned."""
    batch = released(cast)
    read_in(batch, cast["fang"], answer(batch, {2: failed("冻结止付")}))
    return batch


def test_an_answered_batch_agrees_with_itself_and_is_reconciled(answered: Batch, cast: dict[str, User]) -> None:
    assert disagreement(answered) is None
    perform(answered, "reconcile", by=cast["fu"])
    paper = Document.objects.get(kind="STP-14").opened_context
    assert paper["lines"] == [
        ["报盘", 3, 75000, 75000, 75000],
        ["代发成功", 2, 50000, 50000, 50000],
        ["退票", 1, 25000, 25000, 25000],
    ]
    assert paper["differences"] == [0, 0, 0, 0]


def test_what_came_back_is_listed_with_reason_and_masked_name(answered: Batch, cast: dict[str, User]) -> None:
    perform(answered, "reconcile", by=cast["fu"])
    paper = Document.objects.get(kind="STP-14").opened_context
    assert paper["table"]["rows"][0][1:8] == [
        "STP-410883-2026A-00003",
        "原**",
        "0021",
        "化工镇",
        "谢庄村",
        "冻结止付",
        "冻结止付",
    ]
    assert paper["reasons"] == [["冻结止付", 1, 25000]]


def test_nobody_reconciles_the_answer_they_read(answered: Batch, cast: dict[str, User]) -> None:
    reader = Attempt(answered, cast["fang"], None, {}, timezone.localdate())
    assert "You read the bank's answer" in str(not_the_reader(reader))
    assert not_the_reader(replace(reader, by=cast["fu"])) is None


def test_payments_without_an_answer_keep_the_batch_open(cast: dict[str, User]) -> None:
    batch = released(cast)
    read_in(batch, cast["fang"], answer(batch, edit=lambda rows: rows[:1]))
    with pytest.raises(NotPossible, match="has not answered for 2 payments"):
        perform(batch, "reconcile", by=cast["fu"])


TAMPERED = {
    "the ledger": lambda batch: FundEntry.objects.filter(batch=batch, kind="pay").update(fen=49999),
    "the bank's answers": lambda batch: ReturnRow.objects.filter(taken__batch=batch, row=2).update(fen=24999),
    "the files for the bank": lambda batch: BankFile.objects.filter(batch=batch).update(total_fen=74999),
    "not the one that was written": lambda batch: BankFile.objects.filter(batch=batch).update(content=b"\x01x"),
}


@pytest.mark.parametrize("where", TAMPERED)
def test_one_fen_or_byte_changed_behind_our_back_is_named(answered: Batch, cast: dict[str, User], where: str) -> None:
    with past_the_triggers():
        TAMPERED[where](answered)
    assert where in (disagreement(answered) or "")
    with pytest.raises(NotPossible, match=where):
        perform(answered, "reconcile", by=cast["fu"])
