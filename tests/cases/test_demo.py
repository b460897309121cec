"""The demo county: whole, invented, in every state, and moved by real acts."""

import datetime as dt
import re
from collections import Counter
from io import StringIO

import openpyxl
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from cases.children.demo import staff
from cases.children.demo.clock import turned_back
from cases.children.demo.people import Registry, account_number
from cases.children.models import Status
from cases.models import Case, Visit
from cases.registry.accounts import check_digit_ok
from cases.registry.id_numbers import parse
from cases.registry.models import Person
from documents.models import Attachment, Document, DueDate, Event
from documents.sealing import seal_events, verify_trail
from organisation.models import Division, User
from organisation.roles import NEEDS_SECOND_FACTOR, Role
from tests.house.source import ROOT


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, loaded once for all tests of this file and rolled back after them."""
    from django.conf import settings

    with django_db_blocker.unblock(), transaction.atomic():
        settings.DEMO, before = True, settings.DEMO
        call_command("loaddemo", stdout=StringIO())
        yield
        settings.DEMO = before
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def within_demo(demo, db):
    """Each test in a savepoint of its own."""


def test_the_risks_are_as_promised():
    assert Counter(Case.objects.exclude(risk_level="").values_list("risk_level", flat=True)) == {
        "high": 15, "medium": 25, "low": 20,
    }  # fmt: skip


def test_every_state_of_the_machine_occurs():
    assert set(Case.objects.values_list("status", flat=True)) == set(Status.values) - {"new"}


def test_three_counties_eight_towns_twenty_four_villages():
    codes = set(Case.objects.values_list("division__code", flat=True))
    assert {code[:6] for code in codes} == {"410883", "410823", "410802", "410811"}
    assert len({code[:9] for code in codes}) == 8 and len(codes) == 24


def test_some_work_is_overdue_and_some_is_not():
    today = timezone.localdate()
    assert DueDate.objects.overdue(today).exists()
    assert DueDate.objects.open().filter(due_on__gte=today).exists()


def test_the_visits_go_back_about_three_years():
    first = Visit.objects.order_by("done_on").values_list("done_on", flat=True).first()
    assert 2.5 * 365 < (timezone.localdate() - first).days < 3.5 * 365


def test_nothing_happens_in_the_future_and_numbers_run_with_the_dates():
    assert not Event.objects.filter(at__gt=timezone.now()).exists()
    assert not Attachment.objects.filter(at__gt=timezone.now()).exists()
    papers = Document.objects.filter(kind="VIS-01").order_by("organ", "year", "serial")
    rows = list(papers.values_list("organ", "year", "issued_on"))
    assert rows == sorted(rows)


def test_every_act_was_done_by_somebody_and_none_was_refused():
    of_nobody = {"volunteer.apply", "volunteer.suspend", "pairing.suspend"}  # the public page; a check that lapsed
    assert not Event.objects.filter(by=None).exclude(action__in=of_nobody).exists()
    assert not Event.objects.filter(action__endswith=".refused").exists()


def test_its_trail_verifies():
    seal_events()
    assert verify_trail() is None


def test_a_case_that_was_sent_back_waits_for_whoever_assessed_it():
    returned = Event.objects.filter(action="case.send_back", dossier__case__status="verified")
    assert returned.count() == 2


def test_all_identities_are_synthetic():
    people = Person.objects.exclude(id_index=None)
    assert all(person.id_number.startswith("4199") for person in people)
    assert all(parse(person.id_number, today=timezone.localdate(), allow_synthetic=True) for person in people)
    assert all(person.phone.startswith("12039") for person in Person.objects.exclude(phone_index=""))


def test_no_identity_of_the_demo_stands_in_the_sample_roster():
    book = openpyxl.load_workbook(ROOT / "tests/data/roster_mengzhou.xlsx", read_only=True)
    text = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    known = set(re.findall(r"4199\d{13}[\dX]", text.upper()))
    assert known and not known & {person.id_number for person in Person.objects.exclude(id_index=None)}


def test_every_role_has_an_account_and_who_needs_it_a_second_factor():
    accounts = dict(staff.one_account_a_role())
    assert set(accounts) == set(Role)
    secured = {role for role, user in accounts.items() if user.authenticator_set.exists()}
    assert secured == NEEDS_SECOND_FACTOR
    assert accounts[Role.COUNTY_APPROVER].check_password(staff.PASSWORD)


def test_the_printed_code_opens_the_second_factor(settings):
    settings.DEMO, said = True, StringIO()
    call_command("demoaccounts", code=True, stdout=said)
    secret = TOTP(User.objects.get(username="zhidan1").authenticator_set.get())
    assert secret.validate_code(said.getvalue().strip())


def test_the_list_of_accounts_names_each_role_once(settings):
    settings.DEMO, said = True, StringIO()
    call_command("demoaccounts", stdout=said)
    assert all(len(re.findall(rf"^{role}\b", said.getvalue(), re.M)) == 1 for role in Role)


def test_loading_again_changes_nothing(settings):
    settings.DEMO, said, before = True, StringIO(), Event.objects.count()
    call_command("loaddemo", stdout=said)
    assert "present" in said.getvalue() and Event.objects.count() == before


@pytest.mark.parametrize("command", ["loaddemo", "demoaccounts"])
def test_an_installation_that_is_no_demo_refuses(settings, command):
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demo"):
        call_command(command)


def test_a_database_in_use_is_left_alone(settings):
    settings.DEMO, said = True, StringIO()
    User.objects.filter(username="cunguan1").update(username="somebody")
    call_command("loaddemo", stdout=said)
    assert "in use" in said.getvalue()


def test_the_same_seed_gives_the_same_people():
    village = Division.objects.get(code="410883100201")

    def names():
        registry = Registry(dt.date(2026, 11, 23))
        return [registry.child(registry.family(village), 9, on=registry.today) for _n in range(5)]

    assert names() == names()


def test_accounts_end_with_their_check_digit():
    assert all(check_digit_ok(account_number(serial, "410883")) for serial in range(50))


def test_the_clock_is_the_real_one_again():
    with turned_back() as clock:
        clock.moment = dt.datetime(2024, 5, 1, 9, tzinfo=dt.UTC)
        assert timezone.localdate() == dt.date(2024, 5, 1)
        assert Attachment().at == clock.moment
    assert timezone.now().year >= 2026 and Attachment().at > clock.moment
