"""What a visit leaves open: a closed door, a refusal, a move, a visit put off; and what it fulfils."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from cases.actions import record_visit
from cases.children.models import LeftBehindCase
from cases.models import Case, Visit
from documents.models import Document, DueDate
from documents.refusals import NotAllowed, NotPossible
from documents.transitions import perform
from organisation.models import User
from tests.cases.stages import register, visit

Cast = dict[str, User]
TODAY = timezone.localdate


@pytest.fixture
def case(child: LeftBehindCase, cast: Cast) -> LeftBehindCase:
    """A registered child."""
    register(child, cast["wei"])
    child.refresh_from_db()
    return child


def open_now(case: LeftBehindCase, *names: str) -> dict[str, tuple[str, dt.date]]:
    rows = DueDate.objects.open().filter(dossier=case.dossier).exclude(name="verify")
    return {row.name: (row.role, row.due_on) for row in rows}


def tried(case: LeftBehindCase, by: User, result: str, **changes: Any) -> Visit:
    """An attempt that met nobody."""
    event = record_visit(case, by=by, **({"result": result, "done_on": TODAY()} | changes))
    return Visit.objects.get(pk=event.subject_id)


def test_a_closed_door_is_tried_again_within_two_working_days(case: LeftBehindCase, cast: Cast) -> None:
    tried(case, cast["wei"], "nobody_home", done_on=dt.date(2026, 11, 19))
    assert open_now(case) == {"visit_again": ("village_child_officer", dt.date(2026, 11, 23))}


def test_two_closed_doors_at_high_risk_are_the_supervisors_within_a_day(case: LeftBehindCase, cast: Cast) -> None:
    Case.objects.filter(pk=case.pk).update(risk_level="high")
    tried(case, cast["wei"], "nobody_home", done_on=TODAY() - dt.timedelta(days=1))
    assert "nobody_home_twice" not in open_now(case)
    tried(case, cast["wei"], "nobody_home")
    assert open_now(case)["nobody_home_twice"][0] == "town_child_supervisor"


def test_two_closed_doors_at_low_risk_are_tried_again_only(case: LeftBehindCase, cast: Cast) -> None:
    Case.objects.filter(pk=case.pk).update(risk_level="low")
    for _try in range(2):
        tried(case, cast["wei"], "nobody_home")
    assert list(open_now(case)) == ["visit_again"]


def test_a_family_met_in_between_breaks_the_row_of_closed_doors(case: LeftBehindCase, cast: Cast) -> None:
    Case.objects.filter(pk=case.pk).update(risk_level="high")
    tried(case, cast["wei"], "nobody_home")
    visit(case, cast["wei"])
    tried(case, cast["wei"], "nobody_home")
    assert list(open_now(case)) == ["visit_again"]


@pytest.mark.parametrize(("result", "name"), [("refused", "family_refused"), ("moved", "family_moved")])
def test_a_refusal_or_a_move_is_the_supervisors(case: LeftBehindCase, cast: Cast, result: str, name: str) -> None:
    tried(case, cast["wei"], result)
    assert open_now(case)[name][0] == "town_child_supervisor"


def test_a_refusal_after_a_closed_door_leaves_one_task_and_not_two(case: LeftBehindCase, cast: Cast) -> None:
    tried(case, cast["wei"], "nobody_home")
    tried(case, cast["wei"], "refused")
    assert list(open_now(case)) == ["family_refused"]


def test_a_visit_put_off_is_planned_for_the_new_day(case: LeftBehindCase, cast: Cast) -> None:
    later = TODAY() + dt.timedelta(days=5)
    first = tried(case, cast["wei"], "rescheduled", next_on=later)
    planned = Visit.objects.get(status="planned")
    assert (planned.planned_on, planned.replaces) == (later, first)


@pytest.mark.parametrize("day", [None, dt.date(2026, 1, 1)])
def test_a_visit_is_not_put_off_to_no_day(case: LeftBehindCase, cast: Cast, day: dt.date | None) -> None:
    with pytest.raises(NotPossible, match="needs a new day"):
        tried(case, cast["wei"], "rescheduled", next_on=day)


def test_the_next_done_visit_ends_what_was_left_open(case: LeftBehindCase, cast: Cast) -> None:
    tried(case, cast["wei"], "refused")
    visit(case, cast["wei"])
    assert open_now(case) == {}


def test_a_planned_visit_is_fulfilled_by_the_record(case: LeftBehindCase, cast: Cast) -> None:
    tried(case, cast["wei"], "rescheduled", next_on=TODAY())
    visit(case, cast["wei"])
    assert not Visit.objects.filter(status="planned").exists()
    assert Visit.objects.count() == 2


# Settling by the supervisor


def test_the_supervisor_settles_with_words_on_a_slip(case: LeftBehindCase, cast: Cast) -> None:
    record = tried(case, cast["wei"], "refused")
    event = perform(record, "settle", by=cast["su"], words="已与祖母电话沟通，同意下周入户")
    assert open_now(case) == {}
    assert Document.objects.get(event=event).kind == "FLW-01"


def test_nothing_is_settled_without_words(case: LeftBehindCase, cast: Cast) -> None:
    record = tried(case, cast["wei"], "refused")
    with pytest.raises(NotPossible, match="how it was settled"):
        perform(record, "settle", by=cast["su"], words=" ")


def test_the_village_officer_does_not_settle(case: LeftBehindCase, cast: Cast) -> None:
    record = tried(case, cast["wei"], "refused")
    with pytest.raises(NotAllowed):
        perform(record, "settle", by=cast["wei"], words="好了")


def test_where_nothing_is_open_there_is_nothing_to_settle(case: LeftBehindCase, cast: Cast) -> None:
    visit(case, cast["wei"])
    with pytest.raises(NotPossible, match="Nothing of this family"):
        perform(Visit.objects.get(), "settle", by=cast["su"], words="好了")


def test_what_the_visitor_wrote_is_kept_word_for_word(case: LeftBehindCase, cast: Cast) -> None:
    words = "父亲电话12039100018已停机，<b>新号</b>待问\n第二行 =1+1"
    visit(case, cast["wei"], needs=words, actions=words, private_note=words)
    kept = Visit.objects.get()
    assert {kept.needs, kept.actions, kept.private_note} == {words}


# A finished case


def test_a_closed_case_is_not_reopened_by_a_visit(case: LeftBehindCase, cast: Cast) -> None:
    Case.objects.filter(pk=case.pk).update(status="closed")
    with pytest.raises(NotPossible, match="Only a return visit"):
        visit(case, cast["wei"])
    assert not Visit.objects.exists()
    assert Case.objects.get(pk=case.pk).status == "closed"
