"""Reading and downloading a paper: who may, what the trail says, and what happens when the file is not what it was."""

import pytest
from django.urls import reverse

from documents.models import Document, Event
from documents.papers import stored_pdf

pytestmark = pytest.mark.django_db


def actions(paper: Document) -> list[str]:
    return list(Event.objects.filter(dossier=paper.dossier, subject_id=paper.pk).values_list("action", flat=True))


def test_the_pdf_opens_in_the_browser_and_leaves_an_event(as_, paper):
    response = as_("su").get(reverse("document-pdf", args=[paper.code]))

    assert response.content == stored_pdf(paper)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")
    assert actions(paper)[-1] == "paper.read"


def test_a_download_is_an_event_of_its_own(as_, paper):
    response = as_("su").get(reverse("document-download", args=[paper.code]))

    assert response["Content-Disposition"].startswith("attachment")
    assert actions(paper)[-1] == "paper.download"


def test_the_file_name_is_kind_and_number_and_no_person(as_, paper, child):
    response = as_("su").get(reverse("document-download", args=[paper.code]))

    assert "LBC-01-" in response["Content-Disposition"]
    assert child.person.name.encode().hex() not in response["Content-Disposition"].replace("%", "").lower()


def test_no_cache_keeps_a_paper_and_no_page_frames_it(as_, paper):
    response = as_("su").get(reverse("document-pdf", args=[paper.code]))

    assert response["Cache-Control"] == "private, no-store"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("stranger", ["nan", "wu", "wen"])
@pytest.mark.parametrize("name", ["document-detail", "document-pdf", "document-download", "document-serve"])
def test_for_another_place_the_paper_does_not_exist(as_, paper, stranger, name):
    assert as_(stranger).get(reverse(name, args=[paper.code])).status_code == 404


def test_those_whose_work_has_no_papers_are_not_let_in(as_, paper):
    assert as_("pan").get(reverse("document-list")).status_code == 403


def test_without_login_there_is_only_the_login_page(client, paper):
    response = client.get(reverse("document-pdf", args=[paper.code]))

    assert response.url.startswith(reverse("account_login"))


def test_a_changed_file_is_not_handed_out_and_the_page_says_so(as_, paper):
    with paper.file.storage.open(paper.file.name, "rb") as file:
        content = bytearray(file.read())
    content[-1] ^= 1
    with open(paper.file.path, "wb") as file:
        file.write(content)

    response = as_("su").get(reverse("document-pdf", args=[paper.code]))

    assert response.status_code == 422
    assert "changed or lost" in response.content.decode()
    assert actions(paper)[-1] == "paper.read.refused"


def test_a_lost_file_is_told_in_the_same_way(as_, paper):
    paper.file.storage.delete(paper.file.name)

    assert "changed or lost" in as_("su").get(reverse("document-pdf", args=[paper.code])).content.decode()
