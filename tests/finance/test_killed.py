"""The process is killed between any two statements of sending and of reading an answer: all of it happened, or nothing.

Real transactions in real processes: each child process runs the act and kills itself before its n-th statement.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from documents.transitions import perform
from finance.bank.receiving import Answer, receive
from finance.demo.practice import answer_to
from finance.models import BankReturn, Batch, Fund, ReturnRow
from finance.verifying import disagreements
from tests.cast import hire_everyone
from tests.finance.way import batch_of, go

pytestmark = pytest.mark.django_db(transaction=True)
STEP = int(os.environ.get("TONGXIN_KILL_STEP", "4"))  # 1 kills before every statement, and takes minutes


@pytest.fixture
def people(transactional_db):
    return hire_everyone()


class Killer:
    """Kills the process before the n-th statement. As a wrapper of the connection."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def dies(act: Callable[[], Any], at: int) -> bool:
    """Run the act in a process of its own that dies before its statement number `at`; False when it got through."""
    connections.close_all()
    process = multiprocessing.get_context("fork").Process(target=_run, args=(act, at))
    process.start()
    process.join(60)
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def _run(act: Callable[[], Any], at: int) -> None:
    with connection.execute_wrapper(Killer(at)):
        act()
    connections.close_all()
    os._exit(0)


def until_it_gets_through(act: Callable[[], Any], all_happened: Callable[[], bool]) -> int:
    """Kill later and later until the act is done; returns how many statements it has, about."""
    at = 0
    while dies(act, at) and not all_happened():
        assert at < 2000
        at += STEP
    return at


def test_a_kill_while_sending_loses_nothing_and_sends_nothing_twice(people):
    batch = go(batch_of(people, girls=2, boys=1), people, "funding_requested")

    def all_sent() -> bool:
        now = Batch.objects.get(pk=batch.pk)
        if now.status == "sent":
            return True
        assert (now.status, now.files.count(), now.approvals.count()) == ("funding_requested", 0, 4)
        assert set(now.lines.values_list("status", flat=True)) == {"listed"}
        return False

    statements = until_it_gets_through(lambda: perform(batch, "send", by=people["fu"]), all_sent)
    sent = Batch.objects.get(pk=batch.pk)
    assert statements > 20 and (sent.status, sent.files.count()) == ("sent", 1)
    assert list(disagreements()) == []


def test_a_kill_while_reading_an_answer_books_nothing_or_everything(people):
    batch = go(batch_of(people, girls=2, boys=1), people)
    answer = Answer("回盘.csv", answer_to(batch, {2: "frozen"}, day=batch.sent_on))

    def all_read() -> bool:
        if BankReturn.objects.exists():
            return True
        assert not ReturnRow.objects.exists()
        assert set(batch.lines.values_list("status", flat=True)) == {"sent"}
        assert Fund.objects.get().paid_fen == 0
        return False

    statements = until_it_gets_through(lambda: receive(batch, by=people["fang"], answer=answer), all_read)
    assert statements > 20 and Batch.objects.get(pk=batch.pk).status == "returned"
    assert sorted(batch.lines.values_list("status", flat=True)) == ["failed", "paid", "paid"]
    assert list(disagreements()) == []
