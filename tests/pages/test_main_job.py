"""The main job as people do it in a browser: a child from the imported roster to the closed case, by six people."""

import datetime as dt
import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.children.importing import runs
from cases.children.models import LeftBehindCase
from cases.models import Case
from documents.models import Document, Event
from documents.papers import render
from organisation.models import Division, User
from tests.browser import OpenPage
from tests.cases.test_import_roster import shortened
from tests.cast import MENGZHOU, hire_everyone
from tests.test_who_may_see import png

pytestmark = pytest.mark.browser


@pytest.fixture
def people(transactional_db: None) -> dict[str, User]:
    """The cast, with a village officer in the village of the roster's first child."""
    return hire_everyone()


def imported_case(people: dict[str, User]) -> LeftBehindCase:
    run = runs.upload(shortened(3), "花名册.xlsx", county=Division.objects.get(code=MENGZHOU), by=people["kang"])
    runs.check(run)
    runs.start(run, by=people["kang"])
    runs.go_on(run.pk)
    case = LeftBehindCase.objects.order_by("id")[0]
    move_posts_to(case, people)
    return case


def move_posts_to(case: LeftBehindCase, people: dict[str, User]) -> None:
    """The village officer and the town's people of the cast work where the child lives."""
    people["wei"].post_set.update(division=case.division)
    for username in ("su", "an"):
        people[username].post_set.update(division=case.division.parent)


class Worker:
    """One person at the browser on the page of one case."""

    def __init__(self, open_page: OpenPage, user: User, case: Case) -> None:
        self.page: Page = open_page(f"/cases/{case.code}/", user=user)

    def begin(self, act: str) -> "Worker":
        self.page.get_by_role("link", name=act, exact=True).first.click()
        return self

    def fill(self, **fields: Any) -> "Worker":
        for name, value in fields.items():
            control = self.page.locator(f"[name='{name.replace('__', '-')}']").first
            tag = control.evaluate("element => element.tagName + element.type")
            if tag.startswith("SELECT"):
                control.select_option(str(value)) if not isinstance(value, int) else control.select_option(index=value)
            elif tag.endswith("checkbox"):
                control.check()
            elif tag.endswith("radio"):
                self.page.locator(f"[name='{name}'][value='{value}']").check()
            elif tag.endswith("file"):
                control.set_input_files(value)
            else:
                control.fill(value.isoformat() if isinstance(value, dt.date) else str(value))
        return self

    def submit(self) -> Page:
        self.page.locator("main form button[type=submit]").last.click()
        expect(self.page).to_have_url(re.compile(r"/cases/[0-9a-f-]{36}/(\?.*)?$"))
        return self.page


def test_a_child_goes_from_the_roster_to_the_closed_case(open_page: OpenPage, people: dict[str, User]) -> None:
    case = imported_case(people)
    today = timezone.localdate()

    def worker(username: str) -> Worker:
        return Worker(open_page, people[username], case)

    worker("wei").begin("Register").fill(told_to="罗志馨", told_on=today).submit()
    worker("su").begin("Record a visit").fill(
        result="done",
        done_on=today,
        second_visitor="卫村官",
        woman_present=True,
        carer_present="yes",
        **{f"child-{case.code}-seen": "seen", f"child-{case.code}-spoken_alone": "yes"},
    ).submit()
    worker("su").begin("Verify").fill(findings="父母均在外务工", id_checked=True, schooling_checked=True).submit()
    assess(worker("su"))
    worker("an").begin("Approve and open").fill(opinion="同意立案").submit()
    scan = {"name": "scan.png", "mimeType": "image/png", "buffer": png().read()}
    until = today + dt.timedelta(days=300)
    worker("su").begin("Register the care agreement").fill(
        carer=1, signed_on=today, valid_until=until, scan=scan
    ).submit()
    worker("su").begin("Begin the service").submit()
    words = dict.fromkeys(("schooling", "guardianship", "affection", "child_view"), "良好")
    worker("rui").begin("Review").fill(**words, recommendation="close", ground="goals_met").submit()
    page = worker("an").begin("Approve closing").fill(opinion="同意结案").submit()

    expect(page.locator("main")).to_contain_text("closed")
    case.refresh_from_db()
    kinds = set(Document.objects.filter(dossier=case.dossier).values_list("kind", flat=True))
    expected = {
        "LBC-01",
        "LBC-02",
        "VIS-01",
        "LBC-03",
        "LBC-05",
        "LBC-06",
        "LBC-07",
        "FLW-01",
        "LBC-09",
        "LBC-12",
        "LBC-13",
    }
    assert kinds == expected


def assess(worker: Worker) -> None:
    worker.begin("Assess risk and plan support")
    page = worker.page
    for factor in ("G1", "G2", "G3", "G4", "G5", "S1", "H1", "M1", "E1", "E2", "F1", "P1"):
        page.locator(f"[name='factor_{factor}'][value='{1 if factor in 'G1G4G5' else 0}']").check()
    worker.fill(child_view="想妈妈多打电话", village_officer=1)
    for row in range(3):
        texts = {"need": "需要", "measure": "每周辅导", "who": "学校"}
        for name, text in texts.items():
            page.locator(f"[name$='-{row}-{name}']").fill(text)
        page.locator(f"[name$='-{row}-by_when']").fill((timezone.localdate() + dt.timedelta(days=60)).isoformat())
    worker.submit()


def test_anyone_verifies_a_paper_by_its_code_and_learns_nothing_of_the_child(
    open_page: OpenPage, people: dict[str, User]
) -> None:
    case = imported_case(people)
    Worker(open_page, people["wei"], case).begin("Register").fill(
        told_to="罗志馨", told_on=timezone.localdate()
    ).submit()
    paper = Document.objects.get(kind="LBC-01")
    render(paper.pk)
    page = open_page(f"/verify/{paper.verify_code}/")
    expect(page.locator("main")).to_contain_text(paper.number)
    assert case.person.name not in page.content()


def test_the_timeline_tells_who_saw_and_who_changed_what(open_page: OpenPage, people: dict[str, User]) -> None:
    case = imported_case(people)
    Worker(open_page, people["wei"], case).begin("Register").fill(
        told_to="罗志馨", told_on=timezone.localdate()
    ).submit()
    page = open_page(f"/cases/{case.code}/?part=timeline", user=people["su"])
    expect(page.locator("main")).to_contain_text("卫村官")
    assert Event.objects.filter(dossier=case.dossier, action="case.read", by=people["su"]).exists()
