"""Re-adding the money: nothing when all agrees, and every changed fen by its number."""

from io import StringIO

import pytest
from django.core.management import call_command

from documents.models import Event
from documents.reminders.models import Message
from finance.verifying import disagreements
from finance.verifying.nightly import verify_nightly
from tests.finance.tampering import change
from tests.finance.way import answered, batch_of, go

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(cast):
    return answered(go(batch_of(cast, girls=2, boys=3), cast), cast, {2: "frozen"})


def found() -> list[str]:
    return [str(each) for each in disagreements()]


def test_all_agrees_after_the_whole_way(batch):
    assert found() == []


@pytest.mark.parametrize("until", ["compiled", "town_reviewed", "approved", "funding_requested", "sent"])
def test_all_agrees_at_every_stage(cast, until):
    go(batch_of(cast, girls=1, boys=2), cast, until)
    assert found() == []


def test_one_fen_of_a_line_is_named(batch):
    line = batch.lines.get(sequence=3)
    change("UPDATE finance_line SET fen = fen + 1 WHERE id = %s", line.pk)
    assert any(each.startswith(f"{line.number}: pays ") for each in found())
    assert any(each.startswith(f"{batch.number}: its lines are not those") for each in found())


def test_one_fen_of_an_accrual_is_named(batch):
    accrual = batch.lines.get(sequence=1).items.first().accrual
    change("UPDATE finance_accrual SET fen = fen + 1 WHERE id = %s", accrual.pk)
    assert any(each.startswith(f"{accrual.case.number} 2026-") for each in found())


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE finance_fund SET paid_fen = paid_fen - 1", "2026 "),
        ("UPDATE finance_fundentry SET fen = fen - 1 WHERE kind = 'pay'", "2026 "),
        ("UPDATE finance_batch SET total_fen = total_fen + 1", "STP-"),
        ("UPDATE finance_bankfile SET total_fen = total_fen + 1", "STP-"),
        ("UPDATE finance_returnrow SET fen = fen + 1 WHERE row = 4", "STP-"),
        ("UPDATE finance_line SET status = 'paid' WHERE status = 'failed'", "STP-"),
        ("UPDATE finance_accrual SET status = 'open' WHERE status = 'paid'", "STP-"),
        ("UPDATE finance_townroll SET total_fen = total_fen + 1", "STP-"),
        ("UPDATE finance_lineitem SET live = false", "STP-"),
        ("DELETE FROM finance_returnrow WHERE paid = false", "STP-"),
    ],
)
def test_every_other_change_is_named_by_number(batch, statement, where):
    change(statement)
    assert found() and all(each.startswith(where) for each in found()[:1])


def test_no_disagreement_names_a_person(batch):
    change("UPDATE finance_line SET fen = fen + 1")
    names = {name for line in batch.lines.all() for name in (line.person.name, line.account.holder)}
    assert not any(name in each for each in found() for name in names)


def test_the_command_says_everything_and_ends_with_one(batch, capsys):
    change("UPDATE finance_line SET fen = fen + 1 WHERE sequence < 3")
    said = StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("verifymoney", stdout=said)
    assert f"DISAGREES {batch.number}-00001: pays" in said.getvalue() and "-00002" in said.getvalue()


def test_the_command_says_that_all_is_well(batch):
    said = StringIO()
    call_command("verifymoney", stdout=said)
    assert said.getvalue() == "OK 25 months, 5 lines, 1 batches\n"


def test_the_nightly_run_wakes_finance_once_a_day(batch, cast):
    change("UPDATE finance_line SET fen = fen + 1 WHERE sequence = 1")
    assert verify_nightly() and verify_nightly()
    assert set(Message.objects.values_list("user__username", flat=True)) == {"fu", "cao", "ji"}
    assert Message.objects.count() == 3
    assert Event.objects.filter(action="money.disagrees").exists()


def test_the_nightly_run_wakes_nobody_when_all_is_well(batch):
    assert verify_nightly() == 0
    assert not Message.objects.exists()
