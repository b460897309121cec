"""Blank forms for the visit bag: for one child or a village, never silently."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from cases.children import bag
from documents.models import Event
from tests.cast import HENGSHAN, NEXT_VILLAGE
from tests.documents.sheets import sheet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Blank sheets instead of forms; what stands on them is another test's business."""
    monkeypatch.setattr(bag, "render_blank", lambda code, case: sheet(code))


@pytest.fixture
def village_officer(client, cast):
    """The browser of the officer of Hengshan."""
    client.force_login(cast["wei"], backend="organisation.backends.PostBackend")
    return client


def test_one_form_of_one_child_is_a_pdf_and_an_event(village_officer, child):
    response = village_officer.get(reverse("case-blank", args=[child.code, "VIS-01"]))

    assert response["Content-Type"] == "application/pdf"
    assert Event.objects.get(action="paper.print").details["blank_forms"] == ["VIS-01"]


def test_a_village_comes_child_by_child(village_officer, child):
    response = village_officer.post(reverse("village-bag"), {"place": HENGSHAN, "codes": ["VIS-01", "LBC-05"]})

    assert len(PdfReader(BytesIO(response.content)).outline) == 2
    assert Event.objects.filter(action="paper.print", dossier=child.dossier).count() == 1


def test_the_next_village_cannot_be_chosen(village_officer, child):
    response = village_officer.post(reverse("village-bag"), {"place": NEXT_VILLAGE, "codes": ["VIS-01"]})

    assert response.status_code == 422


def test_a_village_without_children_is_told(client, cast, child):
    client.force_login(cast["wen"], backend="organisation.backends.PostBackend")
    response = client.post(reverse("village-bag"), {"place": NEXT_VILLAGE, "codes": ["VIS-01"]})

    assert "No child of this place" in response.content.decode()


def test_too_many_forms_in_one_go_are_refused(village_officer, child, monkeypatch):
    monkeypatch.setattr(bag, "MOST_FORMS", 1)
    response = village_officer.post(reverse("village-bag"), {"place": HENGSHAN, "codes": ["VIS-01", "LBC-05"]})

    assert "more than 1 forms" in response.content.decode()
    assert not Event.objects.filter(action="paper.print").exists()


def test_a_reader_takes_no_forms_along(client, cast, child):
    client.force_login(cast["ji"], backend="organisation.backends.PostBackend")
    response = client.get(reverse("case-blank", args=[child.code, "VIS-01"]))

    assert response.status_code == 422
    assert "officer in charge" in response.content.decode()


def test_there_is_no_blank_form_of_a_decision(village_officer, child):
    assert village_officer.get(reverse("case-blank", args=[child.code, "LBC-06"])).status_code == 404


def test_the_forms_of_a_child_are_listed(village_officer, child):
    assert "VIS-01" in village_officer.get(reverse("case-blanks", args=[child.code])).content.decode()
