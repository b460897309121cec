"""Whose phone it is: another user sees nothing, a PIN that was forgotten costs nothing, access that ended ends."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from documents.models import Access
from organisation.models import User
from tests.pages.phone.steps import PIN, TWENTY_TIMES, Phone, contacts
from volunteers.models import Contact, Pairing

pytestmark = pytest.mark.browser
People = dict[str, User]
PASSWORD = "Practice-2026-words"


@TWENTY_TIMES
def test_another_user_on_the_same_phone_sees_none_of_it_and_nothing_is_lost(
    phone: Phone, people: People, pairing: Pairing, again: int
) -> None:
    phone.begin(people["pan"]).offline()
    phone.write("contact", pairing.code).contact("her words").send()
    expect(phone.unsent()).to_contain_text("1 not sent")
    phone.context.route("**/phone/outbox/", lambda route: route.abort())
    phone.log_out()
    phone.log_in(people["wen"]).online()
    expect(phone.page.locator("#again")).to_be_visible()
    phone.set_pin("582914")
    phone.context.unroute("**/phone/outbox/")

    expect(phone.unsent()).to_be_hidden()
    assert "her words" not in phone.page.content() and "小满" not in phone.page.content()

    phone.switch_to(people["pan"])
    phone.unlock()
    phone.all_sent()
    assert Contact.objects.get().note == "her words"


def test_the_pin_of_one_user_does_not_open_the_store_of_another(phone: Phone, people: People, pairing: Pairing) -> None:
    phone.begin(people["pan"])
    phone.switch_to(people["wen"])
    phone.set_pin("582914")
    phone.switch_to(people["pan"])
    phone.page.fill("#pin", "582914")
    phone.page.keyboard.press("Enter")

    expect(phone.page.get_by_text("This is not the PIN")).to_be_visible()


@TWENTY_TIMES
def test_a_forgotten_pin_loses_nothing(phone: Phone, people: People, pairing: Pairing, again: int) -> None:
    people["pan"].set_password(PASSWORD)
    people["pan"].save()
    phone.begin(people["pan"]).offline()
    phone.write("contact", pairing.code).contact("before the PIN was forgotten").send()
    expect(phone.unsent()).to_contain_text("1 not sent")
    phone.online().context.route("**/phone/outbox/", lambda route: route.abort())
    phone.page.reload()
    expect(phone.page.locator("#locked-unsent")).to_contain_text("1 not sent")
    phone.page.get_by_role("link", name="PIN forgotten").click()
    phone.page.locator("input[type=password]").first.fill(PASSWORD)
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator("#again")).to_be_visible()
    phone.context.unroute("**/phone/outbox/")

    phone.set_pin("582914")

    phone.all_sent()
    assert Contact.objects.get().note == "before the PIN was forgotten"
    phone.page.reload()
    phone.unlock(pin="582914")


def test_wrong_pins_make_the_next_try_wait(phone: Phone, people: People, pairing: Pairing) -> None:
    phone.begin(people["pan"])
    phone.page.reload()
    for _each in range(4):
        phone.page.fill("#pin", "000001")
        phone.page.keyboard.press("Enter")
        expect(phone.page.locator(".error-line")).not_to_be_empty()

    expect(phone.page.locator(".error-line")).to_contain_text("Too many wrong PINs")


def test_a_pin_that_anybody_would_guess_is_not_taken(phone: Phone, people: People) -> None:
    phone.log_in(people["pan"])
    for pin in ("000000", "123456", "654321", "12345", "12345a"):
        phone.page.goto(f"{phone.url}/phone/")
        phone.page.fill("#pin", pin)
        phone.page.fill("#again", pin)
        phone.page.keyboard.press("Enter")

        expect(phone.page.locator(".error-line"), pin).to_contain_text("six digits")


def test_a_phone_that_lies_about_locks_itself_and_keeps_what_was_typed(
    phone: Phone, people: People, pairing: Pairing
) -> None:
    phone.page.clock.install()
    phone.begin(people["pan"])
    phone.write("contact", pairing.code).type("note", "unfinished")
    phone.page.clock.fast_forward("16:00")
    expect(phone.page.locator("#pin")).to_be_visible()
    assert "小满" not in phone.page.content() and "unfinished" not in phone.page.content()
    phone.page.clock.resume()

    phone.unlock()

    expect(phone.page.locator("[name=note]")).to_have_value("unfinished")


def test_nothing_readable_lies_on_the_phone(phone: Phone, people: People, pairing: Pairing) -> None:
    phone.begin(people["pan"])
    phone.write("contact", pairing.code).contact("a secret word").saved()

    everything = phone.page.evaluate(EVERYTHING)

    assert "tongxin-phone" in everything
    for word in ("secret", "小满", PIN, pairing.dossier.code.hex, str(pairing.code)):
        assert word not in everything


EVERYTHING = """async () => {
  const texts = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage})];
  const done = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const plain = (key, value) => {
    if (value instanceof CryptoKey) return `key extractable=${value.extractable}`;
    return value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder().decode(value) : value;
  };
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    texts.push(name);
    for (const table of database.objectStoreNames) {
      const rows = await done(database.transaction(table).objectStore(table).getAll());
      texts.push(JSON.stringify(rows, plain));
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const page = await (await caches.open(name)).match("/phone/", {ignoreVary: true});
    if (page) texts.push(await page.text());
  }
  return texts.join(" ");
}"""


@TWENTY_TIMES
def test_when_access_has_lapsed_the_child_goes_from_the_phone_and_the_words_stay(
    phone: Phone, people: People, pairing: Pairing, again: int
) -> None:
    phone.begin(people["pan"]).offline()
    phone.write("contact", pairing.code).contact("the last visit").send()
    expect(phone.unsent()).to_contain_text("1 not sent")
    Access.objects.update(revoked_at=timezone.now())
    phone.online()
    expect(phone.page.locator("[data-state=attention]")).to_contain_text("no longer")
    expect(phone.page.locator("[data-card]")).to_have_count(0)

    phone.page.locator("[data-state=attention]").get_by_role("link", name="Open").click()

    expect(phone.page.locator("#own-words")).to_contain_text("the last visit")
    expect(phone.page.get_by_role("button", name="Copy my words")).to_be_visible()
    assert "小满" not in phone.page.content()
    assert contacts() == 0


def test_without_a_pin_nothing_stays_and_the_server_keeps_the_draft(
    phone: Phone, people: People, pairing: Pairing
) -> None:
    phone.log_in(people["pan"]).page.goto(f"{phone.url}/phone/")
    phone.page.get_by_role("button", name="Without a PIN").click()
    expect(phone.page.locator("[data-card]")).to_be_visible()
    phone.write("contact", pairing.code).contact("on a borrowed phone").saved()
    phone.page.reload()
    phone.page.get_by_role("button", name="Without a PIN").click()

    expect(phone.page.locator("[name=note]")).to_have_value("on a borrowed phone")
    phone.page.locator("form [type=submit]").click()
    phone.all_sent()
    assert contacts() == 1


def test_a_worry_leads_in_two_taps_to_the_report_with_the_note_in_it(
    phone: Phone, people: People, pairing: Pairing
) -> None:
    from cases.incidents.models import Incident

    phone.begin(people["pan"])
    phone.write("contact", pairing.code).contact("has bruises").choose("worry", "yes").send()
    report = phone.page.locator("form:has([name=danger_now])")
    expect(report.locator("[name=what]")).to_have_value("has bruises")
    expect(report.locator("a[href='tel:110']")).to_be_visible()
    report.locator("label:has([name=danger_now][value=no])").click()
    report.locator("label:has([value=violence])").click()
    report.locator("[type=submit]").click()

    phone.all_sent(count=2)
    incident = Incident.objects.get()
    assert (incident.what, incident.case_id, incident.reporter) == ("has bruises", pairing.case_id, people["pan"])


def test_a_birthday_and_the_last_contact_stand_beside_the_child(phone: Phone, people: People, pairing: Pairing) -> None:
    from tests.volunteers.running import log

    log(pairing, people["pan"], done_on=timezone.localdate() - dt.timedelta(days=12))
    phone.begin(people["pan"])

    expect(phone.page.locator("[data-card]")).to_contain_text("Last contact 12 days ago")
    phone.page.locator("[data-card] .card-head").click()
    expect(phone.page.locator("#card")).to_contain_text("05-06")
