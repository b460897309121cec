"""Every page of a report × everybody: the reporter their own, the county's officers theirs, nobody else anything."""

import datetime as dt
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.incidents.models import Incident
from cases.incidents.naming import Named
from documents.models import Access, Attachment, Document, DueDate, Event
from documents.refusals import NotPossible, Stale
from documents.transitions import perform
from organisation.rights import has_role
from organisation.roles import READS_INCIDENTS
from tests.cases.incidents.stages import brought_to, report
from tests.cast import CAST
from tests.test_who_may_see import client_of

OFFICERS = {"bao", "xiang", "yin"}
OFFICERS_PAGES = ("incident-detail", "incident-act", "incident-preview", "incident-reporter")
NOT_THERE = (403, 404, 405)


@pytest.fixture
def incident(child, cast):
    return brought_to(report(cast["wei"], child, named=[Named("carer")]), "follow_up", cast)


def address(name, incident):
    extra = {"incident-act": ["follow"], "incident-preview": ["follow"], "report-act": ["add_words"]}.get(name, [])
    return reverse(name, args=[incident.code, *extra])


@pytest.mark.parametrize("name", OFFICERS_PAGES)
def test_the_locked_file_is_there_for_the_officers_of_the_county_alone(name, incident, cast):
    url = address(name, incident)
    for username in CAST:
        client = client_of(cast[username])
        if username in OFFICERS:
            assert client.get(url).status_code in (200, 405), username
        else:
            assert client.get(url).status_code in NOT_THERE, username
            assert client.post(url).status_code in NOT_THERE, username


@pytest.mark.parametrize("name", ["report-detail", "report-act"])
def test_the_report_is_there_for_its_reporter_alone(name, incident, cast):
    url = address(name, incident)
    for username in CAST:
        client = client_of(cast[username])
        assert client.get(url).status_code in ((200, 405) if username == "wei" else NOT_THERE), username
        assert client.post(url).status_code in ((405, 422) if username == "wei" else NOT_THERE), username


def test_the_list_opens_for_officers_and_shows_their_county(incident, cast):
    for username in CAST:
        answer = client_of(cast[username]).get(reverse("incident-list"))
        assert answer.status_code == (200 if has_role(cast[username], *READS_INCIDENTS) else 403), username
        assert (incident.number in answer.content.decode()) == (username in OFFICERS), username


def test_nobody_else_finds_anything_of_it(incident, cast):
    for username in set(CAST) - OFFICERS:
        user = cast[username]
        assert not Incident.objects.visible_to(user).exists(), username
        for model in (Document, Attachment, DueDate):
            assert not model.objects.visible_to(user).filter(dossier=incident.dossier).exists(), username


PLACES = ["worklist", "case-list", "visit-list", "document-list", "print-jobs", "report-list", "search"]


def test_no_page_of_others_speaks_of_it(incident, child, cast):
    parts = ("overview", "family", "plan", "visits", "papers", "timeline")
    for username in set(CAST) - OFFICERS - {"wei"}:
        client = client_of(cast[username])
        pages = [client.get(reverse(name)).content.decode() for name in PLACES]
        pages.append(client.post(reverse("search"), {"q": incident.number}).content.decode())
        file = reverse("case-detail", args=[child.code])
        pages += [client.get(file, {"part": part}).content.decode() for part in parts]
        for page in pages:
            asked = page.count(f'value="{incident.number}"')  # the search field keeps what was typed
            assert page.count(incident.number) == asked, username
            assert str(incident.code) not in page and "瘀伤" not in page, username


def told(answer):
    """Everything that was sent: the page and its head."""
    return answer.content.decode() + json.dumps(dict(answer.headers))


def test_the_reporter_is_on_no_page_of_an_officer(incident, cast):
    perform(incident, "add_words", by=cast["wei"], words="又听见哭声")
    client = client_of(cast["bao"])
    pages = [client.get(address("incident-detail", incident)), client.get(reverse("incident-list"))]
    pages += [client.get(reverse("document-list"))]
    for paper in Document.objects.filter(dossier=incident.dossier):
        pages.append(client.get(reverse("document-detail", args=[paper.code])))
    assert not [page for page in pages if "卫村官" in told(page)]


def test_a_refused_act_of_the_reporter_does_not_give_them_away(incident, cast):
    client_of(cast["wei"]).post(
        reverse("report-act", args=[incident.code, "note_call"]),
        {"expected": 0, "key": "k", "at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")},
    )
    assert Event.objects.filter(action="incident.note_call.refused", by=cast["wei"]).exists()
    assert "卫村官" not in told(client_of(cast["bao"]).get(address("incident-detail", incident)))


