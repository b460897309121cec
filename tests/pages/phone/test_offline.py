"""Without network: what is written in a village with no signal arrives once when there is one."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cases.children.models import LeftBehindCase
from cases.models import ChildSeen, Visit
from organisation.models import User
from tests.pages.phone.steps import TWENTY_TIMES, Phone, contacts, started_from_disk, visits
from volunteers.models import Contact, Pairing

pytestmark = pytest.mark.browser
People = dict[str, User]


@TWENTY_TIMES
def test_three_contacts_written_in_airplane_mode_arrive_once_each(
    phone: Phone, people: People, pairing: Pairing, second_pairing: Pairing, again: int
) -> None:
    phone.begin(people["pan"]).offline()
    for place, about in enumerate((pairing.code, second_pairing.code, pairing.code), start=1):
        phone.write("contact", about).contact(f"note {place}").send()
        expect(phone.unsent()).to_contain_text(f"{place} not sent")
    assert contacts() == 0

    phone.online()

    phone.all_sent(count=3)
    assert sorted(Contact.objects.values_list("pairing", flat=True)) == sorted(
        [pairing.pk, pairing.pk, second_pairing.pk]
    )
    assert {contact.note for contact in Contact.objects.all()} == {"note 1", "note 2", "note 3"}


@TWENTY_TIMES
def test_one_visit_to_three_siblings_in_airplane_mode_is_a_record_in_each_file(
    phone: Phone, people: People, family: list[LeftBehindCase], again: int
) -> None:
    phone.begin(people["wei"]).offline()
    form = phone.write("visit", family[0].code).visit(3)
    form.choose("children.1.mood", "concern").type("children.1.private_note", "想爸爸")
    form.send()
    expect(phone.unsent()).to_contain_text("1 not sent")

    phone.online()

    phone.all_sent()
    assert Visit.objects.filter(together__isnull=False).values("together").distinct().count() == 1
    assert ChildSeen.objects.filter(seen=True, spoken_alone=True).count() == 3
    assert [visit.private_note for visit in Visit.objects.order_by("case")] == ["", "想爸爸", ""]


def test_the_network_goes_in_the_middle_of_a_form_and_nothing_is_lost(
    phone: Phone, people: People, pairing: Pairing
) -> None:
    phone.begin(people["pan"])
    form = phone.write("contact", pairing.code).contact().type("note", "before").saved()
    phone.offline()
    form.type("note", "before and after").saved("Kept on this phone")
    phone.online()
    form.saved()
    form.send()

    phone.all_sent()
    assert Contact.objects.get().note == "before and after"


@TWENTY_TIMES
def test_a_phone_that_is_restarted_without_network_still_has_everything(
    browser: Any, live_server: Any, tmp_path: Any, people: People, pairing: Pairing, again: int
) -> None:
    kind = browser.browser_type
    handset = started_from_disk(_Playwright(kind), tmp_path / "phone", live_server.url).begin(people["pan"]).offline()
    handset.write("contact", pairing.code).contact("sent before the restart").send()
    expect(handset.unsent()).to_contain_text("1 not sent")
    expect(handset.page.locator("#home")).to_be_visible()
    handset.write("contact", pairing.code).contact("half a").kept()
    handset.context.close()

    handset = started_from_disk(_Playwright(kind), tmp_path / "phone", live_server.url).offline()
    handset.page.goto(f"{live_server.url}/phone/")
    handset.unlock()
    expect(handset.unsent()).to_contain_text("1 not sent")
    form = handset.write("contact", pairing.code)
    assert form.value("note") == "half a"
    handset.log_in(people["pan"]).online()
    expect(handset.unsent()).to_be_hidden()
    form.send()
    handset.all_sent(count=2)
    handset.context.close()
    assert contacts() == 2


class _Playwright:
    """What `started_from_disk` needs of Playwright."""

    def __init__(self, chromium: Any) -> None:
        self.chromium = chromium


@TWENTY_TIMES
def test_a_clock_that_is_wrong_by_a_day_is_asked_about_and_nothing_is_lost(
    phone: Phone, people: People, pairing: Pairing, again: int
) -> None:
    phone.begin(people["pan"]).offline()
    phone.page.clock.set_system_time(dt.datetime.now() + dt.timedelta(days=1))
    phone.write("contact", pairing.code).contact("tomorrow").type("done_on", _day(1)).send()
    phone.online()
    entry = phone.page.locator("[data-state=attention]")
    expect(entry).to_contain_text("needs your attention")
    assert contacts() == 0

    entry.get_by_role("link", name="Open").click()
    form = phone.page.locator("form.phone-form")
    expect(form.locator(".error-summary")).to_contain_text("The clock of this phone is wrong")
    form.locator("[name=done_on]").fill(_day(0))
    form.locator("[type=submit]").click()

    phone.all_sent()
    assert (Contact.objects.get().note, Contact.objects.get().done_on) == ("tomorrow", timezone.localdate())


def test_today_is_the_server_s_today_once_the_phone_has_heard_of_it(
    phone: Phone, people: People, pairing: Pairing
) -> None:
    phone.page.clock.install(time=dt.datetime.now() - dt.timedelta(days=3))
    phone.begin(people["pan"])
    expect(phone.page.locator("#bar")).to_contain_text("clock is wrong")

    assert phone.write("contact", pairing.code).value("done_on") == _day(0)


def _day(ahead: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=ahead)).isoformat()


def test_a_visit_without_the_answers_that_are_asked_for_is_not_put_into_the_outbox(
    phone: Phone, people: People, family: list[LeftBehindCase]
) -> None:
    phone.begin(people["wei"]).offline()
    form = phone.write("visit", family[0].code).choose("result", "done")
    form.send()

    expect(phone.page.locator(".error-summary")).to_contain_text("Carer present")
    expect(phone.unsent()).to_be_hidden()
    assert visits() == 0
