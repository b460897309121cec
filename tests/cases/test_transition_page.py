"""One page for each transition: it does the act, or says why not and keeps what was typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.children.models import CareAgreement, SupportPlan
from documents.models import Document, Event
from documents.transitions import perform
from tests.cases.stages import brought_to, register, visit

FINDINGS = "父母均在广东务工，由祖母照料"


def address(case, name):
    return reverse("case-act", args=[case.code, name])


def sent(client, user, case, name, **data):
    """Open the page, then send its form with `data`."""
    client.force_login(user)
    page = client.get(address(case, name))
    form = page.context["form"]
    hidden = {name: form[name].value() for name in ("expected", "key")}
    return client.post(address(case, name), hidden | data)


def verified(client, user, case, **changes):
    data = {"findings": FINDINGS, "id_checked": "on", "schooling_checked": "on"}
    return sent(client, user, case, "verify", **(data | changes))


@pytest.fixture
def visited(child, cast):
    """A registered child whose home was visited: ready to be verified."""
    case = brought_to(child, "registered", cast)
    visit(case, cast["su"])
    return case


def test_a_sent_form_does_the_act_and_returns_to_the_case(client, visited, cast):
    answer = verified(client, cast["su"], visited)
    visited.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, reverse("case-detail", args=[visited.code]))
    assert (visited.status, visited.verification_findings) == ("verified", FINDINGS)


def test_the_panel_tells_state_papers_people_and_deadlines(client, visited, cast):
    client.force_login(cast["su"])
    decision = client.get(address(visited, "verify")).context["decision"]
    assert decision["new_state"] == "verified"
    assert [paper["code"] for paper in decision["papers"]] == ["LBC-03"]
    assert [str(each["label"]) for each in decision["deadlines"]] == ["Assess risk and plan support"]
    assert decision["told"] == ["Town child supervisor 苏督导"]


def test_a_guard_that_fails_says_so_and_keeps_what_was_typed(client, visited, cast):
    answer = verified(client, cast["su"], visited, id_checked="")
    assert answer.status_code == 422
    assert "Check the ID papers and the schooling" in answer.content.decode()
    assert FINDINGS in answer.content.decode()


def test_a_stale_page_shows_what_changed_and_keeps_what_was_typed(client, visited, cast):
    client.force_login(cast["su"])
    form = client.get(address(visited, "verify")).context["form"]
    perform(visited, "correct", by=cast["wei"], case={"schooling": "小学"}, reason="补录")
    answer = client.post(
        address(visited, "verify"), {"expected": form["expected"].value(), "key": "k", "findings": FINDINGS}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Correct the facts" in page and FINDINGS in page
    visited.dossier.refresh_from_db()
    assert answer.context["form"]["expected"].value() == str(visited.dossier.version)


def test_after_a_stale_page_the_next_click_decides_on_the_case_as_it_is(client, visited, cast):
    client.force_login(cast["su"])
    form = client.get(address(visited, "verify")).context["form"]
    perform(visited, "correct", by=cast["wei"], case={"schooling": "小学"}, reason="补录")
    data = {"findings": FINDINGS, "id_checked": "on", "schooling_checked": "on"}
    again = client.post(address(visited, "verify"), data | {"expected": form["expected"].value(), "key": "k"})
    hidden = {name: again.context["form"][name].value() for name in ("expected", "key")}
    assert client.post(address(visited, "verify"), data | hidden).status_code == 302


def test_the_second_click_is_the_first_click(client, visited, cast):
    client.force_login(cast["su"])
    form = client.get(address(visited, "verify")).context["form"]
    data = {"expected": form["expected"].value(), "key": form["key"].value(), "findings": FINDINGS}
    data |= {"id_checked": "on", "schooling_checked": "on"}
    answers = [client.post(address(visited, "verify"), data).status_code for _click in range(2)]
    assert answers == [302, 302]
    assert Event.objects.filter(dossier=visited.dossier, action="case.verify").count() == 1


def test_the_wrong_role_reads_whose_task_it_is(client, visited, cast):
    client.force_login(cast["wei"])
    assert "is for: Town child supervisor" in client.get(address(visited, "verify")).content.decode()


def test_an_act_of_another_state_says_so(client, visited, cast):
    client.force_login(cast["an"])
    assert "is not possible while the state is" in client.get(address(visited, "open")).content.decode()


def test_an_act_that_does_not_exist_is_not_found(client, visited, cast):
    client.force_login(cast["su"])
    assert client.get(address(visited, "pass")).status_code == 404


def test_a_neighbour_neither_sees_nor_sends_the_form(client, visited, cast):
    client.force_login(cast["nan"])
    assert client.get(address(visited, "verify")).status_code == 404
    assert client.post(address(visited, "verify"), {"findings": "x"}).status_code == 404


def test_a_refusal_asks_for_its_reason_at_the_field(client, child, cast):
    case = brought_to(child, "assessed", cast)
    answer = sent(client, cast["an"], case, "send_back", reason="")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])


def test_registering_writes_facts_and_choices(client, child, cast):
    data = {
        "found_by": "roster",
        "told_to": "毋秋菊",
        "told_on": "2026-01-05",
        "income_sources": ["打工", "亲朋接济"],
        "consent_pairing": "on",
    }
    assert sent(client, cast["wei"], child, "register", **data).status_code == 302
    child.refresh_from_db()
    given = child.person.consents.filter(given=True).values_list("purpose", flat=True)
    assert (child.status, child.income_sources, set(given)) == (
        "registered",
        "打工、亲朋接济",
        {"processing", "pairing"},
    )


def assessment(officer, **changes):
    """A filled assessment form with a plan for three aims, at medium risk."""
    answers = dict.fromkeys(("G1", "G3", "G4", "G5"), "2") | dict.fromkeys(
        ("G2", "S1", "H1", "M1", "E1", "E2", "F1", "P1"), "0"
    )
    data = {f"factor_{code}": points for code, points in answers.items()}
    data |= {"child_view": "想妈妈", "village_officer": officer.pk, "notes": ""}
    data |= {"measures-TOTAL_FORMS": "10", "measures-INITIAL_FORMS": "0"}
    for row, aim in enumerate(("schooling", "guardianship", "affection")):
        filled = {"aim": aim, "need": "辅导", "measure": "每周", "who": "学校", "by_when": "2099-01-31", "success": ""}
        data |= {f"measures-{row}-{name}": value for name, value in filled.items()}
    data |= {f"measures-{row}-aim": "schooling" for row in range(3, 10)}
    return data | changes


def test_the_assessment_is_scored_by_the_server_and_makes_the_plan(client, child, cast):
    case = brought_to(child, "verified", cast)
    assert sent(client, cast["su"], case, "assess", **assessment(cast["wei"])).status_code == 302
    case.refresh_from_db()
    assert (case.status, case.risk_level) == ("assessed", "medium")
    assert SupportPlan.objects.get(case=case).measures.count() == 3


def test_a_plan_without_one_aim_is_not_sent_unless_the_risk_is_low(client, child, cast):
    case = brought_to(child, "verified", cast)
    bare = {f"measures-2-{name}": "" for name in ("need", "measure", "who", "by_when")}
    answer = sent(client, cast["su"], case, "assess", **assessment(cast["wei"], **bare))
    assert "affection" in str(answer.context["form"].non_field_errors())
    assert 'value="每周"' in answer.content.decode()


def test_half_a_measure_is_named_with_its_row(client, child, cast):
    case = brought_to(child, "verified", cast)
    answer = sent(client, cast["su"], case, "assess", **assessment(cast["wei"], **{"measures-1-who": ""}))
    assert answer.status_code == 422
    assert "Measure 2, Who" in answer.content.decode()


def test_a_forgotten_factor_is_an_error_at_its_field(client, child, cast):
    case = brought_to(child, "verified", cast)
    answer = sent(client, cast["su"], case, "assess", **assessment(cast["wei"], factor_H1=""))
    assert "factor_H1" in answer.context["form"].errors


def test_a_care_agreement_is_registered_with_its_scan(client, child, cast, png):
    case = brought_to(child, "opened", cast)
    carer = case.person.guardianships.get().carer
    data = {"carer": carer.pk, "signed_on": "2026-01-05", "valid_until": "2099-01-04", "scan": png}
    refused = sent(client, cast["su"], case, "register_agreement", **data)
    assert "at most 12 months" in refused.content.decode()
    png.seek(0)
    today = Event.objects.latest("at").at.date()
    signed = {"signed_on": today.isoformat(), "valid_until": today.replace(year=today.year + 1).isoformat()}
    assert sent(client, cast["su"], case, "register_agreement", **(data | signed)).status_code == 302
    assert CareAgreement.objects.get().scan.dossier == case.dossier


@pytest.fixture
def png():
    """A small picture, as a scanner would make it."""
    from io import BytesIO

    from PIL import Image

    target = BytesIO()
    Image.new("L", (600, 800), 255).save(target, "PNG")
    return SimpleUploadedFile("scan.png", target.getvalue(), "image/png")


def test_a_correction_changes_only_what_was_typed(client, child, cast):
    case = brought_to(child, "registered", cast)
    client.force_login(cast["wei"])
    form = client.get(address(case, "correct")).context["form"]
    data = {field.name: field.value() for field in form if field.value()} | {
        "mother_status": "home",
        "reason": "母亲已返乡",
    }
    assert client.post(address(case, "correct"), data).status_code == 302
    details = Event.objects.get(dossier=case.dossier, action="case.correct").details["data"]
    assert (details["person"], list(details["whereabouts"])) == ({}, ["mother"])


def test_a_correction_of_nothing_is_not_sent(client, child, cast):
    case = brought_to(child, "registered", cast)
    client.force_login(cast["wei"])
    form = client.get(address(case, "correct")).context["form"]
    data = {field.name: field.value() for field in form if field.value()} | {"reason": "核对"}
    assert "Nothing has been changed yet" in client.post(address(case, "correct"), data).content.decode()


def test_a_preview_shows_the_paper_and_leaves_no_trace(client, visited, cast):
    client.force_login(cast["su"])
    form = client.get(address(visited, "verify")).context["form"]
    data = {"expected": form["expected"].value(), "key": form["key"].value(), "findings": FINDINGS}
    data |= {"id_checked": "on", "schooling_checked": "on", "paper": "0"}
    before = (Event.objects.count(), Document.objects.count())
    answer = client.post(reverse("case-preview", args=[visited.code, "verify"]), data)
    assert answer.content[:5] == b"%PDF-"
    assert (Event.objects.count(), Document.objects.count()) == before


def test_a_preview_of_what_cannot_be_done_says_why(client, child, cast):
    register(child, cast["wei"])
    client.force_login(cast["su"])
    data = {"expected": "1", "key": "k", "findings": FINDINGS, "id_checked": "on", "schooling_checked": "on"}
    answer = client.post(reverse("case-preview", args=[child.code, "verify"]), data)
    assert answer.status_code == 422
    assert "No home visit" in answer.content.decode()
