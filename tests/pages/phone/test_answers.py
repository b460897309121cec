"""What the server, or something in between, may answer: only an answer that names the record takes an entry away."""

import json
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from organisation.models import User
from tests.pages.phone.steps import TWENTY_TIMES, Phone, contacts
from volunteers.models import Contact, Pairing

pytestmark = pytest.mark.browser
People = dict[str, User]
OUTBOX = "**/phone/outbox/"
OURS = {"X-Tongxin-Phone": "1", "Content-Type": "application/json"}
HTML = {"status": 200, "content_type": "text/html", "body": "<title>Log in</title>"}
ANSWERS = {
    "a login page with status 200": HTML,
    "a redirect to the login": {"status": 302, "headers": {"Location": "/accounts/login/"}},
    "any other 200": {"status": 200, "content_type": "application/json", "body": "{}"},
    "another record's id": {"status": 201, "headers": OURS, "body": json.dumps({"client_uuid": "x", "server_id": "1"})},
    "no record": {"status": 201, "headers": OURS, "body": json.dumps({"client_uuid": "", "server_id": ""})},
    "a 404 of a gateway": {"status": 404, "content_type": "application/json", "body": "{}"},
    "a bad gateway": {"status": 502, "content_type": "text/html", "body": "bad gateway"},
    "too many requests": {"status": 429, "headers": OURS, "body": "{}"},
}


def answer_once(phone: Phone, act: Any, pattern: str = OUTBOX) -> None:
    """Let `act(route)` answer the next such request; those after it reach the server."""
    phone.context.route(pattern, act, times=1)


def fulfilled(answer: dict[str, Any]) -> Any:
    """What lets the request have this answer."""
    return lambda route: route.fulfill(**answer)


def try_again(phone: Phone) -> None:
    """What happens by itself later: the network goes and comes back."""
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")


@TWENTY_TIMES
def test_a_double_submit_is_one_contact(phone: Phone, people: People, pairing: Pairing, again: int) -> None:
    phone.begin(people["pan"])
    phone.write("contact", pairing.code).contact()
    phone.page.evaluate(
        "() => { const form = document.querySelector('form.phone-form'); form.requestSubmit(); form.requestSubmit(); }"
    )

    phone.all_sent()
    assert contacts() == 1


@TWENTY_TIMES
def test_a_504_after_the_commit_is_neither_a_loss_nor_a_duplicate(
    phone: Phone, people: People, pairing: Pairing, again: int
) -> None:
    def commit_and_time_out(route: Route) -> None:
        route.fetch()
        route.fulfill(status=504, content_type="text/html", body="gateway timeout")

    phone.begin(people["pan"])
    phone.context.route(OUTBOX, commit_and_time_out)  # every time: the page tries again by itself
    phone.write("contact", pairing.code).contact("once").send()
    expect(phone.unsent()).to_contain_text("1 not sent")
    expect(phone.page.locator("#bar")).to_contain_text("does not answer properly")
    assert contacts() == 1
    phone.context.unroute(OUTBOX)

    try_again(phone)

    phone.all_sent()
    assert contacts() == 1


def test_an_entry_stays_until_the_record_is_named(phone: Phone, people: People, pairing: Pairing) -> None:
    phone.begin(people["pan"])
    for count, (what, answer) in enumerate(ANSWERS.items(), start=1):
        answer_once(phone, fulfilled(answer))
        phone.write("contact", pairing.code).contact(what).send()
        expect(phone.unsent(), what).to_contain_text("1 not sent")
        expect(phone.page.locator("#home"), what).to_be_visible()

        try_again(phone)

        phone.all_sent(count=min(count, 5))  # the home page names the last five
        assert contacts() == count, what
    assert {contact.note for contact in Contact.objects.all()} == set(ANSWERS)


def test_an_echo_that_names_no_record_is_no_arrival(phone: Phone, people: People, pairing: Pairing) -> None:
    def echo_alone(route: Route) -> None:
        uuid = json.loads(route.request.post_data or "{}")["client_uuid"]
        route.fulfill(status=201, headers=OURS, body=json.dumps({"client_uuid": uuid, "server_id": ""}))

    phone.begin(people["pan"])
    answer_once(phone, echo_alone)
    phone.write("contact", pairing.code).contact("kept").send()
    expect(phone.unsent()).to_contain_text("1 not sent")
    expect(phone.page.locator("#home")).to_be_visible()

    try_again(phone)

    phone.all_sent()
    assert Contact.objects.get().note == "kept"


