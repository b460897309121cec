"""Two windows, two devices: one of them sends, and no version of a text takes the place of another unasked."""

import pytest
from playwright.sync_api import Browser, expect

from documents.drafts.models import Draft
from organisation.models import User
from tests.pages.phone.steps import TWENTY_TIMES, Phone, contacts, settings_of
from tests.test_who_may_see import png
from volunteers.models import AidItem, Contact, Pairing

pytestmark = pytest.mark.browser
People = dict[str, User]


@TWENTY_TIMES
def test_two_windows_send_an_entry_once(phone: Phone, people: People, pairing: Pairing, again: int) -> None:
    phone.begin(people["pan"])
    other = phone.new_page()
    other.goto(f"{phone.url}/phone/")
    phone.unlock(other)
    phone.offline()
    phone.write("contact", pairing.code).contact().send()
    expect(other.locator("#unsent")).to_contain_text("1 not sent")
    posts = phone.requests("/phone/outbox/")

    phone.online()

    expect(other.locator("#unsent")).to_be_hidden()
    phone.all_sent()
    assert (contacts(), posts) == (1, ["POST"])


def test_one_draft_in_two_windows_is_two_versions_to_choose_from(
    phone: Phone, people: People, pairing: Pairing
) -> None:
    phone.begin(people["pan"])
    phone.write("contact", pairing.code).type("note", "begun").saved()
    other = phone.new_page()
    other.goto(f"{phone.url}/phone/")
    phone.unlock(other)
    there = phone.write("contact", pairing.code, other)
    there.type("note", "from the other window").saved()

    phone.page.locator("[name=note]").fill("from this window")

    versions = phone.page.locator("#compare [data-path=note]")
    expect(versions).to_contain_text("from this window")
    expect(versions).to_contain_text("from the other window")
    versions.get_by_text("Both, one after the other").click()
    phone.page.get_by_role("button", name="Keep what I chose").click()
    expect(phone.page.locator("[name=note]")).to_have_value("from the other window\nfrom this window")


@TWENTY_TIMES
def test_a_newer_version_on_the_server_is_shown_beside_the_one_here(
    phone: Phone, people: People, pairing: Pairing, again: int
) -> None:
    phone.begin(people["pan"])
    form = phone.write("contact", pairing.code).type("note", "begun here").saved()
    phone.offline()
    form.type("note", "gone on without network").kept()
    Draft.objects.update(payload='{"note": "changed on the tablet", "made": "yes"}', version=2)
    phone.online()
    versions = phone.page.locator("#compare [data-path=note]")
    expect(versions).to_contain_text("changed on the tablet")
    expect(versions).to_contain_text("gone on without network")

    phone.page.get_by_role("button", name="Keep what I chose").click()

    expect(phone.page.locator("[name=note]")).to_have_value("gone on without network")
    expect(phone.page.locator("[name=made][value=yes]")).to_be_checked()


def test_a_draft_begun_on_another_device_is_gone_on_with_here(
    phone: Phone, browser: Browser, people: People, pairing: Pairing
) -> None:
    phone.begin(people["pan"])
    phone.write("contact", pairing.code).contact("from the first phone").saved()
    second = Phone(browser.new_context(**settings_of(phone.url)), phone.url).begin(people["pan"])
    expect(second.page.locator("#elsewhere")).to_contain_text("Log a contact")

    form = second.write("contact", pairing.code)

    assert form.value("note") == "from the first phone"
    form.send()
    second.all_sent()
    second.context.close()
    assert contacts() == 1


def test_photos_of_a_draft_stay_on_the_phone_that_took_them_and_the_other_says_so(
    phone: Phone, browser: Browser, people: People, pairing: Pairing
) -> None:
    phone.begin(people["pan"])
    form = phone.write("contact", pairing.code).contact("with a receipt")
    phone.page.locator("details.more summary").click()
    form.type("aid.what", "字典").type("aid.amount", "35")
    receipt = {"name": "receipt.png", "mimeType": "image/png", "buffer": png().read()}
    phone.page.locator("[data-photos=receipt] input").set_input_files(receipt)
    expect(phone.page.locator(".photo-list img")).to_be_visible()
    form.saved()
    second = Phone(browser.new_context(**settings_of(phone.url)), phone.url).begin(people["pan"])

    second.write("contact", pairing.code)

    expect(second.page.locator("[data-photos=receipt]")).to_contain_text("lie on another device")
    second.context.close()
    form.send()
    phone.all_sent()
    assert AidItem.objects.get().receipt is not None


def test_words_typed_after_the_record_was_sent_elsewhere_are_not_lost(
    phone: Phone, browser: Browser, people: People, pairing: Pairing
) -> None:
    phone.begin(people["pan"])
    here = phone.write("contact", pairing.code).contact("the first version").saved()
    second = Phone(browser.new_context(**settings_of(phone.url)), phone.url).begin(people["pan"])
    second.write("contact", pairing.code).send()
    second.all_sent()
    second.context.close()

    here.type("note", "the first version, and more")

    expect(phone.page.locator("#gone")).to_contain_text("the first version, and more")
    phone.page.get_by_role("button", name="Keep mine as a new record").click()
    here.send()
    phone.all_sent()
    assert sorted(contact.note for contact in Contact.objects.all()) == [
        "the first version",
        "the first version, and more",
    ]


def test_another_version_that_arrived_under_the_same_id_is_shown_beside_the_one_here(
    phone: Phone, browser: Browser, people: People, pairing: Pairing
) -> None:
    phone.begin(people["pan"])
    here = phone.write("contact", pairing.code).contact("sent from the other phone").saved()
    phone.offline()
    here.type("note", "sent from here").send()
    expect(phone.unsent()).to_contain_text("1 not sent")
    second = Phone(browser.new_context(**settings_of(phone.url)), phone.url).begin(people["pan"])
    second.write("contact", pairing.code).send()
    second.all_sent()
    second.context.close()
    phone.online()

    phone.page.locator("[data-state=conflict]").get_by_role("link", name="Open").click()

    both = phone.page.locator("#arrived")
    expect(both).to_contain_text("sent from the other phone")
    expect(both).to_contain_text("sent from here")
    assert contacts() == 1


def test_drafts_do_not_leak_into_the_next_contact_or_another_child(
    phone: Phone, people: People, pairing: Pairing, second_pairing: Pairing
) -> None:
    phone.begin(people["pan"])
    phone.write("contact", pairing.code).contact("about the first child").saved()

    assert phone.write("contact", second_pairing.code).value("note") == ""

    phone.write("contact", pairing.code).send()
    phone.all_sent()
    assert phone.write("contact", pairing.code).value("note") == ""


def test_there_is_no_row_and_no_entry_in_the_list_before_the_first_input(
    phone: Phone, people: People, pairing: Pairing
) -> None:
    saves = phone.begin(people["pan"]).requests("/phone/drafts/")
    phone.write("contact", pairing.code)
    phone.home()

    expect(phone.page.locator("#waiting")).to_have_count(0)
    assert "PUT" not in saves
    assert Draft.objects.count() == 0


def test_sending_waits_for_the_draft_that_is_being_saved(phone: Phone, people: People, pairing: Pairing) -> None:
    phone.begin(people["pan"])
    form = phone.write("contact", pairing.code).contact("first").saved()
    form.type("note", "typed a moment before sending")
    form.send()

    phone.all_sent()
    assert Contact.objects.get().note == "typed a moment before sending"
    assert [draft.state for draft in Draft.objects.all()] == ["sent"]
