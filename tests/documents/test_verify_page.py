"""The verification page: for anyone, about the paper, never about a person."""

import hashlib

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents.models import Document
from documents.papers import stored_pdf
from documents.views.verify import PER_MINUTE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_minute():
    """No test starts with the questions of another one counted."""
    cache.clear()


def page(client: Client, code: str) -> str:
    return client.get(reverse("verify", args=[code])).content.decode()


def test_anyone_sees_number_kind_organ_date_and_hash(client, paper):
    content = page(client, paper.verify_code)

    for shown in (paper.number, paper.title, paper.organ.name, paper.sha256, "valid"):
        assert shown in content


def test_nothing_on_the_page_tells_whom_the_paper_is_about(client, paper, child):
    content = page(client, paper.verify_code)

    for secret in (
        child.person.name,
        "毋秋菊",
        "419983",
        "12039100015",
        child.division.short_name,
        child.number or "LBC-4",
    ):
        assert secret not in content


def test_blanks_and_small_letters_in_the_code_do_not_matter(client, paper):
    code = paper.verify_code.lower()
    typed = f" {code[:4]} {code[4:8]}-{code[8:]} "

    response = client.get(reverse("verify-form"), {"code": typed})

    assert response.url == reverse("verify", args=[paper.verify_code])


def test_a_code_that_nobody_issued_is_a_404_with_a_clear_sentence(client, paper):
    response = client.get(reverse("verify", args=["2" * 16]))

    assert response.status_code == 404
    assert "No paper has this code" in response.content.decode()


def test_a_code_of_the_wrong_shape_is_explained_at_the_form(client):
    response = client.get(reverse("verify-form"), {"code": "12345"})

    assert response.status_code == 422
    assert "16 letters and digits" in response.content.decode()


def test_the_same_pdf_is_recognised(client, paper):
    held = SimpleUploadedFile("any name.pdf", stored_pdf(paper))

    response = client.post(reverse("verify", args=[paper.verify_code]), {"file": held})

    assert "exactly the one that was issued" in response.content.decode()


def test_a_pdf_with_one_byte_more_is_not(client, paper):
    held = SimpleUploadedFile("copy.pdf", stored_pdf(paper) + b" ")

    response = client.post(reverse("verify", args=[paper.verify_code]), {"file": held})

    assert "not the one that was issued" in response.content.decode()


def test_the_hash_alone_can_be_compared(client, paper):
    pasted = " ".join(paper.sha256[i : i + 8] for i in range(0, 64, 8)).upper()

    response = client.post(reverse("verify", args=[paper.verify_code]), {"hash": pasted})

    assert "exactly the one that was issued" in response.content.decode()


def test_nothing_of_an_uploaded_file_is_kept(client, paper, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    before = sorted(tmp_path.rglob("*"))

    client.post(reverse("verify", args=[paper.verify_code]), {"file": SimpleUploadedFile("x.pdf", b"x" * 6 * 2**20)})

    assert sorted(tmp_path.rglob("*")) == before


def test_a_large_file_is_hashed_as_it_is(client, paper):
    content = b"%PDF" * 2**20 * 2
    Document.objects.filter(pk=paper.pk).update(status="issued")

    response = client.post(reverse("verify", args=[paper.verify_code]), {"file": SimpleUploadedFile("x.pdf", content)})

    assert hashlib.sha256(content).hexdigest() != paper.sha256
    assert "not the one that was issued" in response.content.decode()


def test_too_many_questions_from_one_address_are_answered_with_429(client, paper):
    address = reverse("verify", args=[paper.verify_code])
    answers = [client.get(address, REMOTE_ADDR="10.0.0.9").status_code for _ in range(PER_MINUTE + 1)]

    assert (answers[0], answers[-1]) == (200, 429)
    assert client.get(address, REMOTE_ADDR="10.0.0.10").status_code == 200


def test_no_search_engine_keeps_the_page(client, paper):
    response = client.get(reverse("verify", args=[paper.verify_code]))

    assert "noindex" in response["X-Robots-Tag"]
    assert response["Cache-Control"] == "no-store"


def test_a_void_paper_is_shown_as_void(client, paper):
    Document.objects.filter(pk=paper.pk).update(status=Document.Status.VOID)

    assert "This paper is void" in page(client, paper.verify_code)
