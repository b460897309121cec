"""Mail: it really leaves, says nothing about anybody, leads to the form, and what fails is tried again."""

import datetime as dt
import smtplib

import pytest
from django.core import mail
from django.utils import timezone

from documents.reminders.models import Delivery, Message
from documents.reminders.run import remind_all
from documents.reminders.sending import PAUSES, send_again, send_waiting
from tests.races import race


@pytest.fixture
def queued(due, reachable) -> Delivery:
    """The day's reminder, waiting to be sent."""
    remind_all()
    return Delivery.objects.get()


def fail(monkeypatch, error):
    def send(self, fail_silently=False):
        raise error

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)


def test_a_mail_that_is_due_is_really_delivered(queued):
    assert send_waiting() == 1
    assert [message.to for message in mail.outbox] == [["su@example.cn"]]
    assert Delivery.objects.get().status == "sent" and Delivery.objects.get().sent_at


def test_a_reminder_leads_to_the_exact_form(queued, client, cast, due):
    send_waiting()
    code = Message.objects.get().code
    assert f"/messages/{code}/" in mail.outbox[0].body
    client.force_login(cast["su"])
    answer = client.get(f"/messages/{code}/")
    assert answer["Location"] == f"/cases/{due.dossier.code}/act/verify/"
    assert Message.objects.get().read_at


def test_what_leaves_the_house_names_nobody(queued, child):
    send_waiting()
    sent = mail.outbox[0]
    text = sent.subject + sent.body
    assert not [word for word in (child.person.name, "毋", str(child.dossier.code), "化工") if word in text]


def test_without_an_address_nothing_waits(due, settings):
    settings.MESSAGES_BY_MAIL = True
    remind_all()
    assert not Delivery.objects.exists()


def test_without_a_mail_server_an_address_is_no_channel(due, reachable, settings):
    settings.MESSAGES_BY_MAIL = False
    remind_all()
    assert not Delivery.objects.exists()


def test_a_mail_that_fails_is_tried_again_later(queued, monkeypatch):
    fail(monkeypatch, smtplib.SMTPServerDisconnected())
    send_waiting()
    row = Delivery.objects.get()
    assert (row.status, row.error, row.attempts) == ("failed", "unreachable", 1)
    assert row.next_try > timezone.now()
    monkeypatch.undo()
    assert send_waiting() == 0
    assert send_waiting(timezone.now() + dt.timedelta(minutes=2)) == 1


def test_after_the_last_try_it_is_given_up_and_can_be_sent_by_hand(queued, monkeypatch):
    fail(monkeypatch, TimeoutError())
    for days in range(len(PAUSES) + 1):
        send_waiting(timezone.now() + dt.timedelta(days=days))
    row = Delivery.objects.get()
    assert (row.status, row.error, row.attempts) == ("given_up", "timeout", 6)
    monkeypatch.undo()
    send_again(row)
    assert send_waiting() == 1


def test_an_address_that_is_refused_is_given_up_at_once(queued, monkeypatch):
    fail(monkeypatch, smtplib.SMTPRecipientsRefused({}))
    send_waiting()
    assert (Delivery.objects.get().status, Delivery.objects.get().error) == ("given_up", "rejected")


def test_one_that_fails_for_an_unknown_reason_does_not_hold_up_the_others(queued, cast, monkeypatch):
    second = Message.objects.create(user=cast["su"], key="asked")
    Delivery.objects.create(message=second, channel="mail")
    fail(monkeypatch, RuntimeError("boom"))
    send_waiting()
    assert set(Delivery.objects.values_list("status", "error")) == {("failed", "unknown")}


def test_an_account_that_was_ended_gets_no_mail(queued, cast):
    cast["su"].is_active = False
    cast["su"].save()
    send_waiting()
    assert (mail.outbox, Delivery.objects.get().error) == ([], "no_address")


def test_a_worker_that_died_while_sending_leaves_it_to_be_tried_again(queued):
    from documents.reminders.sending import _claim

    assert _claim(queued.pk, timezone.now())
    assert send_waiting() == 0
    assert send_waiting(timezone.now() + dt.timedelta(minutes=16)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail(transactional_db, settings):
    from tests.cast import hire_everyone

    settings.MESSAGES_BY_MAIL = True
    user = hire_everyone()["su"]
    user.mail = "su@example.cn"
    user.save()
    Delivery.objects.create(message=Message.objects.create(user=user, key="asked"), channel="mail")
    assert sorted(race(3, lambda place: send_waiting())) == [0, 0, 1]
