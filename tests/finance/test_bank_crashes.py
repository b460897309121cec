"""The process dies between any two statements of sending and of reading an answer: nothing is half done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from documents.transitions import perform
from finance.bank.receiving import receive
from finance.models import BankFile, BankReturn, Batch, Fund, Line
from organisation.models import User
from tests.finance.answers import answer, failed
from tests.finance.sendable import released, sendable

pytestmark = pytest.mark.django_db


class Died(Exception):
    """In place of the process."""


@contextmanager
def dying_before_write(number: int) -> Iterator[None]:
    """Die instead of the so many-th statement that writes."""
    left = [number]

    def execute(run: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            left[0] -= 1
            if left[0] == 0:
                raise Died
        return run(sql, *rest)

    with connection.execute_wrapper(execute):
        yield


def died(act: Callable[[], Any], number: int) -> bool:
    """Whether the act died before that write; then all of it is undone, as by the database after a crash."""
    try:
        with transaction.atomic(), dying_before_write(number):
            act()
    except Died:
        return True
    return False


def traces(batch: Batch) -> tuple[Any, ...]:
    """Everything that sending and reading write."""
    lines = Line.objects.filter(batch=batch).values_list("status", "failure", "items__accrual__status")
    fund = Fund.objects.values_list("reserved_fen", "paid_fen").get(pk=batch.fund_id)
    status = Batch.objects.values_list("status", "sent_on", "answer_by").get(pk=batch.pk)
    return sorted(map(str, lines)), fund, status, BankFile.objects.count(), BankReturn.objects.count()


def test_a_release_that_dies_anywhere_has_sent_nothing_and_works_when_repeated(cast: dict[str, User]) -> None:
    batch, deaths = sendable(2), 0
    before = traces(batch)
    while died(lambda: perform(batch, "send", by=cast["fu"], key="release"), deaths + 1):
        deaths += 1
        assert traces(batch) == before
    assert deaths > 10 and BankFile.objects.count() == 1


def test_an_answer_whose_reading_dies_anywhere_has_booked_nothing(cast: dict[str, User]) -> None:
    batch, deaths = released(cast, 2), 0
    given = answer(batch, {1: failed()})
    before = traces(batch)
    while died(lambda: receive(batch, by=cast["fang"], answer=given, key="read"), deaths + 1):
        deaths += 1
        assert traces(batch) == before
    assert deaths > 10 and sorted(batch.lines.values_list("status", flat=True)) == ["failed", "paid"]
