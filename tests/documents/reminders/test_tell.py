"""Telling people something, as other apps do; and a supervisor's own reminder, once a day."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from documents.models import Event
from documents.refusals import NotAllowed, NotPossible, NotVisible
from documents.reminders.models import Delivery, Message
from documents.reminders.sending import send_waiting
from documents.reminders.telling import remind, tell
from documents.reminders.wording import name_messages
from tests.documents.reminders.conftest import due_in

name_messages({"test.news": "Something happened."})


def test_a_text_nobody_registered_is_an_error(cast):
    with pytest.raises(ValueError):
        tell([cast["su"]], "unheard.of", "/")


def test_each_person_is_told_once_even_when_named_twice(cast):
    made = tell([cast["su"], cast["an"], cast["su"]], "test.news", "/cases/")
    assert [message.user.username for message in made] == ["su", "an"]


def test_who_has_left_is_not_told(cast):
    cast["su"].is_active = False
    assert tell([cast["su"]], "test.news", "/") == []


def test_the_same_news_are_told_once(cast):
    tell([cast["su"]], "test.news", "/", once="incident-1")
    again = tell([cast["su"], cast["an"]], "test.news", "/", once="incident-1")
    assert [message.user.username for message in again] == ["an"]


def test_nothing_is_sent_when_the_act_is_undone(cast, reachable, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                tell([reachable], "test.news", "/", urgent=True)
                raise RuntimeError
        except RuntimeError:
            pass
    assert (Message.objects.count(), Delivery.objects.count(), DBTaskResult.objects.count()) == (0, 0, 0)


def test_after_the_act_the_channels_are_nudged_once(cast, reachable, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell([reachable], "test.news", "/")
        tell([reachable], "test.news", "/")
    assert (Delivery.objects.count(), DBTaskResult.objects.count()) == (2, 1)


def test_what_is_urgent_does_not_wait_behind_the_imports(cast, reachable, django_capture_on_commit_callbacks):
    tell([reachable], "test.news", "/")
    with django_capture_on_commit_callbacks(execute=True):
        tell([reachable], "test.news", "/", urgent=True)
    assert DBTaskResult.objects.get().queue_name == "papers"
    send_waiting(urgent=True)
    assert list(Delivery.objects.order_by("pk").values_list("status", flat=True)) == ["queued", "sent"]


def test_a_supervisor_reminds_the_owner(due, cast):
    due_in(-1, role="village_child_officer")
    (message,) = remind(due_in(-1), by=cast["su"], words="请尽快 完成")
    assert (message.user, message.by, message.words) == (cast["wei"], cast["su"], "请尽快 完成")
    assert Event.objects.filter(dossier=due.dossier, action="reminder.ask", by=cast["su"]).exists()


def test_a_second_reminder_on_the_same_day_is_refused(due, cast):
    due = due_in(-1, role="village_child_officer")
    remind(due, by=cast["su"])
    with pytest.raises(NotPossible):
        remind(due, by=cast["kang"])
    assert Message.objects.count() == 1


def test_tomorrow_it_can_be_sent_again(due, cast, monkeypatch):
    due = due_in(-1, role="village_child_officer")
    remind(due, by=cast["su"])
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *_args: tomorrow)
    assert remind(due, by=cast["su"])


def test_a_colleague_cannot_remind_others(due, cast):
    with pytest.raises(NotAllowed):
        remind(due, by=cast["wei"])


def test_a_neighbouring_town_does_not_find_the_due_date(due, cast):
    with pytest.raises(NotVisible):
        remind(due, by=cast["nan"])


def test_nobody_reminds_of_what_is_done(due, cast):
    with pytest.raises(NotPossible):
        remind(due_in(-1, role="village_child_officer", state="done"), by=cast["su"])
