"""Whom to call, by village: people whom no channel reached and who have not opened their reminder."""

import pytest
from django.urls import reverse

from documents.models import Event
from documents.reminders.call_list import note_call, to_call
from documents.reminders.models import Delivery, Message
from documents.reminders.run import remind_all
from tests.documents.reminders.conftest import due_in


@pytest.fixture
def told(due, cast):
    """The village officer was told, has no mail, and has not opened the message."""
    due_in(-1, role="village_child_officer")
    cast["wei"].phone = "12039100009"
    cast["wei"].save()
    remind_all()
    return Message.objects.get(user=cast["wei"])


def names(user):
    return {village: [callee.user.username for callee in people] for village, people in to_call(user).items()}


def test_whom_nothing_reached_stands_under_their_village(told, cast):
    (callee,) = next(iter(to_call(cast["su"]).values()))
    assert (callee.user, len(callee.late)) == (cast["wei"], 1)
    assert list(names(cast["su"])) == [cast["wei"].post_set.get().division.short_name]


def test_the_county_sees_them_and_a_neighbouring_town_does_not(told, cast):
    assert names(cast["kang"]) and not names(cast["nan"])


def test_who_opened_the_message_need_not_be_called(told, cast):
    Message.objects.update(read_at="2026-11-23T00:00Z")
    assert names(cast["su"]) == {}


@pytest.mark.parametrize(
    ("status", "listed"), [("sent", False), ("failed", True), ("given_up", True), ("queued", True)]
)
def test_only_a_delivery_that_arrived_takes_a_name_off(told, cast, status, listed):
    Delivery.objects.create(message=told, channel="mail", status=status)
    assert bool(names(cast["su"])) is listed


@pytest.mark.parametrize(("reached", "listed"), [(True, False), (False, True)])
def test_a_call_takes_the_name_off_only_when_somebody_answered(told, cast, reached, listed):
    note_call(told, by=cast["su"], reached=reached)
    assert bool(names(cast["su"])) is listed


def test_the_page_has_name_telephone_and_buttons(told, cast, client):
    client.force_login(cast["su"])
    shown = client.get(reverse("call-list")).content.decode()
    assert "卫村官" in shown and "tel:12039100009" in shown
    client.post(reverse("call-note", args=[told.code]), {"reached": "1"})
    assert Delivery.objects.get(channel="call").by == cast["su"]


def test_telephones_on_paper_leave_an_event(told, cast, client):
    client.force_login(cast["su"])
    assert "12039100009" in client.post(reverse("call-print")).content.decode()
    assert Event.objects.filter(action="call.list", by=cast["su"]).exists()


@pytest.mark.parametrize("username", ["wei", "pan", "fang", "ji"])
def test_who_supervises_nobody_has_no_call_list(told, cast, client, username):
    client.force_login(cast[username])
    assert client.get(reverse("call-list")).status_code in (302, 403)


def test_nobody_notes_a_call_for_another_town(told, cast, client):
    client.force_login(cast["nan"])
    assert client.post(reverse("call-note", args=[told.code]), {"reached": "1"}).status_code == 404


def test_the_number_of_queries_does_not_grow(told, cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        to_call(cast["su"])
