"""Every component in every state: readable by a screen reader, usable by keyboard, whole at 360 px."""

import pytest

from organisation.models import Division, Post, User
from organisation.roles import Role
from tests.browser import DESK, HEIGHT, PHONE, overflow, picture, violations
from tests.cast import HUAGONG

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.pages.urls")]
HERE = "/_components/"


@pytest.fixture
def officer(transactional_db):
    """Somebody with two posts, so that the frame shows all it can."""
    user = User.objects.create(username="ning", name="宁两岗", must_change_password=False)
    town = Division.objects.get(code=HUAGONG)
    for role in (Role.TOWN_CHILD_SUPERVISOR, Role.TOWN_INTAKE_CLERK):
        Post.objects.create(user=user, role=role, division=town, valid_from="2020-01-01")
    return user


def test_axe_finds_nothing_and_nothing_sticks_out(open_page, officer, chinese):
    page = open_page(HERE, width=PHONE, touch=False, user=officer)
    for width in (PHONE, 800, DESK):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = !!each.offsetParent })")
        picture(page, f"components-{width}")
        assert (width, violations(page), overflow(page) <= 0) == (width, [], True)


def test_an_open_dialog_is_accessible_too(open_page, officer):
    page = open_page(HERE, user=officer)
    page.locator("[data-dialog]").click()
    assert page.locator("dialog[open]").count() == 1
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0


def test_slash_goes_to_the_search_but_stays_a_slash_in_a_field(open_page, officer):
    page = open_page(HERE, user=officer)
    page.locator("#id_note").press("/")
    assert page.locator("#id_note").input_value() == "/"
    page.locator("main").press("/")
    assert page.evaluate("document.activeElement.id") == "search-input"


def test_the_first_tab_skips_to_the_content(open_page, officer):
    page = open_page("/accounts/logout/", user=officer)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_escape_closes_the_menu_and_returns_to_its_button(open_page, officer):
    page = open_page(HERE, user=officer)
    menu = page.locator("details.menu.desk")
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    assert not menu.evaluate("each => each.open")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_link_of_the_error_summary_leads_into_the_field(open_page, officer):
    page = open_page(HERE, user=officer)
    page.locator(".error-summary a[href='#bad_health']").click()
    assert page.evaluate("document.activeElement.name") == "health"


def test_picking_rows_counts_them_and_shows_what_can_be_done(open_page, officer):
    page = open_page(HERE, user=officer)
    bar = page.locator(".selection-bar")
    assert bar.is_hidden()
    page.locator("tbody .pick input").nth(1).check()
    page.locator("thead .pick input").check()
    assert bar.locator("[data-count]").text_content() == "5"
    page.locator("thead .pick input").uncheck()
    assert bar.is_hidden()


def test_a_lost_network_is_told(open_page, officer):
    page = open_page(HERE, user=officer)
    page.context.set_offline(True)
    page.locator("#network").wait_for(state="visible")
    page.context.set_offline(False)
    page.locator("#network").wait_for(state="hidden")


def test_without_javascript_everything_is_still_there(open_page, officer):
    page = open_page(HERE, user=officer, width=PHONE, javascript=False)
    assert page.locator(".filters select").first.is_visible()
    assert page.locator(".selection-bar").is_visible()
    page.locator(".bottom-bar summary").click()
    assert page.locator(".bottom-bar .sheet").is_visible()


def test_a_search_never_stands_in_the_address(open_page, officer):
    page = open_page(HERE, user=officer)
    assert page.locator("form.search").evaluate("each => each.method") == "post"


def test_a_second_click_sends_nothing(open_page, officer):
    page = open_page(HERE, user=officer)
    sent = page.evaluate("""() => {
        const form = document.querySelector("main .form");
        const send = () => form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
        return [send(), send()];
    }""")
    assert sent == [True, False]
