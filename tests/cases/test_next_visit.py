"""A visit that met the family starts the next period; one that met nobody leaves the visit due."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.actions import record_visit
from cases.children.models import LeftBehindCase
from cases.models import Visit
from documents.models import DueDate
from documents.transitions import perform
from organisation.models import User
from tests.cases.stages import LOW, brought_to
from tests.cases.test_random_walk import agreement

Cast = dict[str, User]


@pytest.fixture
def served(child: LeftBehindCase, cast: Cast) -> LeftBehindCase:
    """A medium-risk case in service since today: a visit is due in 30 days."""
    case = brought_to(child, "opened", cast)
    perform(case, "register_agreement", by=cast["su"], **agreement(case, cast))
    perform(case, "start_service", by=cast["su"])
    return LeftBehindCase.objects.get(pk=case.pk)


def due(case: LeftBehindCase, name: str = "visit") -> dt.date:
    return DueDate.objects.open().get(dossier=case.dossier, name=name).due_on


def visited(case: LeftBehindCase, by: User, result: str, *, days_ago: int = 0) -> None:
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    two = {"second_visitor": "苏督导", "woman_present": True}
    record_visit(case, by=by, child={"seen": True}, result=result, done_on=day, **two)


def test_a_visit_that_met_the_family_makes_the_next_one_due(served: LeftBehindCase, cast: Cast) -> None:
    DueDate.objects.filter(name="visit").update(due_on=timezone.localdate())
    visited(served, cast["wei"], "done")
    assert due(served) > timezone.localdate() + dt.timedelta(days=28)


def test_a_visit_that_met_nobody_stays_due(served: LeftBehindCase, cast: Cast) -> None:
    before = due(served)
    visited(served, cast["wei"], "nobody_home")
    assert due(served) == before


def test_a_child_under_observation_is_contacted_again_after_a_quarter(child: LeftBehindCase, cast: Cast) -> None:
    brought_to(child, "assessed", cast, answers=LOW)
    perform(child, "monitor", by=cast["an"], opinion="同意")
    DueDate.objects.filter(name="contact").update(due_on=timezone.localdate())
    visited(child, cast["wei"], "done")
    assert due(child, "contact") > timezone.localdate() + dt.timedelta(days=85)


def test_a_visit_before_the_service_opens_no_period(child: LeftBehindCase, cast: Cast) -> None:
    brought_to(child, "verified", cast)
    assert not DueDate.objects.filter(dossier=child.dossier, name="visit").exists()


def test_the_next_visit_counts_from_the_day_of_the_visit_however_late_it_is_entered(
    served: LeftBehindCase, cast: Cast
) -> None:
    Visit.objects.update(done_on=timezone.localdate() - dt.timedelta(days=30))
    visited(served, cast["wei"], "done", days_ago=6)
    row = DueDate.objects.open().get(dossier=served.dossier, name="visit")
    assert row.starts_on == timezone.localdate() - dt.timedelta(days=6)


def test_an_older_visit_entered_later_does_not_bring_the_next_one_forward(served: LeftBehindCase, cast: Cast) -> None:
    visited(served, cast["wei"], "done")
    before = due(served)
    visited(served, cast["wei"], "done", days_ago=10)
    assert due(served) == before


def test_a_review_does_not_put_off_the_visit_that_is_running(served: LeftBehindCase, cast: Cast) -> None:
    DueDate.objects.filter(name="visit").update(due_on=timezone.localdate())
    texts = dict.fromkeys(("schooling", "guardianship", "affection", "child_view"), "良好")
    perform(served, "start_review", by=cast["rui"], **texts, recommendation="continue")
    perform(LeftBehindCase.objects.get(pk=served.pk), "continue_service", by=cast["rui"])
    assert due(served) == timezone.localdate()
    assert due(served, "review") > timezone.localdate()


def test_a_closed_case_owes_a_return_visit_after_three_months(served: LeftBehindCase, cast: Cast) -> None:
    texts = dict.fromkeys(("schooling", "guardianship", "affection", "child_view"), "良好")
    perform(served, "start_review", by=cast["rui"], **texts, recommendation="close", ground="goals_met")
    perform(LeftBehindCase.objects.get(pk=served.pk), "close", by=cast["an"], opinion="同意")
    open_now = DueDate.objects.open().filter(dossier=served.dossier).values_list("name", "role")
    assert list(open_now) == [("return_visit", "village_child_officer")]
