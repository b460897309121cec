"""A visit recorded for the wrong child is void: it counts no longer, and what it had fulfilled is due again."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import record_visit
from cases.children.models import LeftBehindCase
from cases.models import Visit
from cases.visit_queries import latest_home_visit
from documents.models import DueDate
from documents.refusals import NotAllowed, NotPossible
from documents.transitions import perform
from organisation.models import User
from tests.cases.children.ways import in_service
from tests.cases.stages import visit

Cast = dict[str, User]


@pytest.fixture
def served(child: LeftBehindCase, cast: Cast) -> LeftBehindCase:
    """A case in service: a visit is due."""
    return in_service(child, cast)


def running(case: LeftBehindCase) -> dict[str, Any]:
    rows = DueDate.objects.open().filter(dossier=case.dossier)
    return {row.name: (row.starts_on, row.due_on, row.rule) for row in rows}


def void(record: Visit, by: User) -> Any:
    return perform(record, "void", by=by, reason="误录，应为其弟")


def newest() -> Visit:
    return Visit.objects.order_by("-pk")[:1].get()


def test_what_a_void_visit_had_fulfilled_is_due_again_on_the_same_day(served: LeftBehindCase, cast: Cast) -> None:
    before = running(served)
    DueDate.objects.filter(dossier=served.dossier, name="visit").update(starts_on="2026-10-01", due_on="2026-10-30")
    due = running(served)
    visit(served, cast["wei"])
    assert running(served) != due
    void(newest(), cast["wei"])
    assert running(served) == due
    assert set(due) == set(before)


def test_what_a_void_visit_had_left_open_falls_away(served: LeftBehindCase, cast: Cast) -> None:
    record_visit(served, by=cast["wei"], result="refused", done_on=timezone.localdate())
    void(newest(), cast["wei"])
    assert "family_refused" not in running(served)
    assert DueDate.objects.get(name="family_refused").state == "cancelled"


def test_nothing_comes_back_where_a_later_visit_met_the_family(served: LeftBehindCase, cast: Cast) -> None:
    visit(served, cast["wei"])
    wrong = newest()
    visit(served, cast["wei"])
    due = running(served)
    void(wrong, cast["wei"])
    assert running(served) == due


def test_an_old_closed_door_does_not_come_back_where_a_later_visit_met_the_family(
    served: LeftBehindCase, cast: Cast
) -> None:
    record_visit(served, by=cast["wei"], result="nobody_home", done_on=timezone.localdate())
    visit(served, cast["wei"])
    wrong = newest()
    visit(served, cast["wei"])
    void(wrong, cast["wei"])
    assert "visit_again" not in running(served)


def test_a_void_visit_counts_nowhere(client: Any, served: LeftBehindCase, cast: Cast) -> None:
    visit(served, cast["wei"])
    wrong = newest()
    void(wrong, cast["wei"])
    assert latest_home_visit(served) != wrong
    client.force_login(cast["su"])
    assert wrong not in list(client.get(reverse("visit-list"), {"show": "all"}).context["page"])


def test_it_stays_to_be_read_with_the_reason(client: Any, served: LeftBehindCase, cast: Cast) -> None:
    visit(served, cast["wei"])
    void(newest(), cast["wei"])
    client.force_login(cast["su"])
    assert "误录" in client.get(reverse("case-detail", args=[served.code]), {"part": "visits"}).content.decode()


def test_a_reviewed_record_is_voided_by_a_supervisor_only(served: LeftBehindCase, cast: Cast) -> None:
    visit(served, cast["wei"])
    perform(newest(), "review", by=cast["su"])
    with pytest.raises(NotAllowed):
        void(newest(), cast["wei"])
    assert void(newest(), cast["su"])


def test_no_visit_is_voided_without_a_reason(served: LeftBehindCase, cast: Cast) -> None:
    visit(served, cast["wei"])
    with pytest.raises(NotPossible, match="Say why"):
        perform(newest(), "void", by=cast["wei"], reason="")


def test_a_void_visit_is_final(served: LeftBehindCase, cast: Cast) -> None:
    visit(served, cast["wei"])
    void(newest(), cast["wei"])
    with pytest.raises(NotPossible, match="not possible while the state"):
        perform(newest(), "review", by=cast["su"])


def test_a_second_click_on_void_is_the_first(client: Any, served: LeftBehindCase, cast: Cast) -> None:
    visit(served, cast["wei"])
    client.force_login(cast["wei"])
    address = reverse("visit-act", args=[served.code, newest().pk, "void"])
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in ("expected", "key")} | {"reason": "误录"}
    assert [client.post(address, data).status_code for _click in range(2)] == [302, 302]
