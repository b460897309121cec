"""Whether messages arrived: seen by those who supervise the receivers, without a hint of files closed to them."""

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from documents.models import Dossier
from documents.reminders.models import Delivery, Message
from documents.reminders.telling import tell
from documents.reminders.wording import name_messages

name_messages({"test.news": "Something happened."})
LIST = "/messages/deliveries/"


@pytest.fixture
def failed(cast) -> Delivery:
    """A mail to the village officer that failed."""
    message = Message.objects.create(user=cast["wei"], key="test.news")
    return Delivery.objects.create(message=message, channel="mail", status="failed", error="timeout", attempts=2)


def test_a_failed_delivery_is_visible_to_the_supervisor_of_its_receiver(failed, cast, client):
    client.force_login(cast["su"])
    shown = client.get(f"{LIST}?show=failed").content.decode()
    assert "卫村官" in shown and "no answer in time" in shown


@pytest.mark.parametrize(("username", "seen"), [("kang", True), ("an", True), ("nan", False), ("wu", False)])
def test_only_for_the_people_of_ones_own_divisions(failed, cast, username, seen):
    assert Delivery.objects.visible_to(cast[username]).exists() is seen


def test_it_can_be_sent_again_by_hand(failed, cast, client):
    client.force_login(cast["su"])
    client.post(reverse("delivery-again", args=[failed.pk]))
    failed.refresh_from_db()
    assert (failed.status, failed.attempts, DBTaskResult.objects.count()) == ("queued", 0, 1)


def test_a_neighbour_cannot_send_it_again(failed, cast, client):
    client.force_login(cast["nan"])
    assert client.post(reverse("delivery-again", args=[failed.pk])).status_code == 404


def test_what_has_arrived_is_not_sent_again(failed, cast, client):
    Delivery.objects.update(status="sent")
    client.force_login(cast["su"])
    client.post(reverse("delivery-again", args=[failed.pk]))
    assert Delivery.objects.get().status == "sent"


def test_news_about_a_locked_file_are_not_hinted_at(cast, settings):
    settings.MESSAGES_BY_MAIL = True
    cast["wei"].mail = "wei@example.cn"
    cast["wei"].save()
    incident = Dossier.begin("incident", "410883100204", confidentiality="locked")
    incident.save()
    tell([cast["wei"]], "test.news", "/", incident, urgent=True)
    assert Delivery.objects.exists() and not Delivery.objects.visible_to(cast["su"]).exists()
