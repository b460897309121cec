"""Reporting danger in a real browser: two taps without scripts, whole at 360 px, and the officers' pages."""

import pytest
from django.urls import reverse
from django.utils.text import slugify

from cases.incidents.models import Incident
from cases.incidents.naming import Named
from tests.browser import DESK, PHONE, look
from tests.cases.incidents.stages import brought_to, report
from tests.cases.stages import imported_child, register
from tests.cast import hire_everyone

pytestmark = pytest.mark.browser


@pytest.fixture
def people(transactional_db):
    return hire_everyone()


@pytest.fixture
def case(people):
    case = imported_child()
    register(case, people["wei"])
    return case


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_two_taps_without_scripts(open_page, people, case, width):
    page = open_page(f"/cases/{case.code}/", width=width, user=people["wei"], javascript=False)
    page.click(".emergency")
    page.click(".report-form .btn-primary")
    assert Incident.objects.get().number in page.inner_text("h1")


def test_the_form_and_the_reporters_page_are_whole(open_page, people, case, chinese):
    look(open_page("/report/", user=people["wei"]), "report")
    incident = report(people["wei"], case)
    look(open_page(reverse("report-detail", args=[incident.code]), user=people["wei"]), "own")


def test_the_officers_pages_are_whole(open_page, people, case, chinese):
    incident = brought_to(report(people["wei"], case, named=[Named("carer")]), "follow_up", people)
    report(people["yi"])
    for path in ("/incidents/", f"/incidents/{incident.code}/", f"/incidents/{incident.code}/act/follow/"):
        look(open_page(path, user=people["bao"]), f"incident-{slugify(path)[-6:]}")
