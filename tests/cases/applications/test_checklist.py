"""The checklist begins with the application and is marked at the counter, with scans."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases import applications
from cases.evidence import Mark, mark_evidence
from cases.models import EvidenceItem
from documents.models import Attachment, Event
from documents.refusals import NotAllowed, NotPossible, NotVisible, Stale
from tests.cases.applications.conftest import apply
from tests.documents.sheets import photo


def states(case):
    return dict(EvidenceItem.objects.filter(case=case).values_list("rule__code", "state"))


def sent(case, **changes):
    """What the page sends when nothing is changed, with changes."""
    data = {}
    for item in EvidenceItem.objects.filter(case=case).select_related("rule"):
        code = item.rule.code
        data |= {f"{code}-state": item.state, f"{code}-was": item.state, f"{code}-note": item.note}
        data[f"{code}-received_on"] = item.received_on.isoformat() if item.received_on else ""
    return data | {name.replace("__", "-"): value for name, value in changes.items()}


@pytest.fixture
def counter(client, cast) -> Client:
    client.force_login(cast["shi"])
    return client


def page(case):
    return reverse("case-evidence", args=[case.code])


def test_every_rule_of_the_version_is_a_line(applied):
    assert set(states(applied)) == {rule.code for rule in applied.program_version.evidence_rules.all()}


def test_what_was_brought_is_received_and_the_rest_is_missing(applied):
    found = states(applied)
    assert (found["application"], found["guardian_id"]) == ("received", "missing")


def test_what_the_office_can_find_out_is_obtained(stipend, cast, monkeypatch):
    monkeypatch.setitem(applications._facts, "enrolment", lambda case: True)
    monkeypatch.setitem(applications._facts, "left_behind_case", lambda case: False)
    found = states(apply(stipend, cast["shi"]))
    assert (found["enrolment"], found["left_behind_case"]) == ("obtained", "missing")


def test_what_the_office_finds_out_later_is_marked_when_it_looks_again(applied, monkeypatch):
    EvidenceItem.objects.filter(case=applied).update(state="missing")
    monkeypatch.setitem(applications._facts, "enrolment", lambda case: True)
    assert applications.look_again(applied) >= 1
    assert states(applied)["enrolment"] == "obtained"


def test_a_line_is_marked_with_an_event(applied, cast):
    changed = mark_evidence(applied, cast["shi"], {"one_card": Mark("received", timezone.localdate())})
    assert (changed, states(applied)["one_card"]) == (1, "received")
    assert Event.objects.get(action="evidence.mark").details["lines"] == [["one_card", "missing", "received"]]


def test_marking_what_is_marked_changes_nothing(applied, cast):
    item = EvidenceItem.objects.get(case=applied, rule__code="application")
    assert mark_evidence(applied, cast["shi"], {"application": Mark("received", item.received_on)}) == 0
    assert not Event.objects.filter(action="evidence.mark").exists()


def test_of_two_clerks_who_mark_one_line_differently_the_second_is_told(applied, cast):
    mark_evidence(applied, cast["shi"], {"one_card": Mark("received", timezone.localdate(), was="missing")})
    with pytest.raises(Stale):
        mark_evidence(applied, cast["su"], {"one_card": Mark("waived", note="有", was="missing")})
    assert states(applied)["one_card"] == "received"


def test_what_is_not_needed_says_why(applied, cast):
    with pytest.raises(NotPossible):
        mark_evidence(applied, cast["shi"], {"one_card": Mark("waived")})


def test_a_family_paper_is_not_obtained_by_the_office(applied, cast):
    with pytest.raises(NotPossible):
        mark_evidence(applied, cast["shi"], {"one_card": Mark("obtained", timezone.localdate())})


def test_the_day_does_not_lie_in_the_future(applied, cast):
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    with pytest.raises(NotPossible):
        mark_evidence(applied, cast["shi"], {"one_card": Mark("received", tomorrow)})


def test_the_county_approver_does_not_mark(applied, cast):
    with pytest.raises(NotAllowed):
        mark_evidence(applied, cast["cao"], {"one_card": Mark("received", timezone.localdate())})


def test_the_next_town_does_not_find_it(applied, cast):
    with pytest.raises(NotVisible):
        mark_evidence(applied, cast["nan"], {"one_card": Mark("received", timezone.localdate())})


def test_a_finished_case_keeps_its_checklist(applied, cast):
    type(applied).objects.filter(pk=applied.pk).update(status="withdrawn")
    with pytest.raises(NotPossible):
        mark_evidence(applied, cast["shi"], {"one_card": Mark("received", timezone.localdate())})


def test_the_page_marks_a_line_and_keeps_its_scan(counter, applied):
    scan = SimpleUploadedFile("card.jpg", photo(), "image/jpeg")
    answer = counter.post(page(applied), sent(applied, one_card__state="received", one_card__scan=scan))
    assert answer.url.endswith("?part=evidence")
    item = EvidenceItem.objects.get(case=applied, rule__code="one_card")
    assert (item.state, item.received_on, item.attachment) == (
        "received",
        timezone.localdate(),
        Attachment.objects.get(title="社会保障卡（一卡通）复印件"),
    )


def test_the_same_scan_twice_is_kept_once(counter, applied):
    for _time in range(2):
        scan = SimpleUploadedFile("card.jpg", photo(), "image/jpeg")
        assert (
            counter.post(page(applied), sent(applied, one_card__state="received", one_card__scan=scan)).status_code
            == 302
        )
    assert Attachment.objects.count() == 1


def test_a_stale_page_keeps_what_was_typed(counter, applied, cast):
    data = sent(applied, one_card__state="waived", one_card__note="另有材料")
    mark_evidence(applied, cast["su"], {"one_card": Mark("received", timezone.localdate())})
    answer = counter.post(page(applied), data)
    assert answer.status_code == 409
    assert "另有材料" in answer.content.decode()


def test_a_file_that_is_no_scan_is_refused_in_words(counter, applied):
    scan = SimpleUploadedFile("card.jpg", b"MZ nothing", "image/jpeg")
    answer = counter.post(page(applied), sent(applied, one_card__state="received", one_card__scan=scan))
    assert (answer.status_code, states(applied)["one_card"]) == (422, "missing")


def test_the_page_opens_to_those_who_mark_only(client, applied, cast):
    client.force_login(cast["cao"])
    assert client.get(page(applied)).status_code == 403


def test_a_case_without_a_checklist_has_no_such_page(counter, child):
    assert counter.get(page(child)).status_code == 404
