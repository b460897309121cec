"""Silence is an alarm: no reminders today, or nobody who could be told."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.reminders.alarms import alarms_for, silent_today, undelivered, unheard
from documents.reminders.models import Delivery, Message, ReminderRun
from documents.reminders.run import remind_all
from organisation.models import Post
from tests.documents.reminders.conftest import due_in

MONDAY = dt.date(2026, 11, 23)


def at(hour: int, day: dt.date = MONDAY) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


@pytest.fixture
def waiting(due):
    """Something of which somebody should have been told on that Monday."""
    return due_in((MONDAY - timezone.localdate()).days)


def test_a_working_morning_without_reminders_is_an_alarm(waiting):
    assert silent_today(at(10))


@pytest.mark.parametrize("moment", [at(9), at(12, MONDAY - dt.timedelta(days=1))], ids=["early", "sunday"])
def test_before_ten_and_on_free_days_nothing_is_expected(waiting, moment):
    assert not silent_today(moment)


def test_a_finished_run_is_no_alarm(waiting):
    remind_all(MONDAY)
    assert not silent_today(at(10))


def test_a_run_that_did_not_come_to_its_end_is_an_alarm(waiting):
    ReminderRun.objects.create(day=MONDAY)
    assert silent_today(at(10))


def test_a_day_with_nothing_to_tell_is_no_alarm(due):
    due_in(30)
    assert not silent_today(at(10))


def test_those_in_charge_see_the_alarm_and_others_do_not(waiting, cast):
    assert {name for name in cast if alarms_for(cast[name], at(10))} == {"su", "an", "nan", "kang", "guan", "wu"}


def test_a_due_date_that_nobody_hears_of_is_an_alarm_for_its_place(due, cast):
    Post.objects.filter(user__username__in=["su", "an", "kang"]).delete()
    remind_all()
    Post.objects.create(user=cast["kang"], role="county_caseworker", division_id=cast["rui"].post_set.get().division_id,
                        valid_from=MONDAY)  # fmt: skip
    assert (unheard(cast["kang"]), unheard(cast["nan"])) == (1, 0)


def test_the_monitor_hears_of_it_too(client, waiting, monkeypatch):
    monkeypatch.setattr("config.health.silent_today", lambda: True)
    answer = client.get(reverse("health"))
    assert (answer.status_code, answer.json()["reminders"]) == (503, "silent")


def test_the_worklist_shows_it(client, cast, monkeypatch):
    monkeypatch.setattr("documents.reminders.alarms.silent_today", lambda now=None: True)
    client.force_login(cast["su"])
    assert "No reminders were sent today." in client.get("/").content.decode()


def test_messages_that_do_not_arrive_are_an_alarm(due, cast):
    message = Message.objects.create(user=cast["wei"], key="asked")
    Delivery.objects.create(message=message, channel="mail", status="given_up")
    assert (undelivered(cast["su"]), undelivered(cast["nan"])) == (1, 0)
    assert any("did not arrive" in alarm for alarm in alarms_for(cast["su"], at(9)))
