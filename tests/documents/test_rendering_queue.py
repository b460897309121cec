"""Papers whose PDF is on its way or failed: seen, asked for again by the page, started again by hand."""

import pytest
from django.urls import reverse

from documents import papers as rendering
from documents.models import Document, Event
from tests.cases.stages import register

pytestmark = pytest.mark.django_db


@pytest.fixture
def pending(child, cast) -> Document:
    """A paper that has just been issued."""
    event = register(child, cast["wei"])
    return Document.objects.get(event=event, kind="LBC-01")


@pytest.fixture
def failed(pending, monkeypatch) -> Document:
    """The same paper after an attempt that failed."""
    monkeypatch.setattr(rendering, "pdf_of", lambda document: 1 / 0)
    rendering.render(pending.pk)
    pending.refresh_from_db()
    return pending


def test_opening_a_paper_that_is_being_made_shows_its_page(as_, pending):
    response = as_("wei").get(reverse("document-pdf", args=[pending.code]), follow=True)

    content = response.content.decode()
    assert "is being made" in content
    assert 'hx-trigger="every 3s"' in content


def test_the_page_of_a_finished_paper_does_not_ask_again(as_, paper):
    content = as_("wei").get(reverse("document-detail", args=[paper.code])).content.decode()

    assert "every 3s" not in content
    assert reverse("document-pdf", args=[paper.code]) in content


def test_the_list_counts_what_failed_and_offers_to_try_again(as_, failed):
    content = as_("wei").get(reverse("document-list"), {"rendering": "failed"}).content.decode()

    assert "could not be made yet" in content
    assert reverse("document-retry", args=[failed.code]) in content


def test_trying_again_makes_the_paper_first_in_the_queue(as_, failed):
    as_("wei").post(reverse("document-retry", args=[failed.code]))

    failed.refresh_from_db()
    assert (failed.attempts, failed.rendering) == (0, "pending")
    assert Event.objects.filter(action="paper.retry", subject_id=failed.pk).exists()


def test_a_neighbour_cannot_start_it_again(as_, failed):
    assert as_("nan").post(reverse("document-retry", args=[failed.code])).status_code == 404


def test_trying_again_by_a_link_does_nothing(as_, failed):
    assert as_("wei").get(reverse("document-retry", args=[failed.code])).status_code == 405


def test_after_trying_again_the_page_leads_back_into_this_site_only(as_, failed):
    address = reverse("document-retry", args=[failed.code])

    assert as_("wei").post(address, {"next": "https://elsewhere.example/"}).url == reverse("document-list")
    assert as_("wei").post(address, {"next": "/papers/?rendering=failed"}).url == "/papers/?rendering=failed"


@pytest.mark.parametrize(("rendering_state", "found"), [("ready", 0), ("pending", 0), ("failed", 1)])
def test_the_filter_tells_the_states_apart(as_, failed, rendering_state, found):
    Document.objects.exclude(pk=failed.pk).update(sha256="a" * 64, title="Other")
    response = as_("wei").get(reverse("document-list"), {"rendering": rendering_state, "kind": "LBC-01"})

    assert len(response.context["rows"]) == found
