"""Whoever is named loses access in the transaction of the report, and nobody else learns of it."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.children.models import CareAgreement
from cases.flows import active_task, claim
from cases.incidents.actions import name_person
from cases.incidents.models import Incident, NamedPerson
from cases.incidents.naming import Named, is_named
from cases.models import Case
from cases.recusals import may_be_recused, recused
from documents.models import Access, Document, DueDate, Event
from documents.refusals import NotPossible, NotVisible
from documents.sealing import seal_events, verify_trail
from documents.surroundings import Surroundings, within
from documents.transitions import perform
from tests.cases.children.ways import in_service, reviewed
from tests.cases.incidents.stages import brought_to, report
from tests.cases.stages import imported_child, register


def sibling_of(case):
    brother = imported_child(id_number="419983201702040011", name="毋小年", sex="M")
    Case.objects.filter(pk=brother.pk).update(household=case.household)
    return brother


def test_a_named_worker_no_longer_finds_the_child(child, cast):
    report(cast["wei"], child, named=[Named("staff", user=cast["su"])])
    assert not Case.objects.visible_to(cast["su"]).filter(pk=child.pk).exists()
    assert Case.objects.visible_to(cast["an"]).filter(pk=child.pk).exists()


def test_a_named_worker_no_longer_finds_the_siblings(child, cast):
    brother = sibling_of(child)
    report(cast["wei"], child, named=[Named("staff", user=cast["su"])])
    assert not Case.objects.visible_to(cast["su"]).filter(pk=brother.pk).exists()


def test_a_named_proxy_parent_sees_the_child_no_more(child, cast):
    from documents.models import Dossier

    Access.objects.create(dossier=child.dossier, user=cast["pan"], capacity="paired", reduced=True)
    report(cast["wei"], child, named=[Named("proxy")])
    assert not Dossier.objects.reduced_for(cast["pan"]).filter(pk=child.dossier_id).exists()


def test_a_person_named_later_loses_access_at_once(child, cast):
    incident = report(cast["wei"], child)
    name_person(incident, by=cast["bao"], named=Named("staff", user=cast["su"]))
    assert not Case.objects.visible_to(cast["su"]).filter(pk=child.pk).exists()


def test_a_report_that_fails_takes_access_from_nobody(child, cast, monkeypatch):
    monkeypatch.setattr("cases.children.consequences.perform", lambda *args, **kwargs: 1 / 0)
    case = in_service(child, cast)
    with pytest.raises(ZeroDivisionError):
        report(cast["wei"], case, named=[Named("carer"), Named("staff", user=cast["su"])])
    assert not Incident.objects.exists() and not Access.objects.filter(capacity="barred").exists()


def test_the_agreement_of_a_named_carer_is_suspended(child, cast):
    case = in_service(child, cast)
    report(cast["wei"], case, named=[Named("carer")])
    assert CareAgreement.objects.get().suspended_on
    assert DueDate.objects.open().filter(dossier=case.dossier, name="other_care").exists()


def test_a_named_officer_loses_the_locked_file_too(child, cast):
    incident = report(cast["wei"], child, named=[Named("staff", user=cast["bao"])])
    assert not Incident.objects.visible_to(cast["bao"]).exists()
    assert Incident.objects.visible_to(cast["xiang"]).get() == incident


def test_a_step_that_the_named_person_had_claimed_is_free_again(child, cast):
    register(child, cast["wei"])
    claim(active_task(child).pk, cast["su"])
    report(cast["wei"], child, named=[Named("staff", user=cast["su"])])
    assert active_task(child).owner is None


def test_the_childs_file_says_neither_who_nor_why_nor_from_where(child, cast):
    with within(Surroundings("request-1", "10.0.0.7")):
        report(cast["wei"], in_service(child, cast), named=[Named("carer"), Named("staff", user=cast["su"])])
    caused = Event.objects.filter(dossier=child.dossier, action__in=["case.access", "case.suspend_agreement"])
    assert {event.action for event in caused} == {"case.access", "case.suspend_agreement"}
    for event in caused:
        assert (event.by, event.address, event.request_id, event.post) == (None, "", "", "")
        assert "incident" not in str(event.details) and str(cast["su"].pk) not in str(event.details.get("data", ""))


def test_colleagues_do_not_read_it_off_the_recusals(child, cast):
    report(cast["wei"], child, named=[Named("staff", user=cast["su"])])
    assert recused(child) == []
    assert cast["su"] in may_be_recused(child)


def test_an_attempt_to_open_the_file_leaves_an_event_and_shows_to_no_colleague(child, cast):
    incident = report(cast["wei"], child, named=[Named("staff", user=cast["su"])])
    assert opened(cast["su"], "case-detail", child.code).status_code == 404
    assert Event.objects.get(dossier=child.dossier, action="case.read.refused").by == cast["su"]
    page = opened(cast["an"], "case-detail", child.code, {"part": "timeline", "who": "all"})
    assert "苏督导" not in page.content.decode()
    assert "苏督导" in opened(cast["bao"], "incident-detail", incident.code).content.decode()


def opened(user, name, code, query=None):
    client = Client()
    client.force_login(user)
    return client.get(reverse(name, args=[code]), query or {})


def test_denied_access_leaves_an_audit_row(child, cast):
    """A refused look at somebody else's case or locked file is in the trail (a peer leaves none)."""
    incident = report(cast["wei"], child)
    opened(cast["nan"], "case-detail", child.code)
    opened(cast["cao"], "incident-detail", incident.code)
    opened(cast["su"], "report-detail", incident.code)
    assert Event.objects.filter(dossier=child.dossier, action="case.read.refused", by=cast["nan"]).exists()
    refused = Event.objects.filter(dossier=incident.dossier, action="incident.read.refused")
    assert {event.by.username for event in refused} == {"cao", "su"}


