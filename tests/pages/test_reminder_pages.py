"""The pages of the reminders in a real browser: readable, whole at 360 px, nothing found by axe."""

import pytest

from documents.models import DueDate
from documents.reminders.models import Delivery, Message
from documents.reminders.run import remind_all
from tests.browser import look
from tests.cases.stages import brought_to, imported_child, register
from tests.cast import hire_everyone
from tests.documents.reminders.test_daily_run import copies

pytestmark = pytest.mark.browser


@pytest.fixture
def people(transactional_db):
    """The village officer and the supervisor were told of three due dates; a mail has failed."""
    people = hire_everyone()
    register(imported_child(), people["wei"])
    due = DueDate.objects.select_related("dossier").get()
    DueDate.objects.update(role="village_child_officer", due_on="2026-11-01")
    due.refresh_from_db()
    copies(due, 2)
    remind_all()
    message = Message.objects.get(user=people["wei"])
    Delivery.objects.create(message=message, channel="mail", status="failed", error="timeout", attempts=2)
    return people


def test_every_page_of_the_reminders(open_page, people, chinese):
    code = Message.objects.get(user=people["su"]).code
    page = open_page("/messages/", user=people["su"])
    for name, path in {"list": "", "one": f"{code}/", "calls": "calls/", "deliveries": "deliveries/"}.items():
        page.goto(f"/messages/{path}")
        look(page, f"messages-{name}")


def test_the_form_of_a_consent(open_page, people, chinese):
    case = brought_to(imported_child(id_number="419983201702040011", carer=None), "registered", people)
    look(open_page(f"/cases/{case.code}/act/record_consent/", user=people["wei"]), "consent")
