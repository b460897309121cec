"""From the public page to the first contact, in a browser and in Chinese: a proxy parent, through six people."""

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.children.models import LeftBehindCase
from documents.models import Document, Event
from organisation.models import User
from tests.browser import PHONE, OpenPage, overflow
from tests.cast import HENGSHAN, HUAGONG, MENGZHOU, hire_everyone
from tests.pages.phone.steps import Phone
from tests.pages.test_main_job import Worker
from tests.volunteers.pairing_stages import GOALS, served
from tests.volunteers.stages import id_number, picture
from tests.volunteers.test_own_pages import FORBIDDEN
from volunteers.models import Contact, Pairing, Volunteer
from volunteers.suitability import HOME, INTERVIEW

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("chinese")]
OWN_PASSWORD = "Hengshan-2026-own"
TELEPHONE = "12039140001"


@pytest.fixture
def people(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, User]:
    """The cast. Nobody of them is taken for a machine, however fast Playwright types."""
    monkeypatch.setattr("volunteers.forms.applying.FASTEST", -1)
    return hire_everyone()


class Desk(Worker):
    """One person at the page of a file or pairing, or with `first` at a page that leads there."""

    def __init__(self, open_page: OpenPage, user: User, first: str) -> None:
        self.page: Page = open_page(first, user=user)

    def follow(self, address: str) -> "Desk":
        """Click on the first link whose address ends so."""
        self.page.locator(f"main a[href$='{address}']").first.click()
        return self

    def act(self, name: str, **fields: Any) -> None:
        """One act with its form; afterwards the page that it was begun on shows what was done."""
        self.follow(f"/act/{name}/")
        self.page.wait_for_url(re.compile(f"/act/{name}/"))
        self.fill(**fields)
        self.submit()

    def submit(self) -> Page:
        self.page.locator("main form button[type=submit]").last.click()
        expect(self.page).not_to_have_url(re.compile(r"/act/|/matching/"))
        return self.page


def upload(shade: int) -> dict[str, Any]:
    """A picture as a browser sends it; another shade is another file."""
    return {"name": "scan.jpg", "mimeType": "image/jpeg", "buffer": picture(shade).read()}


def test_a_proxy_parent_goes_from_the_public_page_to_the_first_contact_through_six_people(
    open_page: OpenPage, people: dict[str, User], live_server: Any
) -> None:
    case = served(people)
    apply_in_public(open_page)
    volunteer = Volunteer.objects.get()

    def at_file(username: str) -> Desk:
        return Desk(open_page, people[username], f"/volunteers/{volunteer.code}/")

    take_up(Desk(open_page, people["zhi"], "/volunteers/"), volunteer)
    judge(at_file, volunteer)
    at_file("zhi").act("train", course="代理家长岗前培训", held_on=timezone.localdate(), minutes="360", score="90")
    at_file("zhi").act("add_photo", photo=upload(90))
    at_file("cao").act("appoint")
    pairing = pair(open_page, people, case, volunteer)
    page = log_in_for_the_first_time(open_page, slip(at_file("zhi")))
    sees_the_reduced_child_alone(page, case)
    log_a_contact_on_the_phone(page, live_server.url, pairing)

    acts = Event.objects.filter(
        dossier__in=[volunteer.dossier_id, case.dossier_id], action__regex="^(volunteer|pairing|contact)"
    )
    by = set(acts.values_list("by__username", flat=True))
    assert by >= {None, "zhi", "kang", "su", "cao", "an", volunteer.user.username}
    papers = Document.objects.filter(dossier__in=[volunteer.dossier_id, case.dossier_id], kind__startswith="PXP")
    assert set(papers.values_list("kind", flat=True)) == {f"PXP-{number:02d}" for number in range(2, 15)}


def apply_in_public(open_page: OpenPage) -> None:
    """A stranger with a telephone: county, town, village, the form, the status code."""
    page = open_page("/apply/", width=PHONE)
    for place in (MENGZHOU, HUAGONG, HENGSHAN):
        page.select_option("#place", place)
        page.locator("main form button[type=submit]").click()
        page.wait_for_url(f"**/apply/?place={place}")
    typed = {
        "name": "潘代理",
        "id_number": id_number(),
        "phone": TELEPHONE,
        "address": "三组12号",
        "availability": "周六",
        "motivation": "想帮助村里的孩子",
        "referee1_name": "毋秋菊",
        "referee1_relation": "邻居",
        "referee1_phone": "12039100015",
        "referee2_name": "买春生",
        "referee2_relation": "同事",
        "referee2_phone": "12039100016",
    }
    for name, text in typed.items():
        page.fill(f"[name={name}]", text)
    page.check("[name=told]")
    assert overflow(page) == 0
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".status-code")).to_be_visible()


