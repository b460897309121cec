"""Several people send a batch, or read the same answer, at the same moment: there is exactly one outcome."""

from collections import Counter

import pytest

from documents.models import Document
from documents.refusals import Refused
from documents.transitions import perform
from finance.bank.receiving import receive
from finance.models import BankFile, BankReturn, Batch, Fund
from organisation.models import User
from tests.cast import hire_everyone
from tests.finance.answers import answer, failed
from tests.finance.sendable import released, sendable
from tests.races import race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def sent(batch_id: int) -> str:
    try:
        perform(Batch.objects.get(pk=batch_id), "send", by=User.objects.get(username="fu"))
    except Refused as refused:
        return refused.kind
    return "done"


def read(batch_id: int, place: int, edit: str) -> str:
    batch = Batch.objects.get(pk=batch_id)
    by = User.objects.get(username="fang")
    given = answer(batch, {0: failed()}, edit=lambda rows: rows[: 2 + place] if edit == "different" else rows)
    try:
        receive(batch, by=by, answer=given)
    except Refused as refused:
        return refused.kind
    return "done"


def test_four_releases_at_once_write_one_file() -> None:
    hire_everyone()
    batch = sendable(4)
    outcomes = race(4, lambda place: sent(batch.pk))
    assert Counter(outcomes) == {"done": 1, "not_possible": 3}, outcomes
    assert BankFile.objects.count() == Document.objects.filter(kind="STP-12").count() == 1


def test_the_same_answer_read_by_four_at_once_is_booked_once() -> None:
    batch = released(hire_everyone(), 4)
    outcomes = race(4, lambda place: read(batch.pk, place, "same"))
    assert Counter(outcomes) == {"done": 1, "not_possible": 3}, outcomes
    assert BankReturn.objects.filter(outcome="taken").count() == 1
    assert Fund.objects.values_list("reserved_fen", "paid_fen").get() == (0, 75000)


def test_different_answers_at_once_book_every_payment_once() -> None:
    batch = released(hire_everyone(), 6)
    race(4, lambda place: read(batch.pk, place, "different"))
    states = Counter(batch.lines.values_list("status", flat=True))
    assert states == {"failed": 1, "paid": 4, "sent": 1}
    assert Fund.objects.values_list("reserved_fen", "paid_fen").get() == (25000, 100000)
