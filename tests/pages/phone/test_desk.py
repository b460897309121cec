"""Forms of office pages save themselves too: a lost login, another browser or a second click come back to them."""

import datetime as dt

import pytest
from playwright.sync_api import Page, Route, expect

from cases.children.models import LeftBehindCase
from cases.models import Visit
from documents.drafts.models import Draft
from organisation.models import User
from tests.cases.stages import imported_child
from tests.pages.phone.steps import Phone, contacts, visits
from volunteers.models import Contact, Pairing

pytestmark = pytest.mark.browser
People = dict[str, User]


def opened(phone: Phone, user: User, path: str) -> Page:
    phone.log_in(user).page.goto(f"{phone.url}{path}")
    return phone.page


def saved(page: Page, text: str = "Saved") -> None:
    expect(page.locator("[data-draft]")).to_contain_text(text)


def test_a_visit_page_comes_back_as_it_was_left(phone: Phone, people: People, family: list[LeftBehindCase]) -> None:
    address = f"/cases/{family[0].code}/visits/new/"
    page = opened(phone, people["wei"], address)
    page.locator("[name=result][value=done]").check()
    page.fill("[name=second_visitor]", "李同行")
    page.locator(f"[name='child-{family[1].code}-seen'][value=seen]").check()
    page.fill(f"[name='child-{family[1].code}-needs']", "字典")
    saved(page)

    page.goto(f"{phone.url}/visits/")
    page.goto(f"{phone.url}{address}")

    saved(page, "Continued where you stopped")
    expect(page.locator("[name=second_visitor]")).to_have_value("李同行")
    expect(page.locator("[name=result][value=done]")).to_be_checked()
    expect(page.locator(f"[name='child-{family[1].code}-needs']")).to_have_value("字典")


def test_no_row_before_the_first_input_and_none_of_another_case(
    phone: Phone, people: People, family: list[LeftBehindCase]
) -> None:
    other = imported_child(name="程翀", id_number="419983201602290034", sex="M", birth_date=dt.date(2016, 2, 29))
    page = opened(phone, people["wei"], f"/cases/{family[0].code}/visits/new/")
    page.wait_for_load_state("networkidle")
    assert Draft.objects.count() == 0
    page.fill("[name=actions]", "about this family")
    saved(page)

    page.goto(f"{phone.url}/cases/{other.code}/visits/new/")
    page.wait_for_load_state("networkidle")

    expect(page.locator("[name=actions]")).to_have_value("")


def test_words_typed_after_the_session_ended_are_saved_by_a_login_in_another_window(
    phone: Phone, people: People, family: list[LeftBehindCase]
) -> None:
    page = opened(phone, people["wei"], f"/cases/{family[0].code}/visits/new/")
    page.fill("[name=actions]", "before")
    saved(page)
    phone.context.clear_cookies(name="sessionid")
    page.fill("[name=actions]", "before and after")
    saved(page, "Please log in again")

    phone.log_in(people["wei"])
    page.evaluate("window.dispatchEvent(new Event('focus'))")

    saved(page)
    assert "before and after" in Draft.objects.get().payload


def test_sending_the_page_closes_its_draft_and_the_next_form_is_blank(
    phone: Phone, people: People, pairing: Pairing
) -> None:
    page = opened(phone, people["pan"], f"/my/{pairing.code}/contact/")
    page.locator("[name=made][value=no]").check()
    page.locator("[name=how][value=phone]").check()
    page.fill("[name=note]", "nobody answered")
    saved(page)
    page.fill("[name=note]", "nobody answered, will try on Sunday")
    page.locator("form:has([name=made]) [type=submit]").click()
    expect(page.get_by_text("Your attempt is logged")).to_be_visible()

    assert [contact.note for contact in Contact.objects.all()] == ["nobody answered, will try on Sunday"]
    assert [draft.state for draft in Draft.objects.all()] == ["sent"]
    page.goto(f"{phone.url}/my/{pairing.code}/contact/")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[name=note]")).to_have_value("")


def test_a_page_that_came_back_with_errors_keeps_what_was_typed_and_goes_on_saving(
    phone: Phone, people: People, family: list[LeftBehindCase]
) -> None:
    page = opened(phone, people["wei"], f"/cases/{family[0].code}/visits/new/")
    page.fill("[name=actions]", "first")
    saved(page)
    page.fill("[name=actions]", "second")
    page.locator("#act-form [type=submit]").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("[name=actions]")).to_have_value("second")

    page.fill("[name=actions]", "third")

    saved(page)
    assert "third" in Draft.objects.get().payload
    assert visits() == 0


def test_what_is_typed_before_the_draft_was_found_is_saved_too(
    phone: Phone, people: People, family: list[LeftBehindCase]
) -> None:
    page = opened(phone, people["wei"], f"/cases/{family[0].code}/visits/new/")
    page.fill("[name=actions]", "first")
    saved(page)
    waiting: list[Route] = []
    page.route("**/phone/drafts/?*", lambda route: waiting.append(route))
    with page.expect_request("**/phone/drafts/?*"):
        page.locator("#act-form [type=submit]").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.fill("[name=actions]", "second")
    page.evaluate("window.dispatchEvent(new Event('online'))")  # saves at once
    waiting[0].continue_()
    saved(page)
    assert "second" in Draft.objects.get().payload


def test_a_draft_that_is_sent_twice_from_two_windows_is_one_record(
    phone: Phone, people: People, pairing: Pairing
) -> None:
    page = opened(phone, people["pan"], f"/my/{pairing.code}/contact/")
    page.locator("[name=made][value=no]").check()
    page.locator("[name=how][value=phone]").check()
    saved(page)
    other = phone.new_page()
    other.goto(f"{phone.url}/my/{pairing.code}/contact/")
    saved(other, "Continued")
    for window in (page, other):
        window.locator("form:has([name=made]) [type=submit]").click()
        expect(window.get_by_text("Your attempt is logged").first).to_be_visible()

    assert contacts() == 1
    assert Visit.objects.count() == 0
