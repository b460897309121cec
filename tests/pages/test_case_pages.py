"""The pages of cases in a real browser: readable, whole at 360 px, usable by keyboard, quick where scripts help."""

import pytest
from django.urls import reverse
from django.utils.text import slugify

from documents.transitions import perform
from tests.browser import PHONE, look
from tests.cases.stages import assess, brought_to, imported_child, register, verify, visit
from tests.cast import hire_everyone

pytestmark = pytest.mark.browser
ACTORS = {"register": "wei", "verify": "su", "assess": "su", "open": "an", "send_back": "an"}
ACTORS |= {"register_agreement": "su", "correct": "su", "terminate": "cao"}


@pytest.fixture
def people(transactional_db):
    return hire_everyone()


def a_case(people, status="registered"):
    case = imported_child()
    return brought_to(case, status, people) if status else case


def test_every_part_of_the_case_page(open_page, people, chinese):
    case = a_case(people, "opened")
    page = open_page("/cases/", user=people["su"])
    for part in ("overview", "family", "plan", "visits", "papers", "timeline"):
        page.goto(f"/cases/{case.code}/?part={part}")
        look(page, f"case-{part}")


def test_the_form_of_every_act_as_the_case_goes_on(open_page, people, chinese):
    case = imported_child()
    before = {
        "verify": lambda: (register(case, people["wei"]), visit(case, people["su"])),
        "assess": lambda: verify(case, people["su"]),
        "open": lambda: assess(case, people["su"], people["wei"]),
        "register_agreement": lambda: perform(case, "open", by=people["an"], opinion="同意"),
    }
    for act, actor in ACTORS.items():
        before.get(act, case.refresh_from_db)()
        case.refresh_from_db()
        page = open_page(reverse("case-act", args=[case.code, act]), user=people[actor])
        assert page.locator("#act-form").count() == 1, act
        look(page, f"act-{act}")


def test_lists_search_and_registration(open_page, people, chinese):
    visit(a_case(people), people["wei"])
    page = open_page("/cases/", user=people["su"])
    for path in ("/cases/", "/cases/?status=closed", "/search/", "/visits/?show=done", "/cases/new/"):
        page.goto(path)
        look(page, f"list-{slugify(path)}")


def test_the_form_of_a_visit_on_a_phone(open_page, people, chinese):
    case = a_case(people)
    page = open_page(reverse("visit-record", args=[case.code]), width=PHONE, user=people["wei"])
    page.get_by_role("button", name="登记走访").click()
    assert page.locator(".error-summary").is_visible()
    look(page, "visit")


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
