"""What people do on the phone's page, for the browser tests of it: log in, set a PIN, write, send, lose the network.

The one invariant: a step waits for what the page shows, never for a time.
"""

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cases.children.models import LeftBehindCase
from cases.models import Visit
from documents.drafts.device_keys import owner_of_phone_store
from organisation.models import User
from tests.browser import FLAGS, PHONE, session_of
from tests.cases.stages import imported_child, register
from tests.cast import hire_everyone
from tests.volunteers.running import paired, proxy
from volunteers.models import Contact, Pairing

PIN = "417293"
PATIENCE = 15_000  # two cores may be busy with other tests; nothing waits longer than it must
# Once in the normal run; twenty times in the long one: what is lost once in twenty is lost.
TWENTY_TIMES = pytest.mark.parametrize(
    "again", [0, *(pytest.param(number, marks=pytest.mark.long) for number in range(1, 20))]
)


# A draft is saved two seconds after the last key. Here it is a moment, still longer than from a key to the next click.
SOONER = """{
    const after = window.setTimeout.bind(window);
    window.setTimeout = (act, wait, ...more) => after(act, wait === 2000 ? 500 : wait, ...more);
}"""


class Phone:
    """One browser with its storage, in somebody's hand."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context, self.url = context, url
        context.set_default_timeout(PATIENCE)
        context.add_init_script(SOONER)
        expect.set_options(timeout=PATIENCE)
        self.errors: list[str] = []
        self.user: User | None = None
        self.page = self.new_page()

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def log_in(self, user: User) -> "Phone":
        self.user = user
        cookie = {"name": "sessionid", "value": session_of(user), "url": self.url}
        self.context.add_cookies([cookie])
        return self

    def switch_to(self, user: User) -> None:
        """Somebody else logs in. The page is left first: an answer on its way would bring the old session back."""
        self.page.goto("about:blank")
        self.log_out()
        self.log_in(user).page.goto(f"{self.url}/phone/login/")

    def log_out(self) -> None:
        self.context.clear_cookies()

    def begin(self, user: User) -> "Phone":
        """The first time on this phone: log in, set a PIN, and wait until the page works without network."""
        self.log_in(user)
        self.page.goto(f"{self.url}/phone/")
        self.set_pin()
        expect(self.page.locator("#home [data-section]").first).to_be_visible()
        self.page.evaluate("navigator.serviceWorker.ready")
        return self

    def set_pin(self, pin: str = PIN) -> None:
        self.page.fill("#again", pin)
        self.page.fill("#pin", pin)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#home")).to_be_visible()

    def unlock(self, page: Page | None = None, pin: str = PIN) -> None:
        page = page or self.page
        if self.user:  # while the server has not said whose session it is, the last user's store is offered
            expect(page.locator(f"[data-store='{owner_of_phone_store(self.user)}']")).to_have_count(1)
        page.fill("#pin", pin)
        page.keyboard.press("Enter")
        expect(page.locator("#pin")).to_have_count(0)

    def reopen(self) -> None:
        """Load the page again and unlock it."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.url}/phone/")
        self.unlock()

    def offline(self) -> "Phone":
        self.context.set_offline(True)
        return self

    def online(self) -> "Phone":
        self.context.set_offline(False)
        return self

    def unsent(self) -> Any:
        return self.page.locator("#unsent")

    def write(self, kind: str, about: Any, page: Page | None = None) -> "Form":
        """Open a form."""
        page = page or self.page
        page.evaluate("hash => { location.hash = hash }", f"#/write/{kind}/{about}")
        form = page.locator(f"[data-about='{about}'] form:has([name='{FIRST[kind]}'])")
        expect(form).to_be_visible()
        return Form(self, page)

    def home(self) -> None:
        self.page.evaluate("location.hash = '#/'")
        expect(self.page.locator("#home")).to_be_visible()

    def all_sent(self, *, count: int = 1) -> None:
        """Everything has arrived, and the page says so."""
        expect(self.unsent()).to_be_hidden()
        self.home()
        expect(self.page.locator("#arrived-lately li")).to_have_count(count)

    def requests(self, part: str) -> list[str]:
        """Collects the requests to such addresses from now on."""
        found: list[str] = []
        self.context.on("request", lambda each: found.append(each.method) if part in each.url else None)
        return found


