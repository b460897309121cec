"""The worklist: whose it is, how it is grouped, and that numbers are the lengths of their lists."""

import datetime as dt

from django.test import Client
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.flows import active_task, claim
from cases.worklist import group_of, to_register, worklist
from documents.models import Access, Dossier, DueDate
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
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        worklist(User.objects.get(username="su"))


def owe(child: LeftBehindCase, cast: Cast, role: str, **changes: object) -> DueDate:
    """The one due date of the child, owed by another role."""
    register(child, cast["wei"])
    DueDate.objects.update(role=role, **changes)
    return DueDate.objects.get()


def test_a_coordinator_sees_what_they_owe_with_the_given_name_only(child: LeftBehindCase, cast: Cast) -> None:
    owe(child, cast, "volunteer_coordinator")
    (item,) = worklist(cast["zhi"])
    assert (item.called.name, item.called.number, item.case) == ("小满", "", None)


def test_a_proxy_parent_owes_what_belongs_to_their_child_wherever_it_lives(child: LeftBehindCase, cast: Cast) -> None:
    due = owe(child, cast, "proxy_parent")
    assert worklist(cast["pan"]) == []
    Access.objects.create(dossier=due.dossier, user=cast["pan"], capacity="paired", reduced=True)
    assert [item.called.name for item in worklist(cast["pan"])] == ["小满"]


def test_who_is_paired_with_a_child_does_not_see_its_casework(child: LeftBehindCase, cast: Cast) -> None:
    due = owe(child, cast, "town_child_supervisor")
    Access.objects.create(dossier=due.dossier, user=cast["su"], capacity="paired", reduced=True)
    assert worklist(cast["su"]) == []


def test_the_file_of_a_proxy_parent_is_worked_on_too(child: LeftBehindCase, cast: Cast) -> None:
    due = owe(child, cast, "town_child_supervisor")
    Dossier.objects.filter(pk=due.dossier_id).update(kind="volunteer")
    assert names(cast["su"]) == ["verify"]


def test_a_due_date_in_a_year_without_a_calendar_is_pointed_out(
    child: LeftBehindCase, cast: Cast, client: Client
) -> None:
    owe(child, cast, "town_child_supervisor", due_on=dt.date(2031, 3, 3))
    client.force_login(cast["su"])
    assert "The working days of 2031 are not published yet." in client.get("/").content.decode()


def test_the_page_opens_with_every_kind_of_work(child: LeftBehindCase, cast: Cast, client: Client) -> None:
    owe(child, cast, "volunteer_coordinator")
    client.force_login(cast["zhi"])
    shown = client.get("/").content.decode()
    assert "小满" in shown and "毋小满" not in shown