def test_a_stale_page_does_not_give_the_reporter_away(incident, cast):
    version = incident.dossier.version
    perform(incident, "add_words", by=cast["wei"], words="又听见哭声")
    with pytest.raises(Stale) as caught:
        perform(incident, "propose_closing", by=cast["bao"], expected=version, outcome="safe", words="x")
    assert "卫村官" not in str(caught.value) and "somebody" in str(caught.value)


def test_no_paper_but_the_first_says_who_reported(incident, cast):
    perform(incident, "add_words", by=cast["wei"], words="又听见哭声")
    for paper in Document.objects.filter(dossier=incident.dossier):
        assert ("卫村官" in json.dumps(paper.opened_context, ensure_ascii=False)) == (paper.kind == "PRO-01"), paper


def test_an_officer_learns_who_reported_for_a_reason_that_stays(incident, cast):
    answer = client_of(cast["bao"]).post(address("incident-reporter", incident), {"reason": "公安机关要求核实"})
    event = Event.objects.get(dossier=incident.dossier, action="incident.reveal")
    assert "卫村官" in answer.content.decode()
    assert (event.by, event.details["reason"]) == (cast["bao"], "公安机关要求核实")


def test_without_a_reason_nobody_learns_who_reported(incident, cast):
    answer = client_of(cast["bao"]).post(address("incident-reporter", incident), {"reason": " "})
    assert answer.status_code == 422 and "卫村官" not in answer.content.decode()


def test_the_privacy_officer_reads_without_names_and_reveals_nothing(incident, cast):
    client = client_of(cast["yin"])
    page = client.get(address("incident-detail", incident)).content.decode()
    assert not [text for text in ("毋小满", "毋秋菊", "卫村官", "瘀伤", "姑姑") if text in page]
    assert client.post(address("incident-reporter", incident), {"reason": "看看"}).status_code == 403


def test_the_privacy_officer_opens_no_paper(incident, cast):
    from documents.papers import render

    paper = Document.objects.filter(dossier=incident.dossier, kind="PRO-01").get()
    render(paper.pk)
    client = client_of(cast["yin"])
    assert client.get(reverse("document-pdf", args=[paper.code])).status_code == 422
    assert client.get(reverse("case-file", args=[incident.code])).status_code == 422


def test_officers_open_the_papers_and_the_file(incident, cast):
    from documents.papers import render

    paper = Document.objects.filter(dossier=incident.dossier, kind="PRO-03").get()
    render(paper.pk)
    client = client_of(cast["xiang"])
    assert client.get(reverse("document-pdf", args=[paper.code])).status_code == 200
    assert client.get(reverse("attachment-add", args=[incident.code])).status_code == 200
    assert client.get(reverse("case-file", args=[incident.code])).status_code == 200


def test_the_verification_page_tells_nothing_about_a_person(incident, client):
    paper = Document.objects.filter(dossier=incident.dossier, kind="PRO-02").get()
    page = client.get(reverse("verify", args=[paper.verify_code])).content.decode()
    assert paper.number in page
    assert not re.search("毋|卫村官|瘀伤|恒山|化工|hengshan", page)


def test_a_print_job_of_another_holds_no_locked_paper(incident, cast):
    from documents.papers import render
    from documents.printing import begin_job

    for paper in Document.objects.all():
        render(paper.pk)
    with pytest.raises(NotPossible):
        begin_job(Document.objects.all(), by=cast["kang"], title="全部")
    assert begin_job(Document.objects.all(), by=cast["bao"], title="全部").total == Document.objects.count()


def test_opening_the_locked_file_is_an_event(incident, cast):
    client_of(cast["bao"]).get(address("incident-detail", incident))
    assert Event.objects.get(dossier=incident.dossier, action="incident.read").by == cast["bao"]


def test_the_access_of_the_reporter_opens_no_paper(incident, cast):
    assert Access.objects.get(dossier=incident.dossier, capacity="reporter").reduced
    paper = Document.objects.filter(dossier=incident.dossier).first()
    assert client_of(cast["wei"]).get(reverse("document-detail", args=[paper.code])).status_code == 404


def test_the_worklist_of_an_officer_says_that_time_has_run_out(child, cast):
    late = timezone.now() - dt.timedelta(hours=2)
    report(cast["wei"], child, observed_at=late)
    assert "overdue" in client_of(cast["bao"]).get("/").content.decode()
    assert "overdue" not in client_of(cast["yin"]).get("/").content.decode()
