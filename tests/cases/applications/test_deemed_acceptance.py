"""An office that does not answer in time has accepted on the day it received the papers."""

import datetime as dt

import pytest
from django.urls import reverse

from cases import deemed
from cases.deemed import accept_overdue, register_acceptance
from documents.models import Document, Event
from documents.transitions import perform
from tests.cases.applications.conftest import MONDAY, apply

LATE = dt.date(2026, 9, 30)  # the five working days ended on the 29th


@pytest.fixture(autouse=True)
def stipends_are_applied_for(monkeypatch):
    monkeypatch.setattr(deemed, "_acceptances", {})
    register_acceptance("STP", act="accept", due="accept", received_on=lambda case: case.applied_on)


@pytest.fixture
def waiting(stipend, cast, on):
    on(MONDAY)
    return apply(stipend, cast["shi"], applied_on=dt.date(2026, 9, 18))


def test_it_is_accepted_on_the_day_it_was_received(waiting, on):
    on(LATE)
    assert accept_overdue() == 1
    waiting.refresh_from_db()
    assert (waiting.status, waiting.deemed, waiting.accepted_on) == ("accepted", True, dt.date(2026, 9, 18))


def test_the_system_did_it_although_papers_are_missing(waiting, on):
    on(LATE)
    accept_overdue()
    assert Event.objects.get(action="stipend.accept").by is None


def test_on_the_last_day_nothing_happens_yet(waiting, on):
    on(LATE - dt.timedelta(days=1))
    assert accept_overdue() == 0


def test_what_was_told_in_time_is_not_accepted(waiting, cast, on):
    perform(waiting, "ask_supplement", by=cast["shi"])
    on(LATE)
    assert accept_overdue() == 0


def test_after_a_supplement_the_day_of_the_supplement_counts(waiting, cast, on):
    perform(waiting, "ask_supplement", by=cast["shi"])
    on(dt.date(2026, 9, 24))
    perform(waiting, "supplement", by=cast["shi"], received=("guardian_id",), received_on=dt.date(2026, 9, 23))
    on(dt.date(2026, 10, 12))
    assert accept_overdue() == 1
    waiting.refresh_from_db()
    assert waiting.accepted_on == dt.date(2026, 9, 23)


def test_a_second_run_accepts_nothing_more(waiting, on):
    on(LATE)
    assert (accept_overdue(), accept_overdue()) == (1, 0)


def test_a_clock_that_stands_still_is_not_late(waiting, on):
    from documents.models import DueDate

    DueDate.objects.filter(dossier=waiting.dossier_id).update(paused_since=MONDAY)
    on(LATE)
    assert accept_overdue() == 0


def test_page_and_paper_say_that_the_office_was_late(client, waiting, cast, on):
    on(LATE)
    accept_overdue()
    said = Document.objects.filter(kind="FLW-01").latest("pk").opened_context["facts"]
    assert "视为受理" in dict(said)
    client.force_login(cast["shi"])
    page = client.get(reverse("case-detail", args=[waiting.code]), {"part": "evidence"}).content.decode()
    assert "the office did not answer in time" in page