def test_whoever_is_cleared_gets_access_back(child, cast):
    incident = report(cast["wei"], child, named=[Named("staff", user=cast["su"])])
    perform(incident, "clear_person", by=cast["bao"], named=incident.named.get().pk, reason="查实不在场")
    assert Case.objects.visible_to(cast["su"]).filter(pk=child.pk).exists()


def test_whoever_another_report_names_stays_away(child, cast):
    incident = report(cast["wei"], child, named=[Named("staff", user=cast["su"])])
    report(cast["an"], child, named=[Named("staff", user=cast["su"])])
    perform(incident, "clear_person", by=cast["bao"], named=incident.named.get().pk, reason="查实不在场")
    assert not Case.objects.visible_to(cast["su"]).filter(pk=child.pk).exists()


def test_whoever_pairs_may_ask_whether_somebody_is_named(child, cast):
    assert not is_named(cast["pan"])
    report(cast["wei"], child, named=[Named("proxy", user=cast["pan"])])
    assert is_named(cast["pan"]) and NamedPerson.objects.count() == 1


def test_a_case_does_not_close_while_a_report_is_open(child, cast):
    case = reviewed(in_service(child, cast), cast)
    incident = report(cast["wei"], case)
    with pytest.raises(NotPossible, match="child protection officer"):
        perform(case, "close", by=cast["an"], opinion="同意")
    perform(brought_to(incident, "closing", cast), "close", by=cast["xiang"], opinion="同意")
    perform(case, "close", by=cast["an"], opinion="同意")


def test_a_case_is_not_terminated_while_a_report_is_open(child, cast):
    register(child, cast["wei"])
    report(cast["wei"], child)
    with pytest.raises(NotPossible, match="child protection officer"):
        perform(child, "terminate", by=cast["cao"], ground="declined", reason="不再需要")


def test_no_button_tells_that_there_is_a_report(child, cast):
    case = reviewed(in_service(child, cast), cast)
    before = opened(cast["an"], "case-detail", case.code).content.decode()
    report(cast["wei"], case)
    after = opened(cast["an"], "case-detail", case.code).content.decode()
    assert "protection officer" not in after and before.count("Approve closing") == after.count("Approve closing")


def test_the_trail_of_all_this_verifies(child, cast):
    report(cast["wei"], in_service(child, cast), named=[Named("carer"), Named("staff", user=cast["su"])])
    seal_events()
    assert verify_trail() is None and Document.objects.filter(kind="FLW-01").exists()


def test_a_barred_worker_cannot_act(child, cast):
    report(cast["su"], child, named=[Named("staff", user=cast["wei"])])
    with pytest.raises(NotVisible):
        register(child, cast["wei"])


def test_a_report_does_not_reopen_a_closed_case(child, cast):
    """Adding an incident opened a closed case again in a peer: here the case stays as it is."""
    case = reviewed(in_service(child, cast), cast)
    perform(case, "close", by=cast["an"], opinion="同意")
    report(cast["wei"], case, named=[Named("carer")])
    case.refresh_from_db()
    assert case.status == "closed"
