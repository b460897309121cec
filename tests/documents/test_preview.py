"""Preview before issuing: the papers of an act that was not done."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from documents.models import Document, Dossier, Event, NumberCounter
from documents.preview import drafts, rendered
from documents.refusals import NotPossible
from documents.surroundings import Surroundings, within
from tests.cases.stages import brought_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessed(child, cast):
    """A case that waits for the town's decision."""
    return brought_to(child, "assessed", cast)


def state() -> tuple:
    """Everything that a preview must leave as it is."""
    counters = list(NumberCounter.objects.order_by("pk").values_list("pk", "last"))
    dossiers = list(Dossier.objects.order_by("pk").values_list("version", "event_count"))
    return counters, dossiers, Event.objects.count(), Document.objects.count()


def test_a_preview_shows_the_papers_of_the_act_with_a_mark(assessed, cast):
    papers = drafts(assessed, "open", by=cast["an"], opinion="同意立案")

    text = "".join(page.extract_text() for page in PdfReader(BytesIO(rendered(papers[0]))).pages)
    assert len(papers) == 2
    assert "同意立案" in text
    assert "未编号" in text


def test_a_preview_uses_no_number_and_leaves_no_event(assessed, cast):
    before = state()
    drafts(assessed, "open", by=cast["an"], opinion="同意")

    assessed.refresh_from_db()
    assert state() == before
    assert assessed.status == "assessed"


def test_what_the_act_would_refuse_the_preview_refuses_without_a_trace(assessed, cast):
    before = state()
    with within(Surroundings()) as around, pytest.raises(NotPossible):
        drafts(assessed, "register", by=cast["wei"])

    assert (state(), around.refused) == (before, [])
