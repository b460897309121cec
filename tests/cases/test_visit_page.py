"""Recording a visit to one child by its page, reading the record, and the lists of visits."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.models import Visit
from documents.models import DueDate
from organisation.models import User
from tests.cases.stages import brought_to, imported_child, visit
from tests.cases.test_household_visit import of, sent

Cast = dict[str, User]


@pytest.fixture
def case(child: LeftBehindCase, cast: Cast) -> LeftBehindCase:
    """A registered child."""
    return brought_to(child, "registered", cast)


def test_a_visit_is_recorded_with_what_was_seen_of_the_child(client: Any, case: LeftBehindCase, cast: Cast) -> None:
    assert sent(client, cast["wei"], case).status_code == 302
    record = Visit.objects.get(case=case.pk)
    assert (record.status, record.dwelling, record.children.get().seen) == ("done", "砖混平房，用电安全", True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"second_visitor": ""}, "second_visitor"),
        ({"second_visitor": "卫村官"}, "second_visitor"),
        ({"woman_present": None}, "woman_present"),
        ({"carer_present": None}, "carer_present"),
        ({"result": None}, "result"),
        ({"result": "rescheduled"}, "next_on"),
        ({"done_on": "2099-01-01"}, "done_on"),
        ({"done_on": "yesterday"}, "done_on"),
        ({"done_on": "0206-11-20"}, "done_on"),
        ({"next_on": "2020-01-01"}, "next_on"),
        ({"client_uuid": "x"}, "client_uuid"),
    ],
)
def test_what_the_visit_lacks_is_said_at_its_field_and_nothing_typed_is_lost(
    client: Any, case: LeftBehindCase, cast: Cast, changes: dict[str, Any], field: str
) -> None:
    answer = sent(client, cast["wei"], case, **changes)
    assert answer.status_code == 422
    assert list(answer.context["household"].common.errors) == [field]
    assert "砖混平房" in answer.content.decode()


@pytest.mark.parametrize("lacking", ["seen", "spoken_alone"])
def test_what_is_lacking_of_the_child_is_said_at_its_field(
    client: Any, case: LeftBehindCase, cast: Cast, lacking: str
) -> None:
    answer = sent(client, cast["wei"], case, **of(case, **{lacking: None}))
    assert list(answer.context["household"].children[0].errors) == [lacking]


def test_a_child_not_spoken_with_alone_needs_a_word_why(client: Any, case: LeftBehindCase, cast: Cast) -> None:
    answer = sent(client, cast["wei"], case, **of(case, spoken_alone="no"))
    assert list(answer.context["household"].children[0].errors) == ["why_not_alone"]


def test_nobody_at_home_needs_no_second_visitor(client: Any, case: LeftBehindCase, cast: Cast) -> None:
    changes = {"result": "nobody_home", "second_visitor": "", "woman_present": None, "carer_present": None}
    assert sent(client, cast["wei"], case, **changes, **of(case, seen=None)).status_code == 302
    record = Visit.objects.get()
    assert (record.result, record.dwelling, record.children.count()) == ("nobody_home", "", 0)


def test_approvers_do_not_record_visits_and_are_told_who_does(client: Any, child: LeftBehindCase, cast: Cast) -> None:
    client.force_login(cast["an"])
    page = client.get(reverse("visit-record", args=[child.code])).content.decode()
    assert "is for: Village child officer" in page


def test_a_neighbour_does_not_find_the_case(client: Any, child: LeftBehindCase, cast: Cast) -> None:
    client.force_login(cast["wen"])
    assert client.get(reverse("visit-record", args=[child.code])).status_code == 404


@pytest.mark.parametrize("name", ["visit-detail", "visit-review", "visit-note"])
def test_a_record_is_reached_only_through_its_own_case(
    client: Any, child: LeftBehindCase, cast: Cast, name: str
) -> None:
    visit(child, cast["su"], private_note="秘密")
    other = imported_child(name="毋小年", id_number="419983201702040011")
    client.force_login(cast["su"])
    address = reverse(name, args=[other.code, Visit.objects.get().pk])
    answer = client.post(address, {"reason": "核对"}) if name == "visit-note" else client.get(address)
    assert answer.status_code == 404


def test_an_overdue_visit_can_still_be_entered(client: Any, case: LeftBehindCase, cast: Cast) -> None:
    DueDate.objects.filter(dossier=case.dossier).update(due_on=timezone.localdate() - dt.timedelta(days=90))
    assert sent(client, cast["wei"], case, done_on="2026-01-05").status_code == 302
    client.force_login(cast["su"])
    assert "entered late" in client.get(reverse("visit-list"), {"show": "late"}).content.decode()


# The private note


def test_the_private_note_is_hidden_until_somebody_of_the_chain_asks_for_it(
    client: Any, case: LeftBehindCase, cast: Cast
) -> None:
    visit(case, cast["wei"], private_note="孩子说想妈妈")
    record = Visit.objects.get()
    client.force_login(cast["su"])
    assert "孩子说想妈妈" not in client.get(reverse("visit-detail", args=[case.code, record.pk])).content.decode()
    address = reverse("visit-note", args=[case.code, record.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert "孩子说想妈妈" in client.post(address, {"reason": "复核记录"}).content.decode()


@pytest.mark.parametrize("username", ["an", "shi", "rui", "ji"])
def test_others_who_read_the_case_do_not_get_the_private_note(
    client: Any, case: LeftBehindCase, cast: Cast, username: str
) -> None:
    visit(case, cast["wei"], private_note="孩子说想妈妈")
    client.force_login(cast[username])
    address = reverse("visit-note", args=[case.code, Visit.objects.get().pk])
    assert client.post(address, {"reason": "看看"}).status_code == 404


# Lists


def test_the_list_shows_records_to_review_in_my_places_only(client: Any, child: LeftBehindCase, cast: Cast) -> None:
    visit(child, cast["wei"])
    for user, count in (("su", 1), ("nan", 0)):
        client.force_login(cast[user])
        assert client.get(reverse("visit-list"), {"show": "done"}).context["page"].paginator.count == count


@pytest.mark.parametrize(("show", "count"), [("mine", 1), ("all", 1), ("late", 0), ("planned", 0), ("nonsense", 0)])
def test_each_view_of_the_list_shows_its_own(
    client: Any, case: LeftBehindCase, cast: Cast, show: str, count: int
) -> None:
    visit(case, cast["wei"])
    client.force_login(cast["wei"])
    assert client.get(reverse("visit-list"), {"show": show}).context["page"].paginator.count == count


@pytest.mark.parametrize(("place", "count"), [("410883100204", 1), ("410883100205", 0), ("x", 1)])
def test_the_list_is_narrowed_to_a_village(
    client: Any, case: LeftBehindCase, cast: Cast, place: str, count: int
) -> None:
    visit(case, cast["wei"])
    client.force_login(cast["su"])
    page = client.get(reverse("visit-list"), {"show": "all", "place": place})
    assert page.context["page"].paginator.count == count


def test_the_visitor_reads_the_thanks_of_the_reviewer(client: Any, case: LeftBehindCase, cast: Cast) -> None:
    visit(case, cast["wei"])
    Visit.objects.update(thanked=True, review_words="记录细致")
    client.force_login(cast["wei"])
    page = client.get(reverse("visit-list"), {"show": "mine"}).content.decode()
    assert "with thanks" in page and "记录细致" in page
