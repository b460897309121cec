"""The officers hear of a report at once, of an alarm once, and nobody else hears anything."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.incidents.naming import Named
from cases.incidents.reach import answerable_for
from cases.incidents.telling import tell_alarms
from documents.reminders.models import Message
from documents.transitions import perform
from organisation.models import Delegation, Post
from tests.cases.incidents.stages import brought_to, report


def told(key):
    return sorted(Message.objects.filter(key=key).values_list("user__username", flat=True))


def test_the_officers_of_the_county_hear_of_a_report(child, cast):
    incident = report(cast["wei"], child)
    assert told("incident.reported") == ["bao", "xiang"]
    message = Message.objects.first()
    assert message.urgent and str(incident.code) in message.link and message.by is None


def test_the_text_says_nothing_of_the_child_or_the_reporter(child, cast, client):
    report(cast["wei"], child)
    client.force_login(cast["xiang"])
    page = client.get("/messages/").content.decode()
    assert "may be in danger" in page
    assert not [text for text in ("毋小满", "卫村官", "瘀伤") if text in page]


def test_an_officer_who_is_named_hears_nothing(child, cast):
    report(cast["wei"], child, named=[Named("staff", user=cast["bao"])])
    assert told("incident.reported") == ["xiang"]


def test_when_every_officer_is_named_the_privacy_officer_hears(child, cast):
    report(cast["wei"], child, named=[Named("staff", user=cast["bao"]), Named("staff", user=cast["xiang"])])
    assert told("incident.reported") == ["yin"]


def test_a_stand_in_answers_too(cast):
    today = timezone.localdate()
    post = Post.objects.get(user=cast["bao"])
    Delegation.objects.create(post=post, to=cast["kang"], valid_from=today, valid_to=today, reason="休假")
    assert cast["kang"] in answerable_for("410883100204")


def test_an_addition_is_told_to_the_others(child, cast):
    incident = report(cast["wei"], child)
    perform(incident, "add_words", by=cast["bao"], words="学校来电")
    assert told("incident.added") == ["xiang"]


def test_the_second_officer_hears_that_a_closing_waits(child, cast):
    brought_to(report(cast["wei"], child), "closing", cast)
    assert told("incident.closing") == ["xiang"]


def test_an_alarm_is_told_once_a_clock(child, cast):
    report(cast["wei"], child, observed_at=timezone.now() - dt.timedelta(hours=2))
    assert (tell_alarms(), tell_alarms()) == (1, 1)
    assert told("incident.late") == ["bao", "xiang"]


@pytest.mark.parametrize("who", ["su", "an", "kang", "guan"])
def test_supervisors_do_not_see_what_officers_were_told(who, child, cast):
    report(cast["wei"], child)
    assert not Message.objects.to_people_of(cast[who]).filter(key="incident.reported").exists()
