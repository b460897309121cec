"""The way of a report: each act with its paper, its guards, and two people for the closing."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.incidents.actions import identify, name_person
from cases.incidents.clocks import clock
from cases.incidents.models import Incident, Status
from cases.incidents.naming import Named
from documents.declarations import declared
from documents.letters import get_letter
from documents.models import Document
from documents.refusals import NotAllowed, NotPossible, NotVisible
from documents.transitions import perform
from tests.cases.incidents.stages import PLAN, brought_to, report, soon


def kinds(incident):
    return list(Document.objects.filter(dossier=incident.dossier).order_by("pk").values_list("kind", flat=True))


def test_the_whole_way_issues_every_paper(child, cast):
    incident = brought_to(report(cast["wei"], child), "closing", cast)
    perform(incident, "close", by=cast["xiang"], opinion="同意结案")
    incident.refresh_from_db()
    assert incident.status == Status.CLOSED and incident.closed_on
    assert [kind for kind in kinds(incident) if kind != "FLW-01"] == [
        "PRO-01", "PRO-02", "PRO-03", "PRO-04", "PRO-06", "PRO-07",
    ]  # fmt: skip


def test_the_child_is_handed_into_temporary_guardianship(child, cast):
    incident = brought_to(report(cast["wei"], child), "safety_plan", cast)
    handed = {"way": "temporary", "ground": "harmed", "receiver": "县未成年人保护中心", "condition": "瘀伤已处理"}
    perform(incident, "place", by=cast["bao"], child_view="害怕回家", next_on=soon(), **handed)
    assert kinds(incident)[-1] == "PRO-05"


def test_every_transition_declares_papers_that_exist():
    for each in declared(Incident).values():
        assert [get_letter(code) for code in each.step.papers_for(None)]


def test_the_one_who_proposed_does_not_sign_the_closing(child, cast):
    incident = brought_to(report(cast["wei"], child), "closing", cast)
    with pytest.raises(NotPossible, match="Someone else must do this step"):
        perform(incident, "close", by=cast["bao"], opinion="同意")


def test_a_second_officer_sends_it_back_with_a_reason(child, cast):
    incident = brought_to(report(cast["wei"], child), "closing", cast)
    perform(incident, "send_back", by=cast["xiang"], reason="再回访一次")
    incident.refresh_from_db()
    assert incident.status == Status.FOLLOW_UP


def test_nothing_is_closed_while_nobody_phoned_or_wrote(child, cast):
    incident = report(cast["wei"], child)
    Incident.objects.filter(pk=incident.pk).update(status=Status.FOLLOW_UP)
    with pytest.raises(NotPossible, match="call to 110"):
        perform(incident, "propose_closing", by=cast["bao"], outcome="safe", words="x")


@pytest.mark.parametrize("who", ["wei", "su", "an", "kang", "cao", "nan", "wu", "lu", "guan"])
def test_no_superior_can_touch_a_report(who, child, cast):
    incident = report(cast["pan"] if who == "wei" else cast["wei"])
    with pytest.raises(NotVisible):
        perform(incident, "acknowledge", by=cast[who], station="x", police_number="1", officer="x", at=timezone.now())


def test_the_reporter_does_not_do_the_work_of_the_officers(child, cast):
    incident = report(cast["wei"], child)
    with pytest.raises(NotVisible):
        perform(incident, "make_plan", by=cast["wei"], next_on=soon(), **PLAN)


def test_the_privacy_officer_only_reads(child, cast):
    incident = report(cast["wei"], child)
    with pytest.raises(NotAllowed):
        perform(incident, "send_report", by=cast["yin"], addressee="x", facts="x")


def test_there_is_no_act_that_edits_a_report():
    told = {"what", "where", "harm_types", "observed_at", "danger_now", "child_words", "reporter"}
    assert not [name for name, each in declared(Incident).items() if told & set(each.parameters)]


def test_what_is_learned_later_stands_beside_the_report(child, cast):
    incident = report(cast["wei"], child)
    perform(incident, "add_words", by=cast["wei"], words="邻居也看见了")
    perform(incident, "add_words", by=cast["bao"], words="学校来电")
    incident.refresh_from_db()
    assert incident.what == "孩子手臂有多处瘀伤"
    assert [each.words for each in incident.additions.all()] == ["邻居也看见了", "学校来电"]


def test_nobody_corrects_the_report_form(child, cast):
    from documents.corrections import reissue

    incident = report(cast["bao"])
    paper = Document.objects.get(dossier=incident.dossier, kind="PRO-01")
    with pytest.raises(NotAllowed, match="never corrected"):
        reissue(paper, by=cast["bao"], reason="错", corrections={"what": "没有的事"})


def test_the_first_call_counts(child, cast):
    incident = report(cast["wei"], child)
    perform(incident, "note_call", by=cast["wei"], at=timezone.now())
    with pytest.raises(NotPossible, match="noted already"):
        perform(incident, "note_call", by=cast["bao"], at=timezone.now())


def test_a_follow_up_is_never_put_off_for_months(child, cast):
    incident = brought_to(report(cast["wei"], child), "police_acknowledged", cast)
    with pytest.raises(NotPossible, match="30 days"):
        perform(incident, "make_plan", by=cast["bao"], next_on=soon(90), **PLAN)


def test_an_alarm_stays_until_it_is_explained(child, cast):
    incident = report(cast["wei"], child, observed_at=timezone.now() - dt.timedelta(hours=2))
    assert list(Incident.objects.alarming(timezone.now())) == [incident]
    perform(incident, "explain_delay", by=cast["bao"], clock="phone", reason="现场无信号")
    assert not Incident.objects.alarming(timezone.now()).exists()
    incident.refresh_from_db()
    assert clock(incident, "phone").overdue and not clock(incident, "phone").alarms


def test_an_alarm_is_not_dismissed_without_a_reason(child, cast):
    incident = report(cast["wei"], child, observed_at=timezone.now() - dt.timedelta(hours=2))
    with pytest.raises(NotPossible, match="Say why"):
        perform(incident, "explain_delay", by=cast["bao"], clock="phone", reason=" ")
    assert Incident.objects.alarming(timezone.now()).exists()


def test_what_is_not_late_cannot_be_explained_away(child, cast):
    incident = report(cast["wei"], child, observed_at=timezone.now() - dt.timedelta(hours=2))
    with pytest.raises(NotPossible, match="Choose what is late"):
        perform(incident, "explain_delay", by=cast["bao"], clock="written", reason="以后再说")


def test_a_missed_follow_up_alarms_until_the_next_one(child, cast):
    incident = brought_to(report(cast["wei"], child), "follow_up", cast)
    Incident.objects.filter(pk=incident.pk).update(next_on=soon(-1))
    assert Incident.objects.alarming(timezone.now()).exists()


def test_an_unknown_child_is_found_among_the_cases(child, cast):
    incident = report(cast["pan"], named=[Named("carer")])
    identify(incident, by=cast["bao"], case=child)
    incident.refresh_from_db()
    assert incident.case_id == child.pk
    assert incident.named.get().person.name == "毋秋菊"


def test_the_second_click_names_nobody_twice(child, cast):
    incident = report(cast["wei"], child)
    for _click in range(2):
        name_person(incident, by=cast["bao"], named=Named("staff", user=cast["su"]), key="one")
    assert incident.named.count() == 1
