"""The whole file as one PDF: every paper and scan in order, the same bytes again, an event."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from documents.attachments import attach
from documents.models import Event
from documents.papers import store
from documents.refusals import NotVisible
from documents.whole_file import whole_file
from tests.documents.sheets import photo, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def scanned(papers, cast):
    """The papers, the first of them with its signed copy as a photo."""
    paper = papers["LBC-01"]
    data = {"title": "签名页", "by": cast["wei"], "signed_by": "毋秋菊", "signed_on": timezone.localdate()}
    attach(paper.dossier, BytesIO(photo()), document=paper, **data)
    return papers


def test_papers_and_scans_stand_in_order_behind_cover_and_contents(scanned, cast):
    reader = PdfReader(BytesIO(whole_file(scanned["LBC-01"].dossier, cast["su"])))

    titles = [item.title for item in reader.outline]
    assert titles == ["卷宗", f"{scanned['LBC-01'].title} {scanned['LBC-01'].number}", "签名页", titles[3]]
    assert [reader.get_destination_page_number(item) for item in reader.outline] == [0, 2, 3, 4]


def test_the_contents_tell_number_page_and_hash(scanned, cast):
    text = PdfReader(BytesIO(whole_file(scanned["LBC-01"].dossier, cast["su"]))).pages[1].extract_text()

    for shown in (scanned["LBC-02"].number, scanned["LBC-02"].sha256[:16]):
        assert shown in "".join(text.split())


def test_binding_twice_gives_the_same_bytes(scanned, cast):
    dossier = scanned["LBC-01"].dossier

    assert whole_file(dossier, cast["su"]) == whole_file(dossier, cast["an"])


def test_binding_is_an_event(scanned, cast):
    whole_file(scanned["LBC-01"].dossier, cast["su"])

    assert Event.objects.get(action="case.file").by == cast["su"]


def test_a_paper_that_is_not_ready_stands_in_the_contents_only(issued, cast):
    store(issued["LBC-01"], sheet())
    reader = PdfReader(BytesIO(whole_file(issued["LBC-01"].dossier, cast["su"])))

    assert "文书尚未生成" in "".join(reader.pages[1].extract_text().split())
    assert len(reader.outline) == 2


def test_a_neighbour_gets_nothing(as_, scanned, cast):
    with pytest.raises(NotVisible):
        whole_file(scanned["LBC-01"].dossier, cast["nan"])
    assert as_("nan").get(reverse("case-file", args=[scanned["LBC-01"].dossier.code])).status_code == 404


def test_the_page_hands_out_the_file_named_after_the_case(as_, scanned, child):
    child.refresh_from_db()
    response = as_("su").get(reverse("case-file", args=[scanned["LBC-01"].dossier.code]))

    assert child.number in response["Content-Disposition"]
