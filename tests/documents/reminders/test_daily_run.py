"""The daily reminders: once a rung, one message a person and day, whoever starts them and however often."""

import datetime as dt

import pytest
from django.utils import timezone

from documents.models import Dossier, DueDate
from documents.reminders import run
from documents.reminders.models import Delivery, Message, MessageItem, ReminderRun, RungUsed
from documents.reminders.run import remind_all
from organisation.models import User
from tests.cases.stages import imported_child, register
from tests.documents.reminders.conftest import due_in
from tests.races import race

TODAY = timezone.localdate


def copies(due, count):
    """More open due dates like this one, each in a dossier of its own."""
    dossiers = [Dossier.begin("case", due.dossier.division_code) for _n in range(count)]
    Dossier.objects.bulk_create(dossiers)
    DueDate.objects.bulk_create(
        DueDate(
            dossier=dossier, name="verify", role=due.role, starts_on=due.starts_on, due_on=due.due_on,
            opened_by_id=due.opened_by_id,
        )
        for dossier in dossiers
    )  # fmt: skip


def test_a_reminder_stands_in_the_owners_messages(due, cast):
    remind_all()
    message = Message.objects.get()
    assert (message.user, message.key, message.read_at) == (cast["su"], "due", None)
    assert [item.due for item in message.items.all()] == [due]


def test_the_same_reminder_is_never_sent_twice(due):
    remind_all()
    assert remind_all() == 0
    assert Message.objects.count() == MessageItem.objects.count() == 1


def test_ten_due_dates_are_one_message(due):
    copies(due, 9)
    remind_all()
    assert Message.objects.get().items.count() == 10


def test_what_comes_later_on_the_day_stands_in_the_same_message_and_makes_it_unread(due):
    remind_all()
    Message.objects.update(read_at=timezone.now())
    copies(due, 1)
    remind_all()
    message = Message.objects.get()
    assert message.items.count() == 2 and message.read_at is None


def test_the_next_rung_is_a_message_of_its_day(due, cast):
    remind_all()
    remind_all(TODAY() + dt.timedelta(days=7))
    assert set(Message.objects.values_list("user__username", flat=True)) == {"su", "an"}


def test_after_days_without_a_run_each_rung_is_used_once(due):
    due_in(-20)
    remind_all()
    assert RungUsed.objects.count() == 5
    assert set(Message.objects.values_list("user__username", flat=True)) == {"su", "an", "kang"}


def test_what_is_done_is_not_reminded_of(due):
    DueDate.objects.update(state="done")
    assert remind_all() == 0
    assert not Message.objects.exists()


def test_a_new_last_day_begins_the_ladder_again(due):
    remind_all()
    later = due_in(3)
    remind_all()
    assert RungUsed.objects.filter(due=later, due_on=later.due_on).count() == 1


def test_a_run_that_died_is_finished_by_the_next(due, reachable, monkeypatch):
    monkeypatch.setattr(run, "deliver", lambda messages: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        remind_all()
    assert (ReminderRun.objects.get().finished_at, Delivery.objects.count()) == (None, 0)
    monkeypatch.undo()
    remind_all()
    assert ReminderRun.objects.get().finished_at and Delivery.objects.count() == 1


def test_many_due_dates_cost_no_more_queries_than_one(due, django_assert_max_num_queries):
    copies(due, 60)
    with django_assert_max_num_queries(32):
        remind_all()


def test_a_long_list_is_worked_off_in_chunks(due, monkeypatch):
    copies(due, 6)
    monkeypatch.setattr(run, "CHUNK", 2)
    remind_all()
    assert Message.objects.get().items.count() == 7


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_everybody_once(transactional_db):
    from tests.cast import hire_everyone

    cast = hire_everyone()
    register(imported_child(), cast["wei"])
    due = due_in(0)
    copies(due, 30)
    outcomes = race(3, lambda place: remind_all())
    assert sorted(outcomes) == [0, 0, 62]
    assert Message.objects.get().items.count() == 31
    assert User.objects.get(username="su").messages_received.count() == 1