FIRST = {"visit": "result", "contact": "made", "report": "danger_now"}


class Form:
    """The form that is open."""

    def __init__(self, phone: Phone, page: Page) -> None:
        self.phone, self.page = phone, page

    def choose(self, name: str, value: str) -> "Form":
        self.page.locator(f"label:has([name='{name}'][value='{value}'])").click()
        return self

    def type(self, name: str, text: str) -> "Form":
        self.page.locator(f"[name='{name}']").fill(text)
        return self

    def value(self, name: str) -> str:
        return self.page.locator(f"[name='{name}']").input_value()

    def saved(self, text: str = "Saved") -> "Form":
        expect(self.page.locator("#saved")).to_contain_text(text)
        return self

    def kept(self) -> "Form":
        """What was typed is on the disk of the phone."""
        expect(self.page.locator("#saved")).to_have_attribute("data-state", re.compile("kept|saved|offline"))
        return self

    def contact(self, note: str = "") -> "Form":
        """A telephone call of 30 minutes."""
        self.choose("made", "yes").choose("how", "phone")
        self.page.locator("[data-presets=minutes] [data-value='30']").click()
        self.choose("worry", "no")
        return self.type("note", note) if note else self

    def visit(self, children: int = 1) -> "Form":
        """The family was met, and every child seen and spoken with alone."""
        self.choose("result", "done").type("second_visitor", "李同行").choose("carer_present", "yes")
        self.page.locator("[name=woman_present]").check()
        for child in range(children):
            self.choose(f"children.{child}.seen", "seen").choose(f"children.{child}.spoken_alone", "yes")
        return self

    def send(self) -> None:
        self.page.locator("form.phone-form [type=submit]").click()


@pytest.fixture
def phone(browser: Browser, live_server: Any, transactional_db: None) -> Iterator[Phone]:
    """A phone that nobody has used."""
    cache.clear()
    context = browser.new_context(**settings_of(live_server.url))
    handset = Phone(context, live_server.url)
    yield handset
    context.close()
    assert handset.errors == []


def settings_of(url: str) -> dict[str, Any]:
    """Window, touch and language of a cheap phone."""
    size = {"width": PHONE, "height": 740}
    return {"base_url": url, "viewport": size, "has_touch": True, "is_mobile": True, "locale": "en-US"}


def started_from_disk(playwright: Any, folder: Path, url: str) -> Phone:
    """A phone whose storage lies in `folder` and survives its restart."""
    options = {"executable_path": shutil.which("chromium"), "args": FLAGS, **settings_of(url)}
    return Phone(playwright.chromium.launch_persistent_context(str(folder), **options), url)


@pytest.fixture
def people(transactional_db: None) -> dict[str, User]:
    """The cast."""
    return hire_everyone()


@pytest.fixture
def pairing(people: dict[str, User]) -> Pairing:
    """潘代理 with 毋小满."""
    return paired(imported_child(), proxy(people["pan"]))


@pytest.fixture
def second_pairing(pairing: Pairing) -> Pairing:
    """The same proxy parent with a second child."""
    child = imported_child(name="程翀", id_number="419983201602290034", sex="M", birth_date=dt.date(2016, 2, 29))
    return paired(child, pairing.volunteer)


SIBLINGS = [
    ("毋小年", "419983201702040011", "M", dt.date(2017, 2, 4)),
    ("毋小月", "419983201801010021", "F", dt.date(2018, 1, 1)),
]


@pytest.fixture
def family(people: dict[str, User]) -> list[LeftBehindCase]:
    """Three siblings of one household, registered."""
    first = imported_child()
    cases = [first]
    for name, number, sex, born in SIBLINGS:
        other = imported_child(name=name, id_number=number, sex=sex, birth_date=born)
        LeftBehindCase.objects.filter(pk=other.pk).update(household=first.household)
        cases.append(other)
    for case in cases:
        case.refresh_from_db()
        register(case, people["wei"])
    return cases


def contacts() -> int:
    return Contact.objects.count()


def visits() -> int:
    return Visit.objects.filter(done_on=timezone.localdate()).count()
