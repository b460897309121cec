"""Without network: what is written in a village with no signal arrives once when there is one."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.children.models import LeftBehindCase
from cases.models import ChildSeen, Visit
from documents.due_dates import open_due_dates
from documents.models import Document, DueDate
from documents.trail import record
from organisation.models import User
from programs.due_rules import dues_of
from tests.pages.phone.steps import TWENTY_TIMES, Phone, contacts, started_from_disk, visits
from volunteers.models import Contact, Pairing

pytestmark = pytest.mark.browser
People = dict[str, User]


@TWENTY_TIMES
def test_three_contacts_written_in_airplane_mode_arrive_once_each(
    phone: Phone, people: People, pairing: Pairing, second_pairing: Pairing, again: int
) -> None:
    DueDate.objects.filter(name="pairing_contact").update(starts_on="2026-01-05", due_on="2026-01-14")
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
    assert periods("pairing_contact") == [timezone.localdate()] * 2  # counted from today, and no longer overdue
    assert Document.objects.filter(kind="PXP-14").count() == 3
    assert waiting_for(people["su"], "supervision", show="review") == 3


@TWENTY_TIMES
def test_one_visit_to_three_siblings_in_airplane_mode_is_a_record_in_each_file(
    phone: Phone, people: People, family: list[LeftBehindCase], again: int
) -> None:
    in_service(family)
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
    assert periods("visit") == [timezone.localdate()] * 3
    assert Document.objects.filter(kind="VIS-01").count() == 3
    assert waiting_for(people["su"], "visit-list", show="done") == 3


def in_service(cases: list[LeftBehindCase]) -> None:
    """Support began forty days ago, and nobody has come since."""
    since = timezone.localdate() - dt.timedelta(days=40)
    for case in cases:
        LeftBehindCase.objects.filter(pk=case.pk).update(status="in_service", risk_level="medium")
        dues = dues_of(case.program_version, "in_service", risk="medium", names=("visit",), since=lambda each: since)
        open_due_dates(case.dossier, case, dues, record(case.dossier, "case.start_service", by=None, subject=case))


def periods(name: str) -> list[dt.date]:
    """The day on which each open due date of that name began to run."""
    return list(DueDate.objects.open().filter(name=name).values_list("starts_on", flat=True))


def waiting_for(user: User, page: str, **query: str) -> int:
    """How many rows this user's list has."""
    client = Client()
    client.force_login(user)
    return client.get(reverse(page), query).context["page"].paginator.count


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
