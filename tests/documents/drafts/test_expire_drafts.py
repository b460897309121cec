"""Old drafts go, and only after their owner was told."""

import datetime as dt
from uuid import uuid4

from django.utils import timezone

from documents.drafts.expiry import expire_drafts
from documents.drafts.models import Delivery, Draft, WaitingPhoto
from documents.reminders.models import Message

UUID = uuid4()


def aged(days, **changes):
    Draft.objects.update(updated_at=timezone.now() - dt.timedelta(days=days), **changes)


def test_a_young_draft_stays_as_it_is(phone):
    phone.save(UUID, "text")
    aged(20)
    expire_drafts()

    assert phone.drafts()[0]["expires_on"] is None


def test_the_last_week_is_announced(phone):
    phone.save(UUID, "text")
    aged(24)
    expire_drafts()

    assert phone.drafts()[0]["expires_on"] == (timezone.localdate() + dt.timedelta(days=6)).isoformat()


def test_the_owner_is_told_once_and_without_a_word_of_the_draft(phone, wei):
    phone.save(UUID, "text")
    aged(24)
    for _each in range(2):
        expire_drafts()

    message = Message.objects.get(user=wei)
    assert (message.key, message.link, message.words) == ("draft.expires", "/phone/", "")


def test_nothing_expires_without_notice(phone):
    phone.save(UUID, "text")
    aged(90)
    expire_drafts()

    assert phone.drafts()[0]["payload"] == {"note": "text"}


def test_a_week_after_the_notice_the_words_are_gone(phone):
    phone.save(UUID, "text")
    aged(31, noticed_at=timezone.now() - dt.timedelta(days=8))
    expire_drafts()

    assert phone.drafts() == []
    assert Draft.objects.get().payload == ""


def test_going_on_writing_begins_the_time_anew(phone):
    phone.save(UUID, "text")
    aged(31, noticed_at=timezone.now() - dt.timedelta(days=8))
    phone.save(UUID, "text and more", base=1)
    expire_drafts()

    assert phone.drafts()[0]["expires_on"] is None


def test_copies_for_comparing_are_wiped_after_a_month_and_the_delivery_stays(phone):
    phone.post(UUID)
    Delivery.objects.update(at=timezone.now() - dt.timedelta(days=31))
    expire_drafts()

    assert Delivery.objects.get().payload == ""
    assert phone.post(UUID).status_code == 200


def test_photos_whose_entry_never_came_are_wiped(phone, wei):
    long_ago = timezone.now() - dt.timedelta(days=31)
    WaitingPhoto.objects.create(uuid=UUID, user=wei, number=0, content=b"x", at=long_ago)
    expire_drafts()

    assert WaitingPhoto.objects.count() == 0
