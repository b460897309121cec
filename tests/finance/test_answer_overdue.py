"""When the bank has not answered in time: unknown, never failed, and never sent again by itself."""

import datetime as dt

import pytest

from documents.models import Event
from finance.bank.overdue import mark_unknown
from finance.models import FundEntry
from organisation.models import User
from tests.finance.answers import answer, read_in
from tests.finance.sendable import released

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_the_day_after_the_answer_was_due_it_is_unknown(cast: dict[str, User]) -> None:
    batch = released(cast)
    assert mark_unknown(batch.answer_by) == 0
    assert mark_unknown(batch.answer_by + DAY) == 3
    assert set(batch.lines.values_list("status", flat=True)) == {"unknown"}


def test_unknown_payments_keep_their_months_and_their_commitment(cast: dict[str, User]) -> None:
    batch = released(cast)
    mark_unknown(batch.answer_by + DAY)
    assert set(batch.lines.values_list("items__live", "items__accrual__status")) == {(True, "listed")}
    assert not FundEntry.objects.filter(kind="release").exists() and batch.files.count() == 1


def test_marking_again_changes_nothing_and_writes_no_second_event(cast: dict[str, User]) -> None:
    batch = released(cast)
    assert [mark_unknown(batch.answer_by + DAY) for _time in range(2)] == [3, 0]
    assert Event.objects.get(action="batch.answer_overdue").details["count"] == 3


def test_what_was_answered_in_time_is_left_alone(cast: dict[str, User]) -> None:
    batch = released(cast)
    read_in(batch, cast["fang"], answer(batch, edit=lambda rows: rows[:2]))
    assert mark_unknown(batch.answer_by + DAY) == 1
    assert list(batch.lines.order_by("sequence").values_list("status", flat=True)) == ["paid", "paid", "unknown"]