@TWENTY_TIMES
def test_the_queue_is_resumed_after_a_new_login(phone: Phone, people: People, pairing: Pairing, again: int) -> None:
    phone.begin(people["pan"])
    form = phone.write("contact", pairing.code).contact("before").saved()
    phone.log_out()
    form.type("note", "before the session ended").saved("Please log in again")
    form.send()
    expect(phone.page.locator("#bar")).to_contain_text("Please log in again")
    expect(phone.unsent()).to_contain_text("1 not sent")
    assert contacts() == 0

    phone.switch_to(people["pan"])
    phone.unlock()

    phone.all_sent()
    assert Contact.objects.get().note == "before the session ended"


def test_a_token_that_a_login_has_changed_is_fetched_anew(phone: Phone, people: People, pairing: Pairing) -> None:
    phone.begin(people["pan"])
    form = phone.write("contact", pairing.code).contact("token")
    phone.context.clear_cookies(name="csrftoken")
    form.send()

    phone.all_sent()
    assert contacts() == 1


def test_an_entry_that_is_not_right_opens_again_with_everything_and_the_reason(
    phone: Phone, people: People, pairing: Pairing
) -> None:
    phone.begin(people["pan"])
    form = phone.write("contact", pairing.code).contact("a kept note").type("done_on", "2020-01-01")
    form.send()
    entry = phone.page.locator("[data-state=attention]")
    expect(entry).to_contain_text("The date lies before the pairing began")

    entry.get_by_role("link", name="Open").click()

    expect(phone.page.locator(".error-summary")).to_contain_text("before the pairing began")
    assert form.value("note") == "a kept note"
    assert phone.page.locator("[name=how][value=phone]").is_checked()


def test_an_entry_goes_only_after_the_question_whether_it_may(phone: Phone, people: People, pairing: Pairing) -> None:
    phone.begin(people["pan"]).offline()
    phone.write("contact", pairing.code).contact("doubtful").send()
    phone.page.locator("[data-entry]").get_by_role("button", name="Discard").click()
    phone.page.get_by_role("button", name="Keep").click()
    expect(phone.unsent()).to_contain_text("1 not sent")
    phone.page.locator("[data-entry]").get_by_role("button", name="Discard").click()
    phone.page.locator("dialog").get_by_role("button", name="Discard").click()

    expect(phone.unsent()).to_be_hidden()
    assert contacts() == 0


def test_an_entry_that_waits_can_be_changed(phone: Phone, people: People, pairing: Pairing) -> None:
    phone.begin(people["pan"]).offline()
    phone.write("contact", pairing.code).contact("first words").send()
    phone.page.locator("[data-entry]").get_by_role("button", name="Change").click()
    form = phone.page.locator("form.phone-form")
    form.locator("[name=note]").fill("better words")
    form.locator("[type=submit]").click()
    expect(phone.unsent()).to_contain_text("1 not sent")
    phone.online()

    phone.all_sent()
    assert [contact.note for contact in Contact.objects.all()] == ["better words"]


@pytest.mark.parametrize("answer", ["arrived", "refused"])
def test_words_changed_while_the_first_sending_is_under_way_are_not_lost(
    phone: Phone, people: People, pairing: Pairing, answer: str
) -> None:
    under_way: list[Route] = []
    phone.begin(people["pan"])
    answer_once(phone, lambda route: under_way.append(route))
    with phone.page.expect_request(OUTBOX):
        phone.write("contact", pairing.code).contact("first words").send()
    phone.page.locator("[data-entry]").get_by_role("button", name="Change").click()
    form = phone.page.locator("form.phone-form")
    form.locator("[name=note]").fill("better words")
    form.locator("[type=submit]").click()
    expect(phone.unsent()).to_contain_text("1 not sent")
    expect(phone.page.locator("#home")).to_be_visible()

    said = {"code": "incomplete", "sentences": ["Look again."], "fields": {}}
    refusal = {"status": 422, "headers": OURS, "body": json.dumps(said)}
    under_way[0].continue_() if answer == "arrived" else under_way[0].fulfill(**refusal)
    try_again(phone)

    if answer == "refused":  # that was about the first words
        phone.all_sent()
        assert Contact.objects.get().note == "better words"
        return
    entry = phone.page.locator("[data-state=conflict]")
    entry.get_by_role("link", name="Open").click()
    expect(phone.page.locator("main")).to_contain_text("better words")
    assert Contact.objects.get().note == "first words"


def test_how_much_is_not_sent_stands_on_the_office_pages_too(phone: Phone, people: People, pairing: Pairing) -> None:
    phone.begin(people["pan"]).offline()
    phone.write("contact", pairing.code).contact().send()
    expect(phone.unsent()).to_contain_text("1 not sent")
    phone.context.route(OUTBOX, lambda route: route.abort())
    phone.online()
    phone.page.goto(f"{phone.url}/my/hours/")

    expect(phone.page.get_by_role("link", name="1 not sent")).to_be_visible()
