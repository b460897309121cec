"""Follow-up visits (随访) about one measure, and return visits (回访) afterwards, also when the case is closed."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.models import Case, FollowUp, ReturnTalk, Visit
from documents.models import Document, DueDate
from organisation.models import User
from tests.cases.children.ways import in_service, printed

Cast = dict[str, User]


@pytest.fixture
def served(child: LeftBehindCase, cast: Cast) -> LeftBehindCase:
    """A case in service with a plan."""
    return in_service(child, cast)


def sent(client: Any, name: str, case: LeftBehindCase, by: User, **told: Any) -> Any:
    """Open the form, fill it in and send it."""
    client.force_login(by)
    address = reverse(name, args=[case.code])
    form = client.get(address).context["form"]
    hidden = {field: form[field].value() for field in ("expected", "key")}
    day = timezone.localdate().isoformat()
    return client.post(address, hidden | {"done_on": day, "result": "done"} | told)


def followed(client: Any, case: LeftBehindCase, by: User, **told: Any) -> Any:
    return sent(client, "visit-follow-up", case, by, **{"measure": "card", "outcome": "会用", "goes_on": "no"} | told)


def returned(client: Any, case: LeftBehindCase, by: User, **told: Any) -> Any:
    return sent(client, "visit-return", case, by, **{"about": "closing", "satisfaction": "4"} | told)


def due(case: LeftBehindCase) -> dict[str, dt.date]:
    return dict(DueDate.objects.open().filter(dossier=case.dossier).values_list("name", "due_on"))


def test_a_follow_up_is_about_a_measure_of_the_plan(client: Any, served: LeftBehindCase, cast: Cast) -> None:
    measure = served.plans.get().measures.first()
    assert measure
    assert followed(client, served, cast["wei"], measure=f"plan-{measure.pk}").status_code == 302
    row = FollowUp.objects.get()
    assert (row.about, row.measure, row.outcome, row.goes_on) == ("plan", "每周辅导", "会用", False)


def test_a_measure_that_goes_on_is_due_on_the_day_agreed(client: Any, served: LeftBehindCase, cast: Cast) -> None:
    later = timezone.localdate() + dt.timedelta(days=14)
    followed(client, served, cast["wei"], goes_on="yes", next_on=later.isoformat())
    assert due(served)["follow_up"] >= later
    followed(client, served, cast["wei"], goes_on="no")
    assert "follow_up" not in due(served)


def test_a_check_up_that_was_made_begins_the_next_period(client: Any, served: LeftBehindCase, cast: Cast) -> None:
    DueDate.objects.filter(dossier=served.dossier, name="checkup").update(due_on="2026-01-01")
    followed(client, served, cast["wei"], measure="checkup")
    assert due(served)["checkup"] > timezone.localdate() + dt.timedelta(days=300)


def test_a_follow_up_is_no_home_visit(client: Any, served: LeftBehindCase, cast: Cast) -> None:
    DueDate.objects.filter(dossier=served.dossier, name="visit").update(starts_on="2026-01-01", due_on="2026-01-30")
    before = due(served)["visit"]
    followed(client, served, cast["wei"])
    assert due(served)["visit"] == before
    assert Document.objects.filter(kind="VIS-03").count() == 1


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"measure": ""}, "measure"),
        ({"measure": "plan-999"}, "measure"),
        ({"measure": "other"}, "measure_words"),
        ({"outcome": ""}, "outcome"),
        ({"goes_on": ""}, "goes_on"),
        ({"goes_on": "yes"}, "next_on"),
        ({"done_on": "2099-01-01"}, "done_on"),
    ],
)
def test_what_a_follow_up_lacks_is_said_at_its_field(
    client: Any, served: LeftBehindCase, cast: Cast, told: dict[str, str], field: str
) -> None:
    answer = followed(client, served, cast["wei"], **told)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_a_return_visit_asks_how_the_family_took_it(client: Any, served: LeftBehindCase, cast: Cast) -> None:
    assert returned(client, served, cast["wei"], new_need="冬衣").status_code == 302
    row = ReturnTalk.objects.get()
    assert (row.about, row.satisfaction, row.amount, row.new_need) == ("closing", 4, None, "冬衣")


def test_money_is_kept_in_fen_and_printed_in_figures_and_words(client: Any, served: LeftBehindCase, cast: Cast) -> None:
    paid = {"about": "payment", "received_in_full": "yes", "amount": "250.50", "received_on": "2026-11-20"}
    returned(client, served, cast["wei"], **paid)
    assert ReturnTalk.objects.get().amount == 25050
    text = printed(Document.objects.get(kind="VIS-04"))
    assert "¥250.50（人民币贰佰伍拾元伍角整）" in text and "√满意" in text


def test_a_closed_case_gets_its_return_visit_and_stays_closed(client: Any, served: LeftBehindCase, cast: Cast) -> None:
    Case.objects.filter(pk=served.pk).update(status="closed")
    DueDate.objects.filter(dossier=served.dossier, name="review").update(name="return_visit")
    assert returned(client, served, cast["wei"]).status_code == 302
    assert Case.objects.get(pk=served.pk).status == "closed"
    assert "return_visit" not in due(served)


def test_a_closed_case_gets_no_follow_up(client: Any, served: LeftBehindCase, cast: Cast) -> None:
    Case.objects.filter(pk=served.pk).update(status="closed")
    followed(client, served, cast["wei"])
    assert not Visit.objects.filter(kind="follow_up_visit").exists()


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"about": ""}, "about"),
        ({"satisfaction": "9"}, "satisfaction"),
        ({"about": "payment", "received_in_full": "no"}, "amount"),
        ({"about": "payment", "amount": "0"}, "received_in_full"),
        ({"about": "payment", "received_in_full": "yes", "amount": "50"}, "received_on"),
        ({"amount": "12.345"}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"received_on": "2099-01-01"}, "received_on"),
    ],
)
def test_what_a_return_visit_lacks_is_said_at_its_field(
    client: Any, served: LeftBehindCase, cast: Cast, told: dict[str, str], field: str
) -> None:
    answer = returned(client, served, cast["wei"], **told)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


@pytest.mark.parametrize("result", ["nobody_home", "refused", "moved"])
def test_nobody_is_asked_about_a_family_that_was_not_met(
    client: Any, served: LeftBehindCase, cast: Cast, result: str
) -> None:
    told = {"about": "", "satisfaction": "", "result": result}
    assert returned(client, served, cast["wei"], **told).status_code == 302
    assert not ReturnTalk.objects.exists()
