"""The pages of visits in Chromium: what the result asks for shows, everything fits a phone, axe finds nothing."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from cases.children.models import LeftBehindCase
from cases.models import OutreachRound, Visit
from cases.outreach import record_round
from cases.visit_planning import Chosen, plan_visits
from documents.transitions import perform
from organisation.models import Division, User
from tests.browser import PHONE, OpenPage, look
from tests.cases.families import brother_of, told, visited
from tests.cases.stages import imported_child, register
from tests.cast import HENGSHAN, hire_everyone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
People = dict[str, User]
PATHS = ["/visits/?show=planned", "/visits/calendar/", "/visits/plans/", "/visits/rounds/", "/visits/rounds/new/"]


@pytest.fixture
def people(db: None) -> People:
    return hire_everyone()


@pytest.fixture
def case(people: People) -> LeftBehindCase:
    """A registered girl with a brother in the same household."""
    case = imported_child()
    register(case, people["wei"])
    case.refresh_from_db()
    brother_of(case, people["wei"])
    return case


def test_what_a_visit_must_tell_depends_on_its_result(open_page: OpenPage, case: Any, people: People) -> None:
    page = open_page(reverse("visit-record", args=[case.code]), width=PHONE, user=people["wei"])
    alone, why = page.locator("[name$=-spoken_alone]").first, page.locator("[name$=-why_not_alone]").first
    assert not alone.is_visible()
    page.locator("[name=result][value=done]").check()
    page.locator(f"[name='child-{case.code}-seen'][value=seen]").check()
    assert alone.is_visible() and not why.is_visible()
    page.locator(f"[name='child-{case.code}-spoken_alone'][value=no]").check()
    assert why.is_visible()


def test_the_forms_of_visits(open_page: OpenPage, case: Any, people: People, chinese: None) -> None:
    page = open_page(reverse("visit-record", args=[case.code]), user=people["wei"])
    page.locator("[name=result][value=done]").check()
    page.locator("main form button[type=submit]").last.click()
    page.locator(".error-summary").wait_for()
    look(page, "visit-household")
    for name in ("visit-follow-up", "visit-return"):
        page.goto(reverse(name, args=[case.code]))
        look(page, name)


def test_a_record_with_its_siblings_and_amendments(
    open_page: OpenPage, case: Any, people: People, chinese: None
) -> None:
    brother = LeftBehindCase.objects.exclude(pk=case.pk).get()
    visited(told(case, private_note="只给督导员"), told(brother), by=people["wei"], dwelling="水井未加盖")
    record = Visit.objects.order_by("pk")[:1].get()
    perform(record, "amend", by=people["wei"], changes={"dwelling": "水井已加盖"}, reason="看错了")
    for name in ("visit-detail", "visit-review"):
        look(open_page(reverse(name, args=[case.code, record.pk]), user=people["su"]), name)


def test_lists_calendar_plans_and_rounds(open_page: OpenPage, case: Any, people: People, chinese: None) -> None:
    village, today = Division.objects.get(code=HENGSHAN), timezone.localdate()
    plan_visits(village, today.replace(day=1), [Chosen(case, today, people["wei"])], by=people["wei"])
    record_round(by=people["wei"], division=village, place_kind="site", held_on=today, people_met=30, leads=2)
    plan = reverse("visit-plan", args=[village.code, today.year, today.month])
    held = reverse("outreach-detail", args=[OutreachRound.objects.get().pk])
    page = open_page("/visits/", user=people["wei"])
    for path in (*PATHS, plan, held):
        page.goto(path)
        look(page, f"visits-{slugify(path)}")


def test_a_month_can_be_planned_by_keyboard_and_without_scripts(open_page: OpenPage, case: Any, people: People) -> None:
    from documents.models import DueDate

    DueDate.objects.filter(dossier=case.dossier).update(
        name="visit", due_on=timezone.localdate() - dt.timedelta(days=1)
    )
    page = open_page("/visits/plans/", user=people["wei"], javascript=False)
    page.locator(".plan-choice button").press("Enter")
    page.locator(".plan-form button[type=submit]").press("Enter")
    page.wait_for_url("**/visits/plans/*/*/*/")
    assert Visit.objects.filter(status="planned").count() == 1
