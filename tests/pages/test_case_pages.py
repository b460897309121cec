"""The pages of cases in a real browser: readable, whole at 360 px, usable by keyboard, quick where scripts help."""

import pytest
from django.urls import reverse
from django.utils.text import slugify

from tests.browser import DESK, PHONE, overflow, picture, violations
from tests.cases.stages import brought_to, imported_child, visit
from tests.cast import hire_everyone

pytestmark = pytest.mark.browser
STAGES = {"register": None, "verify": "registered", "assess": "verified", "open": "assessed", "send_back": "assessed"}
STAGES |= {"register_agreement": "opened", "correct": "opened", "terminate": "opened"}
ACTORS = {"register": "wei", "verify": "su", "assess": "su", "open": "an", "send_back": "an"}
ACTORS |= {"register_agreement": "su", "correct": "su", "terminate": "cao"}


@pytest.fixture
def people(transactional_db):
    return hire_everyone()


def a_case(people, status="registered"):
    case = imported_child()
    return brought_to(case, status, people) if status else case


def look(page, name):
    """Everything open, nothing found by axe, nothing sticking out."""
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
    picture(page, name)
    assert violations(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("part", ["overview", "family", "plan", "visits", "papers", "timeline"])
def test_every_part_of_the_case_page(open_page, people, chinese, part, width):
    case = a_case(people, "opened")
    look(open_page(f"/cases/{case.code}/?part={part}", width=width, user=people["su"]), f"case-{part}-{width}")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("act", STAGES)
def test_the_form_of_every_act(open_page, people, chinese, act, width):
    case = a_case(people, STAGES[act])
    if act == "verify":
        visit(case, people["su"])
    page = open_page(reverse("case-act", args=[case.code, act]), width=width, user=people[ACTORS[act]])
    assert page.locator("#act-form").count() == 1
    look(page, f"act-{act}-{width}")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", ["/cases/", "/cases/?status=closed", "/search/", "/visits/?show=done", "/cases/new/"])
def test_lists_search_and_registration(open_page, people, chinese, path, width):
    visit(a_case(people), people["wei"])
    look(open_page(path, width=width, user=people["su"]), f"list-{slugify(path)}-{width}")


def test_the_form_of_a_visit_on_a_phone(open_page, people, chinese):
    case = a_case(people)
    page = open_page(reverse("visit-record", args=[case.code]), width=PHONE, user=people["wei"])
    page.get_by_role("button", name="登记走访").click()
    assert page.locator(".error-summary").is_visible()
    look(page, "visit-360")


def test_points_and_level_show_while_the_assessment_is_filled_in(open_page, people):
    page = open_page(reverse("case-act", args=[a_case(people, "verified").code, "assess"]), user=people["su"])
    live = page.locator("[data-risk-live]")
    assert not live.is_visible()
    page.locator("[name=factor_G1][value='2']").check()
    assert "1 of 12 answered, 2 points" in live.inner_text()
    page.locator("[name=triggers][value=suspected_harm]").check()
    assert live.inner_text().endswith("high")


def test_a_part_opens_without_a_new_page_and_back_returns(open_page, people):
    case = a_case(people)
    page = open_page(f"/cases/{case.code}/", user=people["su"])
    page.evaluate("window.same = true")
    page.get_by_role("link", name="Timeline").click()
    page.locator("#part .timeline").wait_for()
    assert page.evaluate("window.same") is True
    assert page.url.endswith("?part=timeline")
    page.go_back()
    page.get_by_text("Course of the case").wait_for()


def test_a_masked_value_is_shown_in_its_place_for_a_reason(open_page, people):
    case = a_case(people)
    page = open_page(f"/cases/{case.code}/", user=people["wei"])
    page.locator("details.reveal summary").first.click()
    page.locator("details.reveal[open] [name=reason]").fill("核对户口本")
    page.keyboard.press("Enter")
    page.get_by_text("419983201405060024").wait_for()
    assert page.url.endswith(f"/cases/{case.code}/")


def test_suggestions_come_while_typing_and_escape_sends_them_away(open_page, people):
    a_case(people)
    page = open_page("/cases/", user=people["su"])
    page.locator("#search-input").press_sequentially("wxm")
    page.locator("#search-hits .hit").wait_for()
    assert "wxm" not in page.url
    page.keyboard.press("Escape")
    assert page.locator("#search-hits .hit").count() == 0


def test_enter_in_the_search_posts_and_shows_the_results(open_page, people):
    a_case(people)
    page = open_page("/cases/", user=people["su"])
    page.locator("#search-input").fill("毋小满")
    page.keyboard.press("Enter")
    page.get_by_text("1 case found").wait_for()
    assert page.url.endswith("/search/")


def test_a_filter_applies_at_once_and_is_shown_as_a_chip(open_page, people):
    a_case(people)
    page = open_page("/cases/", user=people["su"])
    page.locator("[name=status]").select_option("imported")
    page.get_by_text("No case fits these filters").wait_for()
    assert "status=imported" in page.url
    assert "to be registered" in page.locator("#filter-chips").inner_text()


def test_everything_works_without_scripts(open_page, people):
    case = a_case(people)
    visit(case, people["su"])
    page = open_page(reverse("case-act", args=[case.code, "verify"]), user=people["su"], javascript=False)
    page.locator("[name=findings]").fill("父母均外出")
    page.locator("[name=id_checked]").check()
    page.locator("[name=schooling_checked]").check()
    page.locator("#act-form button[type=submit]").click()
    assert page.url.endswith(f"/cases/{case.code}/")
    case.refresh_from_db()
    assert case.status == "verified"
