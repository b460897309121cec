"""Planning a month of visits in a village: who is proposed, one act with one paper, and how the month went."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.models import Visit, VisitPlan
from cases.models.visits.plans import VisitPlan as Plan
from cases.visit_planning import Chosen, last_of, plan_visits, spread, to_plan
from documents.models import BatchEntry, Document, DueDate
from documents.refusals import NotAllowed, NotPossible
from documents.transitions import perform
from organisation.models import Division, User
from tests.cases.children.ways import in_service, printed
from tests.cases.families import brother_of
from tests.cases.stages import visit
from tests.cast import HENGSHAN

Cast = dict[str, User]
TODAY = timezone.localdate


def month() -> dt.date:
    """The first day of this month."""
    return TODAY().replace(day=1)


@pytest.fixture
def served(child: LeftBehindCase, cast: Cast) -> LeftBehindCase:
    """A case in service whose visit is overdue."""
    case = in_service(child, cast)
    DueDate.objects.filter(dossier=case.dossier, name="visit").update(due_on=TODAY() - dt.timedelta(days=3))
    return case


@pytest.fixture
def village(db: None) -> Division:
    return Division.objects.get(code=HENGSHAN)


def planned(case: LeftBehindCase, village: Division, by: User, **changes: Any) -> Any:
    """Set one visit down for today."""
    return plan_visits(village, month(), [Chosen(case, TODAY(), by)], by=by, **changes)


def test_a_visit_that_is_overdue_is_proposed(served: LeftBehindCase, village: Division, cast: Cast) -> None:
    row = to_plan(village, month(), cast["wei"], today=TODAY())[0]
    assert row.case.pk == served.pk and TODAY() <= row.suggested <= last_of(month())


def test_siblings_are_proposed_for_the_same_day(served: LeftBehindCase, village: Division, cast: Cast) -> None:
    brother = brother_of(served, cast["wei"])
    DueDate.objects.filter(dossier=brother.dossier).update(name="visit", due_on=TODAY())
    rows = to_plan(village, month(), cast["wei"], today=TODAY())
    assert len(rows) == 2 and len({row.suggested for row in rows}) == 1


def test_days_are_spread_over_working_days_and_keep_deadlines() -> None:
    month = dt.date(2026, 11, 1)
    days = spread([dt.date(2026, 11, 3), *[dt.date(2026, 11, 30)] * 3], month, today=dt.date(2026, 11, 1))
    assert days == [dt.date(2026, 11, 2), dt.date(2026, 11, 9), dt.date(2026, 11, 16), dt.date(2026, 11, 23)]


def test_a_plan_is_one_act_with_one_paper(served: LeftBehindCase, village: Division, cast: Cast) -> None:
    event = planned(served, village, cast["wei"])
    assert Visit.objects.filter(status="planned", in_plan=VisitPlan.objects.get()).count() == 1
    assert BatchEntry.objects.filter(event=event, dossier=served.dossier).exists()
    assert "毋小满" in printed(Document.objects.get(event=event, kind="VIS-05"))


def test_the_same_plan_sent_twice_is_one(served: LeftBehindCase, village: Division, cast: Cast) -> None:
    assert planned(served, village, cast["wei"], key="k") == planned(served, village, cast["wei"], key="k")
    assert Visit.objects.filter(in_plan__isnull=False).count() == 1


def test_nobody_is_planned_twice_in_a_month(served: LeftBehindCase, village: Division, cast: Cast) -> None:
    planned(served, village, cast["wei"])
    assert to_plan(village, month(), cast["wei"], today=TODAY()) == []
    with pytest.raises(NotPossible, match="planned for this month already"):
        planned(served, village, cast["wei"])


def test_who_makes_no_visits_plans_none(served: LeftBehindCase, village: Division, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        planned(served, village, cast["an"])
    assert not Visit.objects.filter(in_plan__isnull=False).exists()


def test_the_record_fulfils_the_plan_and_the_month_is_completed(
    served: LeftBehindCase, village: Division, cast: Cast
) -> None:
    planned(served, village, cast["wei"])
    visit(served, cast["wei"])
    Plan.objects.update(month=(month() - dt.timedelta(days=1)).replace(day=1))
    event = perform(Plan.objects.get(), "complete", by=cast["wei"], words="全部走访完毕")
    text = printed(Document.objects.get(event=event))
    assert "完成1人次，未完成0人次" in text and "全部走访完毕" in text and "已走访" in text


def test_a_month_is_not_completed_before_its_last_week(
    served: LeftBehindCase, village: Division, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(served, village, cast["wei"])
    Plan.objects.update(month=(month() + dt.timedelta(days=32)).replace(day=1))
    with pytest.raises(NotPossible, match="not over"):
        perform(Plan.objects.get(), "complete", by=cast["wei"])


# The page


def page_of(village: Division, name: str = "visit-plan") -> str:
    return reverse(name, args=[village.code, month().year, month().month])


def sent(client: Any, user: User, village: Division, **changes: str) -> Any:
    """Open the page and send it as it is proposed, with changes to every row."""
    client.force_login(user)
    form = client.get(page_of(village)).context["form"]
    data = {"key": form.key}
    for row in form.rows:
        values = {"pick": "on", "day": row["day"].value().isoformat(), "visitor": row["visitor"].value()} | changes
        data |= {row.add_prefix(name): value for name, value in values.items()}
    return client.post(page_of(village), data)


def test_the_page_sets_the_proposed_plan_down(client: Any, served: Any, village: Division, cast: Cast) -> None:
    assert sent(client, cast["wei"], village).status_code == 302
    assert Visit.objects.get(status="planned").visitor == cast["wei"]


def test_a_second_click_on_the_plan_is_the_first(client: Any, served: Any, village: Division, cast: Cast) -> None:
    client.force_login(cast["wei"])
    form = client.get(page_of(village)).context["form"]
    row = form.rows[0]
    data = {"key": form.key, row.add_prefix("pick"): "on", row.add_prefix("day"): TODAY().isoformat()}
    data[row.add_prefix("visitor")] = str(cast["wei"].pk)
    assert [client.post(page_of(village), data).status_code for _click in range(2)] == [302, 302]


@pytest.mark.parametrize(
    ("changes", "field"), [({"day": "2020-01-01"}, "day"), ({"day": ""}, "day"), ({"visitor": "999999"}, "visitor")]
)
def test_what_a_row_lacks_stands_at_the_row(
    client: Any, served: Any, village: Division, cast: Cast, changes: dict[str, str], field: str
) -> None:
    answer = sent(client, cast["wei"], village, **changes)
    assert answer.status_code == 422
    assert list(answer.context["form"].rows[0].errors) == [field]


def test_a_plan_of_nothing_is_refused(client: Any, served: Any, village: Division, cast: Cast) -> None:
    answer = sent(client, cast["wei"], village, pick="")
    assert "Choose at least one visit" in answer.content.decode()


def test_the_month_is_completed_from_the_page(client: Any, served: Any, village: Division, cast: Cast) -> None:
    sent(client, cast["wei"], village)
    before = (month() - dt.timedelta(days=1)).replace(day=1)
    Plan.objects.update(month=before)
    where = [village.code, before.year, before.month]
    form = client.get(reverse("visit-plan", args=where)).context["complete_form"]
    data = {name: form[name].value() for name in ("expected", "key")} | {"words": "一户外出未走访"}
    assert client.post(reverse("visit-plan-complete", args=where), data).status_code == 302
    assert Plan.objects.get().status == "completed"


@pytest.mark.parametrize("month", ["0", "13"])
def test_a_month_that_does_not_exist_is_not_found(client: Any, village: Division, cast: Cast, month: str) -> None:
    client.force_login(cast["wei"])
    assert client.get(f"/visits/plans/{village.code}/2026/{month}/").status_code == 404


def test_the_neighbour_does_not_find_the_plan(client: Any, served: Any, village: Division, cast: Cast) -> None:
    client.force_login(cast["wen"])
    assert client.get(page_of(village)).status_code == 404


def test_the_plans_of_my_places_are_listed(client: Any, served: Any, village: Division, cast: Cast) -> None:
    sent(client, cast["wei"], village)
    for user, count in (("su", 1), ("nan", 0)):
        client.force_login(cast[user])
        assert len(client.get(reverse("visit-plans")).context["plans"]) == count
