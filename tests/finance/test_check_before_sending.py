"""What must be right about every payment before the bank gets it, and the sentence that holds the batch back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from cases.registry.models import Guardianship, PayeeAccount, Person
from documents.refusals import NotPossible
from documents.transitions import perform
from finance.bank.checking import first_obstacle, problems_of
from finance.models import BankAdapter, BankFile, Batch
from organisation.models import User
from programs.models import ProgramVersion
from tests.finance.sendable import sendable

pytestmark = pytest.mark.django_db
WRONG = {
    "a wrong check digit": ("check_digit", {"number": "9900004108830000014"}),
    "letters in the account": ("account", {"number": "99000041088300000AB"}),
    "no account": ("account", {"number": ""}),
    "no holder": ("no_holder", {"holder": " "}),
    "a stranger as holder": ("holder", {"holder": "生人"}),
    "a relation that nobody proved": ("holder", {"holder": "生人", "holder_relation": "表叔"}),
    "a character the bank cannot write": ("characters", {"name_for_bank": "郭䶮"}),
    "a name longer than the bank takes": ("too_long", {"name_for_bank": "毋" * 31}),
    "a comma in the name": ("separator", {"name_for_bank": "毋,小满"}),
    "a formula as name": ("separator", {"name_for_bank": "=1+1"}),
    "a line break in the bank": ("separator", {"bank": "示例\n银行"}),
}


def changed(batch: Batch, **values: str) -> None:
    """The account of the first line with other values, as it might have been entered."""
    account = batch.lines.get(sequence=1).account
    for name, value in values.items():
        setattr(account, name, value)
    account.save()


def codes(batch: Batch) -> list[tuple[str, ...]]:
    return [each.codes for each in problems_of(batch)]


def test_a_batch_without_faults_has_no_obstacle(cast: dict[str, User]) -> None:
    assert first_obstacle(sendable()) is None


@pytest.mark.parametrize("fault", WRONG)
def test_a_fault_blocks_its_line_with_a_reason(cast: dict[str, User], fault: str) -> None:
    code, values = WRONG[fault]
    batch = sendable()
    changed(batch, **values)
    assert [code in found for found in codes(batch)] == [True]


def test_a_number_put_in_behind_its_index_is_not_sent(cast: dict[str, User]) -> None:
    batch = sendable()
    account = batch.lines.get(sequence=1).account
    PayeeAccount.objects.filter(pk=account.pk).update(number="9900004108830000220")
    assert [("changed" in found) for found in codes(batch)] == [True]


def test_one_blocked_line_holds_the_batch_and_nothing_is_written(cast: dict[str, User]) -> None:
    batch = sendable()
    changed(batch, name_for_bank="郭䶮")
    with pytest.raises(NotPossible, match="STP-410883-2026A-00001: The bank cannot write a character"):
        perform(batch, "send", by=cast["fu"])
    assert not BankFile.objects.exists()
    assert set(batch.lines.values_list("status", flat=True)) == {"listed"}


def test_the_sentence_names_neither_person_nor_account(cast: dict[str, User]) -> None:
    batch = sendable()
    changed(batch, number="9900004108830000014")
    sentence = first_obstacle(batch) or ""
    assert "毋" not in sentence and "990000" not in sentence


def test_a_rare_character_is_sent_by_the_name_for_the_bank(cast: dict[str, User]) -> None:
    batch = sendable()
    Person.objects.filter(payments__batch=batch, payments__sequence=1).update(name="郭䶮")
    changed(batch, holder="郭䶮", name_for_bank="郭YAN")
    assert first_obstacle(batch) is None


def test_the_carer_on_record_may_hold_the_account(cast: dict[str, User]) -> None:
    batch = sendable()
    carer = Person.objects.create(name="毋秋菊")
    Guardianship.objects.create(child=batch.lines.get(sequence=1).person, carer=carer, relation="grandparent")
    changed(batch, holder="毋秋菊")
    assert codes(batch) == []


def test_a_relation_that_a_second_person_confirmed_is_enough(cast: dict[str, User]) -> None:
    batch = sendable()
    changed(batch, holder="生人", holder_relation="表叔")
    PayeeAccount.objects.filter(holder="生人").update(entered_by=cast["su"], confirmed_by=cast["rui"])
    assert codes(batch) == []


def test_an_account_of_more_children_than_the_rules_allow_is_blocked(cast: dict[str, User]) -> None:
    batch = sendable(5)
    number = batch.lines.get(sequence=1).account.number
    for line in batch.lines.filter(sequence__lte=4).select_related("account"):
        line.account.number = number
        line.account.save()
    assert codes(batch) == [("shared",)] * 4


def test_as_many_children_as_the_rules_allow_may_share_an_account(cast: dict[str, User]) -> None:
    batch = sendable(4)
    most = ProgramVersion.objects.in_force("STP", batch.last_month).number("most_children_an_account")
    number = batch.lines.get(sequence=1).account.number
    for line in batch.lines.filter(sequence__lte=most).select_related("account"):
        line.account.number = number
        line.account.save()
    assert codes(batch) == []


def test_a_format_with_bank_line_numbers_needs_all_twelve_digits(cast: dict[str, User]) -> None:
    batch = sendable(adapter="xlsx")
    changed(batch, bank_line_number="12345")
    assert codes(batch) == [("bank_line",)]


def test_practice_accounts_are_never_paid_outside_of_practice(cast: dict[str, User], settings: Settings) -> None:
    settings.ALLOW_SYNTHETIC = False
    assert codes(sendable()) == [("synthetic",)] * 3


@pytest.mark.parametrize("size", [2, 30])
def test_the_number_of_statements_does_not_grow_with_the_batch(cast: dict[str, User], size: int) -> None:
    batch = sendable(size)
    with CaptureQueriesContext(connection) as queries:
        problems_of(batch)
    assert len(queries) <= 8


def test_both_shipped_formats_are_seeded() -> None:
    assert list(BankAdapter.objects.values_list("code", "active")) == [("csv", True), ("xlsx", True)]
