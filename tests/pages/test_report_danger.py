"""Reporting danger in a real browser: two taps without scripts, whole at 360 px, and the officers' pages."""

import pytest
from django.urls import reverse

from cases.incidents.models import Incident
from cases.incidents.naming import Named
from tests.browser import DESK, PHONE, overflow, picture, violations
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


def look(page, name):
    """Everything open, nothing found by axe, nothing sticking out."""
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
    picture(page, name)
    assert violations(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_two_taps_without_scripts(open_page, people, case, width):
    page = open_page(f"/cases/{case.code}/", width=width, user=people["wei"], javascript=False)
    page.click(".emergency")
    page.click(".report-form .btn-primary")
    assert Incident.objects.get().number in page.inner_text("h1")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_form_is_whole(open_page, people, case, chinese, width):
    look(open_page("/report/", width=width, user=people["wei"]), f"report-{width}")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_reporters_page_is_whole(open_page, people, case, chinese, width):
    incident = report(people["wei"], case)
    look(open_page(reverse("report-detail", args=[incident.code]), width=width, user=people["wei"]), f"own-{width}")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_officers_pages_are_whole(open_page, people, case, chinese, width):
    incident = brought_to(report(people["wei"], case, named=[Named("carer")]), "follow_up", people)
    report(people["yi"])
    for path in ("/incidents/", f"/incidents/{incident.code}/", f"/incidents/{incident.code}/act/follow/"):
        look(open_page(path, width=width, user=people["bao"]), f"incident-{width}")
