"""Attaching scans: checked by content, stripped of what a camera adds, kept encrypted, once."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from documents.attachments import AlreadyAttached, ScanChanged, attach, opened
from documents.models import Attachment, Event
from documents.refusals import NotAllowed, NotPossible, NotVisible
from tests.documents.sheets import photo, sheet

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def scanned(paper, by, content: bytes | None = None, **changes):
    """Attach a scan to the paper's dossier."""
    data = {"title": "Signed copy", "by": by} | changes
    return attach(paper.dossier, BytesIO(content or sheet()), **data)


def test_a_pdf_is_kept_as_it_is_and_encrypted(paper, cast):
    attachment = scanned(paper, cast["wei"], sheet("mine"))

    assert opened(attachment) == sheet("mine")
    assert b"%PDF" not in attachment.file.open("rb").read()


def test_attaching_and_opening_are_events(as_, paper, cast):
    attachment = scanned(paper, cast["wei"])
    response = as_("su").get(reverse("attachment-file", args=[attachment.code]))

    assert response.content == sheet()
    actions = Event.objects.filter(dossier=paper.dossier).values_list("action", flat=True)
    assert list(actions)[-2:] == ["attachment.add", "attachment.read"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_loses_camera_and_place(paper, cast, kind):
    original = photo(kind, place=True)
    attachment = scanned(paper, cast["wei"], original)

    assert Image.open(BytesIO(original)).getexif()[0x010F] == "Camera"
    with Image.open(BytesIO(opened(attachment))) as picture:
        assert dict(picture.getexif()) == {}
        assert (picture.format, picture.size) == (kind, (40, 30))


def test_a_png_is_taken_as_a_png(paper, cast):
    assert scanned(paper, cast["wei"], photo("PNG")).content_type == "image/png"


def test_the_content_decides_and_not_the_name(as_, paper):
    page = b"<html><script>alert(1)</script></html>"
    data = {"file": SimpleUploadedFile("scan.pdf", page, "application/pdf"), "title": "Scan"}
    response = as_("wei").post(reverse("document-attach", args=[paper.code]), data)

    assert response.status_code == 422
    assert "Only PDF, JPEG and PNG" in response.content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (sheet(javascript=True), "scripts, files or actions"),
        (sheet(opening="/URI"), "scripts, files or actions"),
        (sheet(opening="/GoToR"), "scripts, files or actions"),
        (sheet(attachment=True), "scripts, files or actions"),
        (sheet(password="secret"), "protected by a password"),
        (sheet(pages=301), "between 1 and 300 pages"),
        (b"%PDF-1.7 nothing more", "cannot be read"),
        (photo()[:60], "cannot be read"),
        (b"GIF89a", "Only PDF, JPEG and PNG"),
        (b"%PDF-" + b"0" * (20 * 2**20), "larger than 20 MB"),
    ],
)
def test_files_that_are_refused_say_what_to_do(paper, cast, content, sentence):
    with pytest.raises(NotPossible, match=sentence):
        scanned(paper, cast["wei"], content)
    assert not Attachment.objects.exists()


def test_an_empty_file_is_refused(paper, cast):
    with pytest.raises(NotPossible, match="empty"):
        attach(paper.dossier, BytesIO(b""), title="Scan", by=cast["wei"])


def test_the_same_file_twice_is_one_attachment(paper, cast):
    first = scanned(paper, cast["wei"])
    with pytest.raises(AlreadyAttached) as refused:
        scanned(paper, cast["su"], title="Other name")

    assert refused.value.attachment == first
    assert Attachment.objects.count() == 1


def test_a_signed_scan_makes_the_paper_signed(paper, cast):
    scanned(paper, cast["wei"], document=paper, signed_by="毋秋菊", signed_on=TODAY())

    paper.refresh_from_db()
    assert paper.status == "signed"


def test_a_scan_without_signature_leaves_the_paper_issued(paper, cast):
    scanned(paper, cast["wei"], document=paper)

    paper.refresh_from_db()
    assert paper.status == "issued"


def test_a_signature_needs_both_name_and_date(paper, cast):
    with pytest.raises(NotPossible, match="both who signed and the date"):
        scanned(paper, cast["wei"], document=paper, signed_by="毋秋菊")


def test_a_signature_of_tomorrow_is_refused(paper, cast):
    tomorrow = TODAY() + dt.timedelta(days=1)
    with pytest.raises(NotPossible, match="in the future"):
        scanned(paper, cast["wei"], document=paper, signed_by="毋秋菊", signed_on=tomorrow)


def test_a_reader_may_not_attach(paper, cast):
    with pytest.raises(NotAllowed, match="officer in charge"):
        scanned(paper, cast["ji"])


def test_for_another_town_the_dossier_does_not_exist(as_, paper, cast):
    with pytest.raises(NotVisible):
        scanned(paper, cast["nan"])
    assert as_("nan").get(reverse("attachment-add", args=[paper.dossier.code])).status_code == 404


def test_another_towns_user_does_not_find_the_scan(as_, paper, cast):
    attachment = scanned(paper, cast["wei"])

    assert as_("nan").get(reverse("attachment-file", args=[attachment.code])).status_code == 404


def test_a_changed_scan_is_not_handed_out(as_, paper, cast):
    attachment = scanned(paper, cast["wei"])
    with open(attachment.file.path, "ab") as file:
        file.write(b"x")

    with pytest.raises(ScanChanged):
        opened(attachment)
    assert as_("su").get(reverse("attachment-file", args=[attachment.code])).status_code == 422


def test_the_page_attaches_and_leads_back_to_the_paper(as_, paper):
    data = {
        "file": SimpleUploadedFile("scan.jpg", photo(), "image/jpeg"),
        "title": "  Signed   form ",
        "signed_by": "毋秋菊",
        "signed_on": TODAY().isoformat(),
    }
    response = as_("wei").post(reverse("document-attach", args=[paper.code]), data)

    assert response.url == reverse("document-detail", args=[paper.code])
    assert Attachment.objects.get().title == "Signed form"
