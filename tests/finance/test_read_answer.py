"""Reading the bank's answer: what it moves and books, and everything for which the whole file is refused."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from documents.models import Event
from documents.refusals import NotAllowed, NotPossible
from finance.bank.problems import AnswerRefused, told
from finance.bank.receiving import Answer, answer_bytes, receive
from finance.models import Accrual, BankReturn, Batch, Fund, FundEntry, ReturnRow
from organisation.models import User
from tests.finance.answers import answer, failed, read_in
from tests.finance.sendable import released

pytestmark = pytest.mark.django_db
Cast = dict[str, User]


def states(batch: Batch) -> list[str]:
    return list(batch.lines.order_by("sequence").values_list("status", flat=True))


@pytest.mark.parametrize("adapter", ["csv", "xlsx"])
def test_a_full_answer_pays_lines_and_months_and_spends_the_commitment(cast: Cast, adapter: str) -> None:
    batch = released(cast, adapter=adapter)
    taken = read_in(batch, cast["fang"], answer(batch))
    assert (states(batch), batch.status) == (["paid"] * 3, "returned")
    assert set(Accrual.objects.values_list("status", flat=True)) == {"paid"}
    assert (taken.rows, taken.paid_fen, taken.failed_fen) == (3, batch.total_fen, 0)
    assert list(batch.fund_entries.values_list("kind", "fen")) == [("reserve", 75000), ("pay", 75000)]


def test_each_line_keeps_the_day_on_which_the_bank_paid_it(cast: Cast) -> None:
    batch = released(cast)
    read_in(batch, cast["fang"], answer(batch))
    assert set(batch.lines.values_list("paid_on", flat=True)) == {timezone.localdate()}


def test_a_returned_payment_keeps_its_code_and_frees_its_share_of_the_fund(cast: Cast) -> None:
    batch = released(cast)
    read_in(batch, cast["fang"], answer(batch, {1: failed("销户")}))
    line = batch.lines.get(sequence=2)
    assert (line.status, line.failure) == ("failed", "account_closed")
    assert FundEntry.objects.get(kind="release").fen == line.fen
    assert set(Accrual.objects.filter(items__line=line).values_list("status", flat=True)) == {"listed"}


def test_a_reason_of_the_banks_own_is_other_and_kept_word_for_word(cast: Cast) -> None:
    batch = released(cast)
    read_in(batch, cast["fang"], answer(batch, {0: failed("系统维护")}))
    assert ReturnRow.objects.values_list("code", "words").get(paid=False) == ("other", "系统维护")


def test_what_a_partial_answer_does_not_name_stays_sent(cast: Cast) -> None:
    batch = released(cast)
    read_in(batch, cast["fang"], answer(batch, edit=lambda rows: rows[:1]))
    assert states(batch) == ["paid", "sent", "sent"]


def test_what_the_last_answer_does_not_name_is_unknown_and_never_failed(cast: Cast) -> None:
    batch = released(cast)
    read_in(batch, cast["fang"], answer(batch, edit=lambda rows: rows[:1], last=True))
    assert states(batch) == ["paid", "unknown", "unknown"]
    assert not FundEntry.objects.filter(kind="release").exists()


def test_an_unknown_payment_is_paid_once_the_bank_says_so(cast: Cast) -> None:
    batch = released(cast)
    read_in(batch, cast["fang"], answer(batch, edit=lambda rows: rows[:1], last=True))
    read_in(batch, cast["fang"], answer(batch))
    assert states(batch) == ["paid"] * 3
    assert Fund.objects.get().paid_fen == batch.total_fen


def test_a_payment_the_bank_still_works_on_stays_sent(cast: Cast) -> None:
    batch = released(cast)
    read_in(batch, cast["fang"], answer(batch, {2: {"result": "处理中", "booked_on": ""}}))
    assert states(batch) == ["paid", "paid", "sent"]


def test_a_later_answer_that_repeats_the_earlier_one_books_only_what_is_new(cast: Cast) -> None:
    batch = released(cast)
    read_in(batch, cast["fang"], answer(batch, edit=lambda rows: rows[:2]))
    second = read_in(batch, cast["fang"], answer(batch))
    assert (second.rows, second.paid_fen) == (1, 25000)
    assert sum(batch.fund_entries.filter(kind="pay").values_list("fen", flat=True)) == batch.total_fen


def refused(batch: Batch, by: User, given: Answer) -> list[str]:
    """The codes for which the answer is refused; nothing of it may have been booked."""
    before = (states(batch), Fund.objects.get().paid_fen)
    with pytest.raises(AnswerRefused) as caught:
        receive(batch, by=by, answer=given)
    assert (states(batch), Fund.objects.get().paid_fen) == before
    return [problem.code for problem in caught.value.problems]


Edit = Callable[[list[dict[str, str]]], list[dict[str, str]]]
DAY = "booked_on"
ROWS: dict[str, tuple[str, Edit]] = {
    "a number that nobody sent": ("serial", lambda rows: [rows[0] | {"serial": "STP-410883-2026A-00099"}]),
    "a number of another batch": ("other_batch", lambda rows: [rows[0] | {"serial": "STP-410883-2025B-00001"}]),
    "a payment named twice": ("twice", lambda rows: [*rows, rows[0]]),
    "a fen less": ("wrong_amount", lambda rows: [rows[0] | {"amount": "249.99"}]),
    "an amount that is no number": ("amount", lambda rows: [rows[0] | {"amount": "贰佰伍拾"}]),
    "an empty amount": ("amount", lambda rows: [rows[0] | {"amount": ""}]),
    "a negative amount": ("amount", lambda rows: [rows[0] | {"amount": "-250.00"}]),
    "three decimals": ("amount", lambda rows: [rows[0] | {"amount": "250.000"}]),
    "another account": ("wrong_account", lambda rows: [rows[0] | {"account": rows[1]["account"]}]),
    "an account spoilt by a spreadsheet": ("wrong_account", lambda rows: [rows[0] | {"account": "9.9E+18"}]),
    "a result of no meaning": ("result", lambda rows: [rows[0] | {"result": "待定"}]),
    "no result": ("result", lambda rows: [rows[0] | {"result": ""}]),
    "paid with a reason for failing": ("reason", lambda rows: [rows[0] | {"reason": "销户"}]),
    "no day": ("date", lambda rows: [rows[0] | {DAY: ""}]),
    "a day that is none": ("date", lambda rows: [rows[0] | {DAY: "2026-02-30"}]),
    "a day before sending": ("too_early", lambda rows: [rows[0] | {DAY: "2020-01-02"}]),
    "a day in the future": ("too_late", lambda rows: [rows[0] | {DAY: "2999-01-01"}]),
}


@pytest.mark.parametrize("fault", ROWS)
def test_one_faulty_row_refuses_the_whole_file(cast: Cast, fault: str) -> None:
    batch = released(cast)
    code, edit = ROWS[fault]
    assert refused(batch, cast["fang"], answer(batch, edit=lambda rows: [*edit(rows), *rows[1:]][: len(rows) + 1])) in (
        [code],
        [code, "twice"],
    )


FILES: dict[str, tuple[str, bytes]] = {
    "nothing": ("empty", b""),
    "blanks": ("empty", b" \r\n\r\n"),
    "zeros": ("empty", b"\x00" * 64),
    "a picture": ("garbage", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    "half a character": ("garbage", b"\xff\xfe\xff"),
    "a workbook for a bank that sends text": ("garbage", b"PK\x03\x04rest"),
    "other titles": ("heading", "甲,乙,丙\r\n1,2,3\r\n".encode("gb18030")),
    "a page of the web": ("heading", b"<html><body>502 Bad Gateway</body></html>"),
    "an open quote": ("garbage", b'"open\r\n1,2'),
}


@pytest.mark.parametrize("fault", FILES)
def test_a_file_that_is_no_answer_is_refused_in_words(cast: Cast, fault: str) -> None:
    code, content = FILES[fault]
    assert refused(released(cast), cast["fang"], Answer("x", content)) == [code]


def test_an_answer_in_another_encoding_is_named_as_such(cast: Cast) -> None:
    batch = released(cast)
    assert refused(batch, cast["fang"], answer(batch, encoding="utf-8")) == ["encoding"]
    assert "UTF-8" in told(batch.returns.get().problems)[0]


def test_the_file_that_was_sent_is_no_answer(cast: Cast) -> None:
    batch = released(cast)
    sent = answer(batch).content.decode("gb18030").replace(",处理结果,失败原因,入账日期", "")
    assert refused(batch, cast["fang"], Answer("x.csv", sent.encode("gb18030"))) == ["sent_file"]


def test_the_same_file_is_read_once(cast: Cast) -> None:
    batch = released(cast)
    read_in(batch, cast["fang"], given := answer(batch, edit=lambda rows: rows[:2]))
    assert refused(batch, cast["fang"], given) == ["same_file"]


def test_the_bank_cannot_take_back_what_it_has_answered(cast: Cast) -> None:
    batch = released(cast)
    read_in(batch, cast["fang"], answer(batch))
    assert refused(batch, cast["fang"], answer(batch, {0: failed()})) == ["changed"]


def test_an_answer_that_says_nothing_new_is_not_kept_as_one(cast: Cast) -> None:
    batch = released(cast)
    read_in(batch, cast["fang"], answer(batch, edit=lambda rows: rows[:2]))
    assert refused(batch, cast["fang"], answer(batch, edit=lambda rows: rows[:1])) == ["nothing_new"]


def test_a_row_with_a_cell_missing_refuses_the_file(cast: Cast) -> None:
    batch = released(cast)
    cut = answer(batch).content.rstrip(b"\r\n").rpartition(b",")[0]
    assert refused(batch, cast["fang"], Answer("x.csv", cut)) == ["cells"]


def test_a_refused_file_is_kept_with_its_faults_and_an_event(cast: Cast) -> None:
    batch = released(cast)
    given = answer(batch, {0: {"amount": "1.00"}})
    refused(batch, cast["fang"], given)
    kept = batch.returns.get()
    assert (kept.outcome, answer_bytes(kept)) == ("refused", given.content)
    assert told(kept.problems) == ["Row 2: The amount is not the 250.00 yuan that were sent."]
    assert Event.objects.filter(action="bankreturn.refuse", subject_id=kept.pk).exists()


def test_the_same_refused_file_is_kept_once(cast: Cast) -> None:
    batch = released(cast)
    for _time in range(2):
        refused(batch, cast["fang"], answer(batch, {0: {"amount": "1.00"}}))
    assert batch.returns.count() == 1


def test_what_is_kept_of_a_fault_names_neither_person_nor_account(cast: Cast) -> None:
    batch = released(cast)
    shifted = answer(
        batch, edit=lambda rows: [row | {"result": row["holder"], "amount": row["account"]} for row in rows]
    )
    refused(batch, cast["fang"], shifted)
    stored = str(batch.returns.get().problems)
    assert "毋" not in stored and "990000" not in stored


def test_the_same_click_twice_is_one_answer(cast: Cast) -> None:
    batch, given = released(cast), None
    given = answer(batch)
    events = {receive(batch, by=cast["fang"], answer=given, key="k").pk for _time in range(2)}
    assert len(events) == 1 and batch.returns.count() == 1


def test_only_the_preparer_reads_answers_and_somebody_else_keeps_no_file(cast: Cast) -> None:
    batch = released(cast)
    with pytest.raises(NotAllowed):
        receive(batch, by=cast["kang"], answer=answer(batch))
    assert not BankReturn.objects.exists()


def test_a_kept_answer_whose_bytes_were_changed_is_not_handed_out(cast: Cast) -> None:
    batch = released(cast)
    kept = read_in(batch, cast["fang"], answer(batch))
    kept.content = bytes(kept.content)[:-1] + b"x"
    with pytest.raises(NotPossible, match="changed"):
        answer_bytes(kept)