def take_up(desk: Desk, volunteer: Volunteer) -> None:
    """The coordinator finds the application in the list, takes the signed papers, and asks the police."""
    desk.page.get_by_role("link", name="潘代理").click()
    desk.page.wait_for_url(f"**/volunteers/{volunteer.code}/")
    desk.act("pledge", signed_on=timezone.localdate(), scan=upload(1), id_checked=True)
    desk.act("start_vetting")


def judge(at_file: Any, volunteer: Volunteer) -> None:
    """The county enters the reply of the police, the town interviews and visits the home."""
    today = timezone.localdate()
    at_file("kang").act(
        "record_vetting",
        kind="unit",
        applied_on=today,
        document_no="1",
        checked_on=today,
        result="clear",
        scan=upload(2),
    )
    heard = {f"{name}_{pk}": words for pk in volunteer.referees.values_list("pk", flat=True)
             for name, words in (("opinion", "可靠"), ("heard", today))}  # fmt: skip
    fit = {"held_on": today, "words": "适合", "passed": True}
    at_file("su").act("interview", **{f"asked_{each.code}": "好" for each in INTERVIEW}, **heard, **fit)
    seen = {f"asked_{each.code}": "yes" if each.yes_or_no else "安静" for each in HOME}
    at_file("su").act("check_home", second_person="卫村官", **seen, **fit)


def pair(open_page: OpenPage, people: dict[str, User], case: LeftBehindCase, volunteer: Volunteer) -> Pairing:
    """The coordinator matches, the town asks the family and approves, the coordinator registers the agreement."""
    desk = Desk(open_page, people["zhi"], "/volunteers/matching/")
    desk.follow(f"/matching/{case.code}/").follow(f"/matching/{case.code}/{volunteer.code}/")
    desk.fill(goals=GOALS).submit()
    pairing = Pairing.objects.get()

    def at_pairing(username: str) -> Desk:
        return Desk(open_page, people[username], pairing.get_absolute_url())

    family = {"consented_by": "毋秋菊", "child_consents": True, "child_view": "喜欢潘妈妈", "scan": upload(3)}
    at_pairing("su").act("consent", **family)
    at_pairing("an").act("approve", opinion="同意")
    at_pairing("zhi").act("activate", scan=upload(4))
    pairing.refresh_from_db()
    volunteer.refresh_from_db()
    assert (pairing.status, volunteer.status) == ("active", "registered")
    return pairing


def slip(desk: Desk) -> str:
    """The first password, printed by the coordinator."""
    desk.follow("/slip/").page.locator("main form button[type=submit]").click()
    return desk.page.locator("#first-password").inner_text()


def log_in_for_the_first_time(open_page: OpenPage, password: str) -> Page:
    """With telephone and slip at the door, then with a password of their own."""
    page = open_page("/accounts/login/", width=PHONE)
    page.fill("[name=login]", TELEPHONE)
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")
    page.fill("[name=oldpassword]", password)
    page.fill("[name=password1]", OWN_PASSWORD)
    page.fill("[name=password2]", OWN_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "password" not in url)
    return page


def sees_the_reduced_child_alone(page: Page, case: LeftBehindCase) -> None:
    """ "My children" and the card hold the reduced view; nothing else opens."""
    page.goto("/my/?list")
    expect(page.locator(".my-child")).to_have_count(1)
    page.locator(".my-child a").last.click()
    expect(page.locator("main")).to_contain_text(GOALS)
    hidden = [word for word in FORBIDDEN if word in page.content()]
    assert (hidden, overflow(page)) == ([], 0)
    for address in ("cases/", "volunteers/"):  # lists, in which nobody else stands
        assert not re.search("毋小满|潘代理</a>", page.request.get(f"/{address}").text()), address
    for address in (f"cases/{case.code}/", "volunteers/matching/", "volunteers/supervision/"):
        assert page.request.get(f"/{address}").status in (403, 404), address


def log_a_contact_on_the_phone(page: Page, url: str, pairing: Pairing) -> None:
    """The same person in the same browser, on the page that works without network."""
    phone = Phone(page.context, url)
    phone.page.goto(f"{url}/phone/")
    phone.set_pin()
    phone.write("contact", pairing.code).contact("一起读了课文").send()
    phone.all_sent()
    contact = Contact.objects.get()
    assert (contact.pairing, contact.made, contact.note, phone.errors) == (pairing, True, "一起读了课文", [])
