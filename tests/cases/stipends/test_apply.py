"""One application at the village or the counter."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.stipends.models import StipendCase
from documents.models import Document, Event
from documents.transitions import perform
from tests.cases.stipends.stages import a_list
from tests.test_who_may_see import client_of

TOLD = {"applicant": "毋秋菊", "relation": "祖母", "applied_on": "2026-11-02", "received": ["application"]}


@pytest.fixture
def wei(cast):
    return client_of(cast["wei"])


def enter(client, child, **changes):
    url = reverse("stipend-apply", args=[child.code])
    return client.post(url, {**TOLD, "key": "k1", **changes})


def test_the_guardian_known_to_the_office_stands_in_the_form(wei, child):
    form = wei.get(reverse("stipend-apply", args=[child.code])).context["form"]
    assert (form["applicant"].value(), form["relation"].value()) == ("毋秋菊", "祖母")


def test_an_application_is_entered_with_its_form_and_checklist(wei, child):
    assert enter(wei, child).status_code == 302
    case = StipendCase.objects.get()
    assert (case.status, case.applicant, case.number[:10]) == ("submitted", "毋秋菊", "STP-410883")
    assert Document.objects.get(dossier=case.dossier_id).kind == "STP-01"
    found = dict(case.evidence.values_list("rule__code", "state"))
    assert (found["application"], found["enrolment"], found["guardian_id"]) == ("received", "obtained", "missing")


def test_the_same_click_twice_makes_one_application(wei, child):
    first, second = enter(wei, child), enter(wei, child)
    assert first["Location"] == second["Location"]
    assert Event.objects.filter(action="stipend.submit").count() == 1


def test_a_second_application_is_refused_and_names_the_first(wei, child):
    enter(wei, child)
    answer = enter(wei, child, key="k2")
    assert answer.status_code == 422
    assert StipendCase.objects.get().number in answer.content.decode()


def test_a_day_in_the_future_is_refused_with_everything_typed(wei, child):
    answer = enter(wei, child, applied_on="2999-01-01", applicant="毋二婶")
    assert answer.status_code == 422
    assert "毋二婶" in answer.content.decode()


def test_the_child_is_found_by_name_without_the_name_in_the_address(wei, child):
    page = wei.post(reverse("stipend-new"), {"q": "毋小满"}).content.decode()
    assert reverse("stipend-apply", args=[child.code]) in page


def test_a_finished_case_leads_to_no_application(wei, child):
    Case.objects.filter(pk=child.pk).update(status="closed")
    assert wei.get(reverse("stipend-apply", args=[child.code])).status_code == 404


def test_the_page_of_the_stipend_shows_how_its_months_count(wei, child):
    enter(wei, child)
    page = wei.get(reverse("case-detail", args=[StipendCase.objects.get().code]))
    assert [row["reason"] for row in page.context["months"]] == [""]
    assert "Record a visit" not in page.content.decode()


def test_the_page_of_the_child_leads_to_its_stipend(wei, child):
    enter(wei, child)
    page = wei.get(reverse("case-detail", args=[child.code]), {"part": "stipend"}).content.decode()
    assert reverse("case-detail", args=[StipendCase.objects.get().code]) in page


def test_an_accepted_application_joins_the_list_of_its_town(cast, wei, child):
    enter(wei, child)
    StipendCase.objects.get().evidence.update(state="received")
    shi = client_of(cast["shi"])
    url = reverse("case-act", args=[StipendCase.objects.get().code, "accept"])
    form = shi.get(url).context["form"]
    shi.post(url, {"expected": form["expected"].value(), "key": "k3", "accepted_on": "2026-11-03"})
    listed = a_list(cast)
    assert StipendCase.objects.get().round_id == listed.round_id


def test_no_visit_is_recorded_in_an_application(cast, child, wei):
    enter(wei, child)
    page = client_of(cast["su"]).get(reverse("visit-record", args=[StipendCase.objects.get().code]))
    assert "No visits are recorded in an application" in page.content.decode()


def test_an_application_of_its_own_is_certified_with_both_opinions_on_paper(cast, wei, child):
    enter(wei, child)
    case = StipendCase.objects.get()
    case.evidence.update(state="received")
    perform(case, "accept", by=cast["shi"], accepted_on=timezone.localdate())
    perform(case, "certify_town", by=cast["su"], opinion="属实")
    perform(case, "certify_county", by=cast["rui"])
    paper = Document.objects.get(dossier=case.dossier_id, kind="STP-03").opened_context
    assert (paper["town"]["said"], paper["town"]["signer"], paper["county"]["signer"]) == ("属实", "苏督导", "芮复核")
