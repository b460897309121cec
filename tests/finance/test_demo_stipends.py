"""The stipends of the demo, in small: told by real acts, whole, and with something to practise."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from cases.children.demo import staff
from cases.models import PublicNotice
from cases.registry.accounts import check_digit_ok
from cases.registry.id_numbers import parse
from cases.registry.models import PayeeAccount, Person
from documents.models import Document, Event
from finance.demo.county import BOYS, GIRLS
from finance.demo.people import Children
from finance.demo.practice import answer_to, every_kind
from finance.models import Accrual, Batch, Fund, Line
from finance.verifying import disagreements
from organisation.models import Division


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Thirty children instead of 1,903, loaded once for all tests of this file and rolled back after them."""
    from django.conf import settings

    with django_db_blocker.unblock(), transaction.atomic():
        settings.DEMO, before = True, settings.DEMO
        staff.hire_everyone()
        call_command("loadstipends", girls=9, boys=21, stdout=StringIO())
        yield
        settings.DEMO = before
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def within_demo(demo, db):
    """Each test in a savepoint of its own."""


def test_the_page_has_so_many_girls_and_boys_that_its_sum_comes_out():
    assert (GIRLS + BOYS, GIRLS * 5 * 50 + BOYS * 5 * 40) == (1903, 400_050)


def test_last_term_is_closed_with_its_reissue_and_this_one_is_open_to_practise():
    batches = Batch.objects.order_by("pk").values_list("kind", "status", "line_count")
    assert list(batches) == [("regular", "closed", 30), ("reissue", "closed", 7), ("regular", "open", 0)]
    assert Counter(Line.objects.values_list("status", flat=True)) == {"paid": 30, "reissued": 7}


def test_every_child_got_its_five_months_once():
    assert Accrual.objects.filter(status="paid").count() == Accrual.objects.count() == 150
    assert Fund.objects.get().paid_fen == 9 * 250_00 + 21 * 200_00


def test_everything_adds_up():
    assert list(disagreements()) == []


def test_every_paper_of_the_way_exists():
    kinds = set(Document.objects.values_list("kind", flat=True))
    assert {f"STP-{n:02d}" for n in (5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 20)} <= kinds


def test_the_notice_named_nobody():
    rows = str(PublicNotice.objects.get().rows)
    assert not [name for name in Person.objects.values_list("name", flat=True) if name in rows]


def test_nothing_happened_in_the_future():
    assert not Event.objects.filter(at__gt=timezone.now()).exists()


def test_nobody_real_can_hold_the_numbers():
    today = timezone.localdate()
    people = [person.id_number for person in Person.objects.all() if person.id_number]
    assert all(number.startswith("4199") and parse(number, today=today, allow_synthetic=True) for number in people)
    accounts = [account.number for account in PayeeAccount.objects.all()]
    assert all(number.startswith("990000") and check_digit_ok(number) for number in accounts)
    assert len(set(accounts)) == len(accounts)


def test_no_two_of_the_1903_share_an_id_number():
    villages = list(Division.objects.filter(code__startswith="410883", level="village"))
    children = Children(timezone.localdate()).of(villages, girls=GIRLS, boys=BOYS)
    assert len({entry.id_number for entry, _payee in children}) == 1903
    assert Counter(entry.sex for entry, _payee in children) == {"F": GIRLS, "M": BOYS}


def test_loading_again_changes_nothing():
    said = StringIO()
    call_command("loadstipends", stdout=said)
    assert said.getvalue() == "stipends: present\n" and Batch.objects.count() == 3


def test_outside_of_a_demo_nothing_is_loaded(settings):
    settings.DEMO = False
    for command in ("loadstipends", "practiceanswer"):
        with pytest.raises(CommandError, match="not a demo"):
            call_command(command, *(["STP-410883-2026A"] if command == "practiceanswer" else []))


def test_the_answer_to_practise_with_fits_the_batch(tmp_path):
    batch = Batch.objects.order_by("pk")[0]
    file = tmp_path / "answer.csv"
    call_command("practiceanswer", batch.number, out=file, each=1, stdout=StringIO())
    assert file.read_bytes() == answer_to(batch, every_kind(30), day=timezone.localdate())


def test_a_batch_that_was_not_sent_has_no_answer():
    with pytest.raises(CommandError, match="not been sent"):
        call_command("practiceanswer", Batch.objects.latest("pk").number)
