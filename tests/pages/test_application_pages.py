"""Checklists, notices and objections in a real browser: readable, whole at 360 px, with nothing for axe to find."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.notices import post_notice, register_objection
from cases.stipends.models import CertificationRound, StipendCase
from documents.models import Dossier
from documents.transitions import perform
from organisation.models import Division
from programs.models import ProgramVersion
from tests.browser import PHONE, look
from tests.cases.applications.conftest import apply, rows
from tests.cases.stages import imported_child
from tests.cast import MENGZHOU, hire_everyone

pytestmark = pytest.mark.browser


@pytest.fixture
def people(transactional_db):
    return hire_everyone()


def filed(kind, code):
    dossier = Dossier.begin(kind, code)
    dossier.save()
    return dossier


@pytest.fixture
def applied(people):
    """An application with two papers missing."""
    child = imported_child()
    LeftBehindCase.objects.filter(pk=child.pk).update(status="in_service")
    version = ProgramVersion.objects.in_force("STP", timezone.localdate())
    case = StipendCase(dossier=filed("case", child.division.code), kind="STP", program_version=version)
    case.person, case.household, case.division = child.person, child.household, child.division
    case.save()
    return apply(case, people["shi"])


@pytest.fixture
def notice(applied):
    """A notice that hangs."""
    term = CertificationRound.objects.create(
        dossier=filed("money", MENGZHOU),
        program_version=applied.program_version,
        division=Division.objects.get(code=MENGZHOU),
        name="2026年秋季学期",
        first_month=dt.date(2026, 9, 1),
        last_month=dt.date(2027, 1, 1),
    )
    asked = {
        "where": "各村（居）委会公示栏",
        "phone": "0391-0000000",
        "address": "孟州市会昌路1号",
        "mail": "a@b.example",
    }
    title = "留守儿童助学金拟发放名单（按村汇总）公示"
    return post_notice(term.dossier, title=title, rows=rows(*range(3, 20)), first_day=timezone.localdate(), **asked)


def test_the_checklist_its_page_and_the_notice_of_what_is_missing(open_page, people, applied):
    paths = {
        "part": f"{reverse('case-detail', args=[applied.code])}?part=evidence",
        "marks": reverse("case-evidence", args=[applied.code]),
        "tell": reverse("case-act", args=[applied.code, "ask_supplement"]),
    }
    for name, path in paths.items():
        look(open_page(path, user=people["shi"]), f"checklist-{name}")


def test_the_notice_for_everybody_and_in_the_office(open_page, people, notice):
    for name in ("notices", "notice"):
        args = [notice.code] if name == "notice" else []
        look(open_page(reverse(name, args=args)), f"{name}-public")
    made = register_objection(
        notice, by=people["kang"], how="call", by_name="王某", words="父亲返乡", received_on=timezone.localdate()
    )
    paths = [reverse("notice-list"), reverse("notice-office", args=[notice.code])]
    paths += [reverse("objection-new", args=[notice.code]), reverse("objection-detail", args=[made.code])]
    for n, path in enumerate(paths):
        look(open_page(path, user=people["kang"]), f"notice-office-{n}")


def test_an_objection_is_answered_by_keyboard(open_page, people, notice):
    made = register_objection(
        notice, by=people["kang"], how="visit", by_name="王某", words="父亲返乡", received_on=timezone.localdate()
    )
    page = open_page(reverse("objection-act", args=[made.code, "dismiss"]), user=people["rui"])
    page.get_by_label("What was found").fill("入户核实，父亲仍在外务工")
    page.keyboard.press("Tab")
    page.keyboard.type("经核查，异议不成立。")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('objection-detail', args=[made.code])}")
    made.refresh_from_db()
    assert made.status == "dismissed"


def test_a_supplement_lets_the_clock_go_on(open_page, people, applied):
    perform(applied, "ask_supplement", by=people["shi"])
    page = open_page(reverse("case-act", args=[applied.code, "supplement"]), width=PHONE, user=people["shi"])
    page.get_by_label("监护人居民身份证").check()
    page.get_by_role("button", name="Supplement received").click()
    page.wait_for_url(f"**{reverse('case-detail', args=[applied.code])}")
    applied.refresh_from_db()
    assert applied.status == "submitted"
