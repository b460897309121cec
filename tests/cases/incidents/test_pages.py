"""The pages: two taps to a report without scripts, nothing typed is lost, and the officers' acts."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.incidents.models import Incident, Part
from documents.models import Document
from documents.papers import pdf_of
from documents.rendering import page_count
from documents.transitions import perform
from tests.cases.children.ways import text_of
from tests.cases.incidents.stages import brought_to, report, soon
from tests.cast import CAST
from tests.test_who_may_see import client_of

REPORT = reverse("report")


def sent(client, url=REPORT, **typed):
    return client.post(url, {"client_uuid": str(uuid.uuid4()), **typed})


def test_two_taps_from_a_childs_page_are_a_report(child, cast):
    client = client_of(cast["wei"])
    page = client.get(reverse("case-detail", args=[child.code])).content.decode()
    address = f"{REPORT}?case={child.code}"
    assert f'href="{address}"' in page
    answer = sent(client, address)
    incident = Incident.objects.get()
    assert (answer.status_code, incident.case_id) == (302, child.pk)
    assert incident.number in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("username", [name for name in CAST if name not in ("shen",)])
def test_the_emergency_button_stands_on_the_pages_of_everybody(username, cast):
    assert f'href="{REPORT}"' in client_of(cast[username]).get("/").content.decode()


def test_without_a_child_or_words_the_form_says_what_is_missing(cast):
    answer = sent(client_of(cast["wei"]))
    assert answer.status_code == 422 and "write in a few words" in answer.content.decode()


def test_looking_for_the_child_keeps_what_was_typed_and_complains_of_nothing(child, cast):
    client = client_of(cast["wei"])
    page = sent(client, find="1", q="毋小满", what="有瘀伤", harm_types=["violence"]).content.decode()
    assert str(child.code) in page and "有瘀伤" in page and "cannot be sent" not in page
    assert page.count("checked") >= 2 and not Incident.objects.exists()


def test_the_child_that_was_found_is_the_one_reported(child, cast):
    sent(client_of(cast["wei"]), child=str(child.code), what="有瘀伤")
    assert Incident.objects.get().case_id == child.pk


@pytest.mark.parametrize("code", ["x", "", "7b8f3a52-6a0e-4c59-9d0c-2f1f0e6f5a11"])
def test_a_child_out_of_reach_is_no_error_page(code, child, cast):
    client = client_of(cast["nan"])
    assert client.get(REPORT, {"case": code}).status_code == 200
    wrong = sent(client, child=code or str(child.code), what="有瘀伤")
    assert wrong.status_code == 422 and "有瘀伤" in wrong.content.decode()


def test_bad_input_is_no_error_page_and_loses_no_word(child, cast):
    answer = sent(
        client_of(cast["wei"]),
        what="有瘀伤",
        observed_at="gestern",
        harm_types=["nonsense"],
        place="x",
        named_user="-1",
    )
    assert answer.status_code == 422 and "有瘀伤" in answer.content.decode()
    assert client_of(cast["wei"]).post(REPORT, {"client_uuid": "x", "what": "y"}).status_code == 422


def test_a_double_click_is_one_report(child, cast):
    client, typed = client_of(cast["wei"]), {"client_uuid": str(uuid.uuid4()), "child_words": "红衣女孩"}
    first, second = client.post(REPORT, typed), client.post(REPORT, typed)
    assert first["Location"] == second["Location"] and Incident.objects.count() == 1


def test_a_worker_who_is_chosen_is_named(child, cast):
    sent(client_of(cast["wei"]), f"{REPORT}?case={child.code}", named_parts=["carer"], named_user=cast["su"].pk)
    named = {(row.part, row.called) for row in Incident.objects.get().named.all()}
    assert named == {(Part.CARER, "毋秋菊"), (Part.STAFF, "苏督导")}


def test_the_reporter_notes_the_call_and_adds_words(child, cast):
    incident, client = report(cast["wei"], child), client_of(cast["wei"])
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    client.post(reverse("report-act", args=[incident.code, "note_call"]), {"expected": 1, "key": "a", "at": now})
    client.post(reverse("report-act", args=[incident.code, "add_words"]), {"expected": 1, "key": "b", "words": "又哭"})
    page = client.get(reverse("report-detail", args=[incident.code])).content.decode()
    assert "110 was phoned" in page and "又哭" in page


def test_the_reporter_does_nothing_else(child, cast):
    incident = report(cast["wei"], child)
    answer = client_of(cast["wei"]).post(reverse("report-act", args=[incident.code, "close"]), {"opinion": "x"})
    assert answer.status_code == 404


def test_my_reports_are_mine(child, cast):
    incident = report(cast["wei"], child)
    assert incident.number in client_of(cast["wei"]).get(reverse("report-list")).content.decode()
    assert incident.number not in client_of(cast["su"]).get(reverse("report-list")).content.decode()


@pytest.mark.parametrize("name", ["send_report", "acknowledge", "explain_delay", "name_person", "identify", "close"])
def test_every_act_has_a_page(name, cast):
    incident = report(cast["wei"])
    url = reverse("incident-act", args=[incident.code, name])
    assert client_of(cast["bao"]).get(url).status_code == 200
    assert client_of(cast["bao"]).post(url, {"expected": "1", "key": "k"}).status_code in (302, 422)


def test_an_officer_names_a_worker_on_the_page(child, cast):
    incident = report(cast["wei"], child)
    url = reverse("incident-act", args=[incident.code, "name_person"])
    typed = {"expected": incident.dossier.version, "key": "k", "part": "staff", "user": cast["su"].pk}
    assert client_of(cast["bao"]).post(url, typed).status_code == 302
    assert incident.named.get().user == cast["su"]


def test_an_officer_finds_the_child_by_its_case_number(child, cast):
    from tests.cases.stages import register

    register(child, cast["wei"])
    child.refresh_from_db()
    incident = report(cast["pan"])
    url = reverse("incident-act", args=[incident.code, "identify"])
    for number, status in (("LBC-410883-2026-99999", 422), (child.number, 302)):
        typed = {"expected": incident.dossier.version, "key": number, "case_number": number}
        assert client_of(cast["bao"]).post(url, typed).status_code == status


def test_the_plan_on_the_page_becomes_the_paper(child, cast):
    incident = brought_to(report(cast["wei"], child), "police_acknowledged", cast)
    typed = {"stays_with": "姑姑家", "child_view": "愿意", "measures": "每日探望", "responsible": "鲍", "phone": "110"}
    url = reverse("incident-act", args=[incident.code, "make_plan"])
    answer = client_of(cast["bao"]).post(
        url, {**typed, "expected": incident.dossier.version, "key": "k", "next_on": soon().isoformat()}
    )
    assert answer.status_code == 302
    assert Document.objects.filter(dossier=incident.dossier, kind="PRO-04").exists()


def test_a_preview_takes_no_number(child, cast):
    incident = report(cast["wei"], child)
    url = reverse("incident-preview", args=[incident.code, "send_report"])
    typed = {"expected": "1", "key": "k", "addressee": "孟州市公安局", "facts": "手臂有瘀伤", "request": "请受理"}
    answer = client_of(cast["bao"]).post(url, typed)
    assert answer["Content-Type"] == "application/pdf"
    assert not Document.objects.filter(dossier=incident.dossier, kind="PRO-02").exists()


def test_the_papers_print_what_they_must(child, cast):
    incident = brought_to(report(cast["wei"], child), "closing", cast)
    perform(incident, "close", by=cast["xiang"], opinion="同意结案")
    wanted = {
        "PRO-01": ("毋小满", "419983201405060024", "卫村官", "瘀伤", "√遭受（疑似遭受）家庭暴力", "PRO-410883"),
        "PRO-02": ("孟州市公安局：", "毋小满", "419983201405060024", "第一百零三条", "报告人身份信息依法保密"),
        "PRO-03": ("毋**", "化工派出所", "孟公接〔2026〕7号", "民警甲"),
        "PRO-04": ("毋小满", "姑姑家", "想和姑姑住"),
        "PRO-06": ("毋**", "√安全", "第1次"),
        "PRO-07": ("毋**", "同意结案", "鲍保护", "项保护"),
    }
    for kind, fragments in wanted.items():
        pdf = pdf_of(Document.objects.get(dossier=incident.dossier, kind=kind))
        text = text_of(pdf)
        assert not [fragment for fragment in fragments if fragment.replace(" ", "") not in text], kind
        assert page_count(pdf) == (2 if kind == "PRO-02" else 1), kind  # a letter of 16 pt runs over


@pytest.mark.parametrize("kind", ["PRO-03", "PRO-06", "PRO-07"])
def test_papers_that_need_no_identity_have_none(kind, child, cast):
    incident = brought_to(report(cast["wei"], child), "closing", cast)
    perform(incident, "close", by=cast["xiang"], opinion="同意结案")
    text = text_of(pdf_of(Document.objects.get(dossier=incident.dossier, kind=kind)))
    assert "毋小满" not in text and "419983201405060024" not in text
