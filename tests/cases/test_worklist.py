"""The worklist: whose it is, how it is grouped, and that numbers are the lengths of their lists."""

import datetime as dt

from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.flows import active_task, claim
from cases.worklist import group_of, to_register, worklist
from documents.models import DueDate
from documents.transitions import perform
from organisation.models import User
from tests.cases.stages import brought_to, register

Cast = dict[str, User]
MONDAY = dt.date(2026, 11, 23)


def names(user: User) -> list[str]:
    return [item.due.name for item in worklist(user)]


def test_a_registered_child_waits_for_the_supervisor_of_its_town_only(child: LeftBehindCase, cast: Cast) -> None:
    register(child, cast["wei"])
    assert (names(cast["su"]), names(cast["nan"]), names(cast["an"])) == (["verify"], [], [])


def test_an_imported_child_is_to_be_registered_by_its_own_village(child: LeftBehindCase, cast: Cast) -> None:
    assert (to_register(cast["wei"]).count(), to_register(cast["wen"]).count(), to_register(cast["su"]).count()) == (
        1,
        0,
        0,
    )


def test_high_risk_waits_for_the_county(child: LeftBehindCase, cast: Cast) -> None:
    brought_to(child, "assessed", cast, triggers=["dropout"])
    assert (names(cast["cao"]), names(cast["an"])) == (["decide"], [])


def test_returned_work_stands_first(child: LeftBehindCase, cast: Cast) -> None:
    brought_to(child, "assessed", cast)
    perform(child, "send_back", by=cast["an"], reason="方案太笼统")
    assert [(item.due.name, item.group) for item in worklist(cast["su"])] == [("assess", "returned")]


def test_what_a_colleague_has_claimed_is_not_mine(child: LeftBehindCase, cast: Cast) -> None:
    register(child, cast["wei"])
    claim(active_task(child).pk, cast["su"])
    colleague = User.objects.create(username="sun", name="孙督导", must_change_password=False)
    colleague.post_set.create(
        role="town_child_supervisor", division_id=cast["su"].post_set.get().division_id, valid_from=MONDAY
    )
    assert [item.mine for item in worklist(colleague)] == [False]


def test_overdue_work_is_grouped_as_overdue(child: LeftBehindCase, cast: Cast) -> None:
    register(child, cast["wei"])
    DueDate.objects.update(due_on=timezone.localdate() - dt.timedelta(days=1))
    assert [item.group for item in worklist(cast["su"])] == ["overdue"]


def test_a_week_ends_on_sunday() -> None:
    assert [group_of(MONDAY + dt.timedelta(days), MONDAY) for days in (-1, 0, 6, 7)] == [
        "overdue",
        "today",
        "week",
        "later",
    ]


def test_the_worklist_asks_the_same_number_of_queries_for_one_and_for_many(
    child: LeftBehindCase, cast: Cast, django_assert_max_num_queries: object
) -> None:
    register(child, cast["wei"])
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        worklist(User.objects.get(username="su"))
