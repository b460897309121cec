"""Service of papers: registered once, with a date that is possible."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.models import Document, Event
from documents.refusals import NotAllowed, NotPossible
from documents.serving import serve, service_of

pytestmark = pytest.mark.django_db


def served(paper, by, **changes):
    """Register that the paper was handed over today."""
    return serve(paper, by=by, **({"on": timezone.localdate(), "method": "direct", "receiver": "毋秋菊"} | changes))


def test_service_is_an_event_and_a_status(paper, cast):
    event = served(paper, cast["wei"], proof="EMS 1")

    paper.refresh_from_db()
    assert (event.action, paper.status) == ("paper.serve", Document.Status.SERVED)
    assert (service_of(paper).receiver, service_of(paper).proof) == ("毋秋菊", "EMS 1")


def test_the_same_key_is_the_same_act(paper, cast):
    assert served(paper, cast["wei"], key="a") == served(paper, cast["wei"], key="a")


def test_a_paper_is_served_once(paper, cast):
    served(paper, cast["wei"])
    with pytest.raises(NotPossible, match="only an issued or signed paper"):
        served(paper, cast["wei"])


@pytest.mark.parametrize("days", [-1, 1])
def test_the_day_lies_between_issue_and_today(paper, cast, days):
    with pytest.raises(NotPossible, match="between the date of the paper and today"):
        served(paper, cast["wei"], on=timezone.localdate() + dt.timedelta(days=days))


def test_a_reader_may_not_register_it(paper, cast):
    with pytest.raises(NotAllowed):
        served(paper, cast["ji"])


def test_the_page_registers_and_shows_it(as_, paper):
    data = {
        "on": timezone.localdate().isoformat(),
        "method": "left",
        "receiver": "毋秋菊",
        "key": "6d1f3c52-6a0e-4f3b-9a53-6f0b7a1d5c11",
    }
    response = as_("wei").post(reverse("document-serve", args=[paper.code]), data, follow=True)

    assert "left behind with witnesses" in response.content.decode()
    assert Event.objects.filter(action="paper.serve").count() == 1
