"""Faults that other systems of this field have or had, one test each: none of them may come back here."""

import ast
import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.models import Award, Case
from documents.refusals import NotAllowed, NotPossible, Refused, Stale
from documents.transitions import perform
from finance.bank import sending
from finance.bank.problems import AnswerRefused
from finance.bank.receiving import Answer, receive
from finance.demo.practice import answer_to
from finance.models import Accrual, Approval, BankAdapter, Batch, FundEntry, Line, LineItem
from finance.reissuing import approve_reissue
from tests.finance.stages import open_for
from tests.finance.tampering import past_the_triggers
from tests.finance.way import answered, batch_of, go

pytestmark = pytest.mark.django_db
MONEY = Path(settings.BASE_DIR) / "finance"


@pytest.fixture
def batch(cast):
    return batch_of(cast, girls=2, boys=3)


def sources() -> list[ast.AST]:
    return [ast.parse(path.read_text(encoding="utf-8")) for path in MONEY.rglob("*.py")]


def test_a_month_in_two_payments_is_refused_by_the_database(batch, cast):
    """W1: paying twice across plans was only a query, which two at once both passed."""
    go(batch, cast, "compiled")
    item = batch.lines.first().items.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        LineItem.objects.create(line=batch.lines.last(), accrual=item.accrual, fen=item.fen)


def test_the_content_hash_is_compared_and_not_only_written(batch, cast):
    """W2: a hash was written at every step and never verified."""
    go(batch, cast, "town_reviewed")
    with past_the_triggers():
        batch.lines.filter(sequence=1).update(fen=1)
    with pytest.raises(NotPossible, match="not what was compiled"):
        perform(batch, "review", by=cast["rui"])


@pytest.mark.parametrize("name", ["send_back", "cancel", "review"])
def test_what_the_permission_says_is_used(batch, cast, name):
    """W3: the answer of the permission check for rejecting was thrown away."""
    go(batch, cast, "town_reviewed")
    with pytest.raises(NotAllowed):
        perform(batch, name, by=cast["fang"], reason="退回")
    assert Batch.objects.get().status == "town_reviewed"


@pytest.mark.parametrize("name", ["compile", "review", "approve", "request_funds", "send", "send_back", "close"])
def test_looking_at_an_act_changes_nothing(batch, cast, client, name):
    """W4: batches were locked, unlocked and sent by GET."""
    client.force_login(cast["kang"])
    client.get(reverse("batch-act", args=[batch.code, name]), {"reason": "退回"})
    assert Batch.objects.get().status == "open"


@pytest.mark.parametrize("amount", ["", "abc", "-250.00", "0", "1e3", "２５０．００"])
def test_an_amount_that_cannot_be_read_is_never_nought(batch, cast, amount):
    """W5: an unreadable cell became 0, negative amounts and repeated rows were taken."""
    go(batch, cast)
    bad = answer_to(batch, {}, day=batch.sent_on).decode("gb18030").replace("250.00", amount).encode("gb18030")
    with pytest.raises(AnswerRefused):
        receive(batch, by=cast["fang"], answer=Answer("回盘.csv", bad))
    assert set(batch.lines.values_list("status", flat=True)) == {"sent"}


def test_a_row_that_stands_twice_is_refused(batch, cast):
    """W5: repeated rows were taken."""
    go(batch, cast)
    lines = answer_to(batch, {}, day=batch.sent_on).splitlines(keepends=True)
    with pytest.raises(AnswerRefused):
        receive(batch, by=cast["fang"], answer=Answer("回盘.csv", b"".join([*lines, lines[-1]])))


def test_nobody_waits_for_an_error_that_never_comes():
    """W6: the driver's own error was caught, which Django never lets through."""
    caught = {ast.unparse(each.type) for tree in sources() for each in ast.walk(tree) if _catches(each)}
    assert not {name for name in caught if "psycopg" in name or "sqlite3" in name}


def _catches(node: ast.AST) -> bool:
    return isinstance(node, ast.ExceptHandler) and node.type is not None


def test_the_second_of_two_approvals_finds_a_stale_page(batch, cast):
    """W7: a cache was used as a lock, and approvals were counted before they were entered."""
    go(batch, cast, "county_reviewed")
    seen = batch.dossier.version
    perform(batch, "approve", by=cast["cao"], expected=seen)
    with pytest.raises((Stale, NotPossible, NotAllowed)):
        perform(batch, "approve", by=cast["cao"], expected=seen)
    assert Approval.objects.filter(step="approve").count() == 1


def test_money_is_locked_in_the_database_and_not_in_a_cache():
    """W7: a cache as a mutex, and constants compared by identity."""
    nodes = [node for tree in sources() for node in ast.walk(tree)]
    assert not [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == "django.core.cache"]
    compared = [node for node in nodes if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Is | ast.IsNot)]
    assert all(isinstance(side, ast.Constant | ast.Name) for node in compared for side in node.comparators)


def test_an_empty_selection_pays_nobody(batch, cast):
    """W8: an empty filter paid everybody who was active."""
    answered(go(batch, cast), cast, {1: "frozen"})
    with pytest.raises(NotPossible, match="Choose the payments"):
        approve_reissue(batch, [], by=cast["rui"], keep_reason="已解冻")
    assert batch.lines.get(sequence=1).status == "failed"


