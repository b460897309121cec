"""The phone's pages as such: narrow, by keyboard, in browsers that can less, and kept in one version."""

import pytest
from playwright.sync_api import Browser, expect

from cases.children.models import LeftBehindCase
from organisation.models import User
from tests.browser import overflow, violations
from tests.pages.phone.steps import Phone, contacts, settings_of, visits
from volunteers.models import Pairing

pytestmark = pytest.mark.browser
People = dict[str, User]
WECHAT = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116 Mobile MicroMessenger/8.0.47"


def test_every_page_of_the_phone_is_narrow_and_passes_axe(
    phone: Phone, people: People, family: list[LeftBehindCase]
) -> None:
    page = phone.begin(people["wei"]).page
    pages = ["#/", f"#/card/{family[0].code}", f"#/write/visit/{family[0].code}", f"#/write/report/{family[0].code}"]
    shown = ["#home", "#card", "form:has([name=result])", "form:has([name=danger_now])"]
    for address, what in zip(pages, shown, strict=True):
        page.evaluate("hash => { location.hash = hash }", address)
        expect(page.locator(what)).to_be_visible()
        assert (address, overflow(page), violations(page)) == (address, 0, [])


def test_the_entrance_is_narrow_and_passes_axe(phone: Phone, people: People) -> None:
    phone.log_in(people["wei"]).page.goto(f"{phone.url}/phone/")
    expect(phone.page.locator("#again")).to_be_visible()

    assert (overflow(phone.page), violations(phone.page)) == (0, [])


def test_a_contact_is_logged_from_the_home_page_with_six_taps(phone: Phone, people: People, pairing: Pairing) -> None:
    page = phone.begin(people["pan"]).page
    page.locator("[data-card]").get_by_role("link", name="Log a contact").tap()
    page.locator("label:has([name=made][value=yes])").tap()
    page.locator("label:has([name=how][value=phone])").tap()
    page.locator("[data-presets=minutes] [data-value='30']").tap()
    page.locator("label:has([name=worry][value=no])").tap()
    page.locator("form [type=submit]").tap()

    phone.all_sent()
    assert contacts() == 1


def test_a_contact_is_logged_by_keyboard_alone(phone: Phone, people: People, pairing: Pairing) -> None:
    page = phone.begin(people["pan"]).page
    phone.write("contact", pairing.code)
    page.locator("[name=made]").first.focus()
    for key in ("Space", "Tab", "ArrowDown", "Tab"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.locator("[name=worry][value=no]").focus()
    page.keyboard.press("Space")
    page.locator("form [type=submit]").focus()
    page.keyboard.press("Enter")

    phone.all_sent()
    assert contacts() == 1


def test_neither_contact_made_nor_child_seen_is_chosen_beforehand(
    phone: Phone, people: People, family: list[LeftBehindCase]
) -> None:
    phone.begin(people["wei"])
    phone.write("visit", family[0].code)

    assert phone.page.locator("form.phone-form :checked").count() == 0


def test_plain_http_on_a_network_says_what_it_cannot_do_and_still_saves(
    phone: Phone, people: People, pairing: Pairing
) -> None:
    phone.page.add_init_script(
        "Object.defineProperty(window, 'isSecureContext', {value: false});"
        "Object.defineProperty(window.crypto, 'subtle', {value: undefined});"
    )
    phone.log_in(people["pan"]).page.goto(f"{phone.url}/phone/")
    expect(phone.page.get_by_text("This address is not encrypted")).to_be_visible()
    form = phone.write("contact", pairing.code).contact("over http").saved()
    form.send()

    phone.all_sent()
    assert contacts() == 1


def test_wechat_is_told_how_to_open_the_real_browser(
    browser: Browser, live_server: object, people: People, pairing: Pairing
) -> None:
    url = live_server.url  # type: ignore[attr-defined]
    context = browser.new_context(**settings_of(url), user_agent=WECHAT, service_workers="block")
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    handset = Phone(context, url).log_in(people["pan"])
    handset.page.goto(f"{url}/phone/")

    expect(handset.page.get_by_text("Open in browser")).to_be_visible()
    expect(handset.page.get_by_role("button", name="Copy the address")).to_be_visible()
    context.close()


def test_the_first_opening_without_network_says_what_to_do(phone: Phone, people: People) -> None:
    phone.page.goto(f"{phone.url}/phone/")
    expect(phone.page.get_by_role("link", name="Log in")).to_be_visible()
    phone.page.evaluate("navigator.serviceWorker.ready")
    phone.offline().page.reload()

    expect(phone.page.get_by_text("The first time needs the network")).to_be_visible()


KEPT = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const requests = (await Promise.all(caches_.map((cache) => cache.keys()))).flat();
  return requests.map((each) => new URL(each.url).pathname);
}"""


def test_no_data_and_no_office_page_is_kept_by_the_worker(phone: Phone, people: People, pairing: Pairing) -> None:
    phone.begin(people["pan"]).page.goto(f"{phone.url}/my/hours/")

    kept = phone.page.evaluate(KEPT)

    assert [path for path in kept if not path.startswith("/static/")] == ["/phone/"]


def test_a_family_visit_with_a_photo_reaches_every_file_once(
    phone: Phone, people: People, family: list[LeftBehindCase]
) -> None:
    from documents.models import Attachment
    from tests.test_who_may_see import png

    phone.begin(people["wei"]).offline()
    form = phone.write("visit", family[0].code).visit(3)
    picture = {"name": "room.png", "mimeType": "image/png", "buffer": png().read()}
    phone.page.locator("[data-photos] input[type=file]").set_input_files(picture)
    phone.page.locator("[data-field='photos.0.face'] label").first.click()
    form.send()
    expect(phone.unsent()).to_contain_text("1 not sent")
    phone.online()

    phone.all_sent()
    assert (visits(), Attachment.objects.count()) == (3, 3)
