"""Reporting danger: one act, a locked file, the paper, the clocks, and every way it comes twice."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from cases.incidents.actions import report_danger
from cases.incidents.models import Incident
from documents.models import Access, Document, Dossier, Event
from documents.refusals import NotAllowed, NotPossible, NotVisible
from organisation.models import User
from tests.cases.incidents.stages import report


def test_one_act_reports_issues_the_paper_and_locks_the_file(child, cast):
    incident = report(cast["wei"], child)
    assert (incident.status, incident.number[:10]) == ("reported", "PRO-410883")
    assert incident.dossier.confidentiality == "locked"
    assert list(Document.objects.filter(dossier=incident.dossier).values_list("kind", flat=True)) == ["PRO-01"]
    assert Event.objects.get(dossier=incident.dossier).by == cast["wei"]


def test_the_clocks_run_from_the_moment_it_was_seen(child, cast):
    seen = timezone.now() - dt.timedelta(minutes=30)
    incident = report(cast["wei"], child, observed_at=seen)
    assert incident.phone_by - seen == dt.timedelta(hours=1)
    assert incident.write_by - seen == dt.timedelta(hours=24)


def test_a_phone_whose_clock_runs_ahead_loses_nothing(child, cast):
    incident = report(cast["wei"], child, observed_at=timezone.now() + dt.timedelta(days=1))
    assert incident.observed_at <= timezone.now()


def test_the_same_report_sent_again_is_one_report(child, cast):
    code = uuid.uuid4()
    first, second = report(cast["wei"], child, client_uuid=code), report(cast["wei"], child, client_uuid=code)
    assert first == second and Incident.objects.count() == 1
    assert Event.objects.filter(action="incident.report").count() == 1


def test_the_report_of_another_account_is_not_handed_out(child, cast):
    code = uuid.uuid4()
    report(cast["wei"], child, client_uuid=code)
    with pytest.raises(NotPossible, match="another account"):
        report(cast["su"], child, client_uuid=code)


@pytest.mark.parametrize("who", ["wei", "su", "an", "kang", "ji"])
def test_whoever_may_see_the_child_may_report(who, child, cast):
    assert report(cast[who], child).case_id == child.pk


def test_a_proxy_parent_reports_about_the_child_they_are_paired_with(child, cast):
    Access.objects.create(dossier=child.dossier, user=cast["pan"], capacity="paired", reduced=True)
    assert report(cast["pan"], child).status == "reported"


def test_a_child_out_of_sight_cannot_be_named_by_its_code(child, cast):
    with pytest.raises(NotVisible):
        report(cast["nan"], child)
    assert not Incident.objects.exists() and not Dossier.objects.filter(kind="incident").exists()


@pytest.mark.parametrize("who", ["pan", "yi", "xiao", "fang", "guan", "zhi", "bao"])
def test_every_role_reports_about_a_child_nobody_knows(who, cast):
    incident = report(cast[who])
    assert incident.case is None and incident.dossier.division_code.startswith("410883")


def test_people_of_the_city_say_where_it_is(cast):
    with pytest.raises(NotPossible, match="which county"):
        report(cast["shen"])


def test_an_account_without_a_post_is_told_to_phone(cast):
    nobody = User.objects.create(username="leer", name="无岗")
    with pytest.raises(NotAllowed, match="Phone 110"):
        report(nobody)


def test_what_was_reported_stands_in_the_trail_word_by_word(child, cast):
    incident = report(cast["wei"], child)
    told = Event.objects.get(dossier=incident.dossier).details["data"]
    assert (told["what"], told["where"], told["harm_types"]) == ("孩子手臂有多处瘀伤", "村口", ["violence"])


def test_the_words_are_not_readable_in_the_database(child, cast):
    from django.db import connection

    report(cast["wei"], child)
    with connection.cursor() as cursor:
        cursor.execute("SELECT what FROM incidents_incident")
        assert "瘀伤".encode() not in bytes(cursor.fetchone()[0])


def test_a_report_may_say_that_110_was_phoned(child, cast):
    assert report(cast["wei"], child, phoned=True).phoned_at


def test_report_danger_returns_the_event(child, cast):
    event = report_danger(
        by=cast["wei"],
        client_uuid=uuid.uuid4(),
        case=child,
        harm_types=[],
        what="",
        where="",
        observed_at=timezone.now(),
        danger_now=False,
    )
    assert event.action == "incident.report"