def test_a_second_batch_of_the_same_term_has_nothing_left_to_pay(batch, cast):
    """W9: the same plan and cycle could be paid again."""
    go(batch, cast)
    again = open_for(batch.fund, cast)
    with pytest.raises(NotPossible, match="nothing to pay"):
        perform(again, "compile", by=cast["kang"])
    assert Line.objects.exclude(batch=batch).count() == 0


def test_a_signature_is_that_of_whoever_acts_whatever_the_request_says(batch, cast):
    """W10: approvals were a list that any client could send along."""
    go(batch, cast, "town_reviewed")
    perform(batch, "review", by=cast["rui"], opinion="属实", approvals={"cao": "APPROVED"}, actor=cast["cao"].pk)
    assert list(Approval.objects.values_list("step", "actor__username")) == [("compile", "kang"), ("review", "rui")]
    assert Batch.objects.get().status == "county_reviewed"


def test_what_one_round_found_wrong_says_nothing_of_the_next(batch, cast):
    """W11: a limit that was exceeded once stood on a class, for every thread and batch."""
    case = first_case()
    case.person.accounts.update(valid_to=dt.date(2026, 1, 1))
    go(batch, cast, "compiled")
    assert batch.entries.get(outcome="error").case_id == case.pk
    perform(batch, "send_back", by=cast["rui"], reason="补录账户")
    case.person.accounts.update(valid_to=None)
    go(batch, cast, "compiled")
    assert not batch.entries.filter(round=2, outcome="error").exists()


def first_case() -> Case:
    return Award.objects.order_by("pk")[0].case


def test_girls_get_fifty_and_boys_forty_and_nobody_ninety(batch, cast):
    """W12: two items "girls 50, boys 40" gave every child 90, because the condition was not applied."""
    go(batch, cast, "compiled")
    assert set(batch.lines.values_list("person__sex", "fen")) == {("F", 250_00), ("M", 200_00)}


def test_one_month_is_paid_as_one_month(batch, cast):
    """W13: a most amount was applied as a least one."""
    case = first_case()
    case.awards.update(last_month=dt.date(2026, 3, 1))
    go(batch, cast, "compiled")
    assert batch.lines.get(case=case).months == 1
    assert batch.lines.get(case=case).fen in (50_00, 40_00)


@pytest.mark.parametrize("rows", [1, 2, 4, 5, 6])
def test_the_last_part_of_a_file_is_sent_too(batch, cast, rows):
    """W14: between 200 and 1,999 people the last part was never queued."""
    adapter = BankAdapter.objects.get(code="csv")
    adapter.spec["rows_per_file"] = rows
    adapter.save()
    go(batch, cast)
    assert sum(batch.files.values_list("rows", flat=True)) == 5
    assert sum(batch.files.values_list("total_fen", flat=True)) == batch.total_fen


def test_compiling_again_gives_the_same_and_never_more(batch, cast):
    """W15: preparing again multiplied amounts that were there already."""
    first = go(batch, cast, "compiled").total_fen
    for _again in range(2):
        perform(batch, "send_back", by=cast["rui"], reason="再核一次")
        go(batch, cast, "compiled")
        assert batch.total_fen == first
    assert Accrual.objects.count() == 25


def test_what_was_paid_is_not_available_again(batch, cast):
    """W16: only approved money counted, so that what was paid became available again."""
    before = batch.fund.available_fen
    answered(go(batch, cast), cast, {1: "frozen"})
    batch.fund.refresh_from_db()
    assert before - batch.fund.available_fen == batch.total_fen - batch.lines.get(sequence=1).fen


def test_a_fund_that_is_short_approves_nothing_at_all(batch, cast):
    """W16: a shortage in the middle of the list came after the first rows were approved."""
    go(batch, cast, "county_reviewed")
    perform(batch.fund, "grant", by=cast["fang"], fen=-(batch.fund.available_fen - batch.total_fen + 1), words="调减")
    with pytest.raises(Refused, match="short"):
        perform(batch, "approve", by=cast["cao"])
    assert not FundEntry.objects.filter(kind="reserve").exists()


def test_a_file_that_cannot_be_written_leaves_nothing_sent(batch, cast, monkeypatch):
    """W17: a batch was marked as started before it was posted, and after an error neither retried nor flagged."""
    go(batch, cast, "funding_requested")
    with monkeypatch.context() as patch, pytest.raises(OSError, match="disk"):
        patch.setattr(sending, "written", _full_disk)
        perform(batch, "send", by=cast["fu"])
    batch.refresh_from_db()
    assert (batch.status, batch.files.count(), batch.lines.filter(status="listed").count()) == (
        "funding_requested",
        0,
        5,
    )
    assert go(batch, cast).files.count() == 1


def _full_disk(*_args: object) -> bytes:
    raise OSError("disk full")


def test_no_test_of_money_is_switched_off():
    """W18: the tests of preparing and approving were disabled."""
    for path in Path(__file__).parent.rglob("test_*.py"):
        marks = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if _switches_off(node)]
        assert not marks, path


def _switches_off(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and ast.unparse(node) in ("pytest.mark.skip", "pytest.mark.xfail")
