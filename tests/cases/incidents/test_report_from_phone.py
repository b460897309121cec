"""A report of danger written on the phone: it arrives once, and no clock keeps it back."""

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.incidents.models import Incident
from cases.incidents.phone import deliver_report
from documents.drafts.kinds import Entry, NotDeliverable, kind_named
from documents.refusals import NotVisible


def entry(about="", uuid=None, **changes):
    payload = {"harms": ["violence"], "what": "手臂有伤", "danger_now": "no", "where": "家中", **changes}
    return Entry(uuid or uuid4(), kind_named("report"), about, payload)


def test_a_report_about_a_child_arrives(cast, child):
    delivered = deliver_report(cast["wei"], entry(str(child.code)), {})

    incident = Incident.objects.get()
    assert (incident.case_id, incident.what, incident.harm_types) == (child.pk, "手臂有伤", ["violence"])
    assert delivered.url == "" and "毋" not in delivered.label


def test_the_same_report_again_is_one_report(cast, child):
    uuid = uuid4()
    for _each in range(2):
        deliver_report(cast["wei"], entry(str(child.code), uuid), {})

    assert Incident.objects.count() == 1


def test_a_child_nobody_knows_is_described_in_words(cast):
    deliver_report(cast["wei"], entry(child_words="集市上的男孩，约 6 岁"), {})

    assert Incident.objects.get().child_words == "集市上的男孩，约 6 岁"


def test_without_a_child_and_without_words_it_is_asked_which_child(cast):
    with pytest.raises(NotDeliverable) as missing:
        deliver_report(cast["wei"], entry(), {})

    assert list(missing.value.fields) == ["child_words"]


def test_a_clock_that_runs_ahead_does_not_keep_a_report_back(cast, child):
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    deliver_report(cast["wei"], entry(str(child.code), observed_on=tomorrow), {})

    assert Incident.objects.get().observed_at <= timezone.now()


def test_what_is_asked_for_is_said_at_its_control(cast, child):
    with pytest.raises(NotDeliverable) as missing:
        deliver_report(cast["wei"], entry(str(child.code), harms=[], what="", danger_now=""), {})

    assert {"harms", "what", "danger_now"} == missing.value.fields.keys()


def test_a_child_of_another_village_is_out_of_reach(cast, child):
    with pytest.raises(NotVisible):
        deliver_report(cast["wen"], entry(str(child.code)), {})


def test_what_a_report_says_is_kept_in_the_locked_file_alone():
    assert kind_named("report").confidential
