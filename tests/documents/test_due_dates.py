"""One open last day for each act: a new one takes the place of the old, and closing says how it ended."""

import pytest

from cases.children.models import LeftBehindCase
from documents.declarations import Due
from documents.due_dates import close_due_dates, open_due_dates
from documents.models import DueDate, Event
from organisation.models import User
from organisation.roles import Role
from tests.cases.stages import brought_to

VERIFY = Due("verify", "Verify", Role.TOWN_CHILD_SUPERVISOR, 10)
ASSESS = Due("assess", "Assess", Role.TOWN_CHILD_SUPERVISOR, 10)


@pytest.fixture
def event(child: LeftBehindCase, cast: dict[str, User]) -> Event:
    """The registration, which made the verification due."""
    brought_to(child, "registered", cast)
    return Event.objects.get(dossier=child.dossier, action="case.register")


def states(child: LeftBehindCase) -> list[str]:
    return list(DueDate.objects.filter(dossier=child.dossier).order_by("id").values_list("state", flat=True))


def test_a_period_that_starts_again_replaces_the_running_one(child: LeftBehindCase, event: Event) -> None:
    open_due_dates(child.dossier, child, [VERIFY], event)
    assert states(child) == ["cancelled", "open"]


def test_a_period_that_was_met_is_done(child: LeftBehindCase, event: Event) -> None:
    open_due_dates(child.dossier, child, [ASSESS], event)
    close_due_dates(child.dossier, ["verify"], event)
    assert states(child) == ["done", "open"]


def test_an_ended_case_owes_nothing(child: LeftBehindCase, event: Event) -> None:
    open_due_dates(child.dossier, child, [ASSESS], event)
    close_due_dates(child.dossier, ["*"], event)
    assert states(child) == ["cancelled", "cancelled"]
