"""Bank formats as data: what is wrong is told in words, and what is written is read again to the fen."""

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from finance.bank.format import Format, read_spec
from finance.bank.problems import AnswerRefused
from finance.bank.reading import answer_layout, read, sent_layout
from finance.bank.writing import Head, Payment, written
from finance.seeding import BOOK, CSV

COLUMNS = [{"field": name, "width": 30} for name in ("serial", "holder", "account", "amount")]
FIXED: dict[str, Any] = {
    "kind": "fixed",
    "encoding": "gb18030",
    "amount": "fen",
    "heading": False,
    "columns": COLUMNS,
    "answer_columns": [*COLUMNS, {"field": "result", "width": 4}],
    "header": [{"field": "batch", "width": 40}, {"field": "count", "width": 10}, {"field": "total", "width": 20}],
    "answer_header": [{"field": "count", "width": 10}, {"field": "total", "width": 20}],
    "results": {"S": "paid", "F": "failed"},
}
PIPE: dict[str, Any] = FIXED | {
    "kind": "delimited",
    "delimiter": "|",
    "encoding": "utf-8-sig",
    "line_end": "lf",
    "trailer": [{"field": "text", "title": "合计"}, {"field": "count"}, {"field": "total"}],
    "amount": "yuan",
}
FORMATS = {"csv": CSV, "book": BOOK, "fixed": FIXED, "pipe": PIPE}
NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=9)
PAYMENTS = st.lists(
    st.builds(
        Payment,
        serial=st.integers(1, 99_999).map("STP-410883-2026A-{:05d}".format),
        holder=NAMES,
        account=st.integers(10**15, 10**18).map(str),
        fen=st.integers(1, 10**9),
        bank=NAMES,
        bank_line=st.just("123456789012"),
    ),
    min_size=1,
    max_size=8,
)


def head(payments: list[Payment]) -> Head:
    total = sum(payment.fen for payment in payments)
    return Head("STP-410883-2026A", 1, dt.date(2026, 11, 24), len(payments), total)


@pytest.mark.parametrize("name", FORMATS)
@given(payments=PAYMENTS)
def test_what_is_written_is_read_again(name: str, payments: list[Payment]) -> None:
    format = read_spec(FORMATS[name])
    table = read(format, written(format, payments, head(payments)), sent_layout(format))
    told = [(row.cells["serial"], row.cells["holder"], row.cells["account"]) for row in table.rows]
    assert told == [(each.serial, each.holder, each.account) for each in payments]
    assert [format.fen_of(row.cells["amount"]) for row in table.rows] == [each.fen for each in payments]


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_payments_are_the_same_bytes(name: str) -> None:
    format, payments = read_spec(FORMATS[name]), [Payment("STP-1", "毋小满", "9900004108830000013", 25000, "示例银行")]
    assert written(format, payments, head(payments)) == written(format, payments, head(payments))


@given(data=st.binary(max_size=400))
@pytest.mark.parametrize("name", FORMATS)
def test_any_bytes_are_an_answer_or_are_refused(name: str, data: bytes) -> None:
    format = read_spec(FORMATS[name])
    try:
        assert read(format, data, answer_layout(format)).rows is not None
    except AnswerRefused as refused:
        assert all(map(str, refused.problems))


def test_header_and_trailer_carry_count_and_total() -> None:
    format, payments = read_spec(PIPE), [Payment("STP-1", "毋小满", "9900004108830000013", 25000)] * 2
    lines = written(format, payments, head(payments)).decode("utf-8-sig").splitlines()
    assert (lines[0], lines[-1]) == ("STP-410883-2026A|2|500.00", "合计|2|500.00")


def test_fixed_width_counts_bytes_and_not_characters() -> None:
    format, payments = read_spec(FIXED), [Payment("STP-1", "毋小满", "9900004108830000013", 25000)]
    assert {len(line) for line in written(format, payments, head(payments)).splitlines()} == {70, 120}


def test_a_text_longer_than_its_column_is_not_cut() -> None:
    format, payments = read_spec(FIXED), [Payment("STP-1", "毋" * 16, "9900004108830000013", 25000)]
    with pytest.raises(ValueError, match="longer"):
        written(format, payments, head(payments))


def test_a_separator_within_a_text_is_never_written() -> None:
    format, payments = read_spec(CSV), [Payment("STP-1", "毋,小满", "9900004108830000013", 25000)]
    with pytest.raises(ValueError, match="parts columns"):
        written(format, payments, head(payments))


WRONG: dict[str, tuple[Any, str]] = {
    "no object": ([], "object in braces"),
    "an unknown setting": (CSV | {"colour": 1}, "no setting “colour”"),
    "no kind": ({key: value for key, value in CSV.items() if key != "kind"}, "“kind” must be one of"),
    "an encoding of no bank": (CSV | {"encoding": "latin-1"}, "“encoding” must be one of"),
    "columns that are no list": (CSV | {"columns": "serial"}, "must be a list of columns"),
    "a field of no meaning": (CSV | {"columns": [*CSV["columns"], {"field": "mood"}]}, "“mood” is no field"),
    "a field that is no text": (CSV | {"columns": [*CSV["columns"], {"field": {}}]}, "is no field"),
    "a field twice": (CSV | {"columns": CSV["columns"] * 2}, "stands twice"),
    "no account": (CSV | {"columns": CSV["columns"][:1]}, "needs the field “account”"),
    "no result in the answer": (CSV | {"answer_columns": CSV["columns"]}, "needs the field “result”"),
    "no widths": (FIXED | {"columns": CSV["columns"]}, "its width in bytes"),
    "no words for failed": (CSV | {"results": {"成功": "paid"}}, "which words of the bank mean paid"),
    "results that are no words": (CSV | {"results": {"成功": ["paid"]}}, "which words of the bank mean paid"),
    "a reason without a code of ours": (CSV | {"reasons": {"下雨": "rain"}}, "must give each reason"),
    "a date without a day": (CSV | {"date": "%Y-%m"}, "“date” must be a pattern"),
    "a date that is no text": (CSV | {"date": 3}, "“date” must be a pattern"),
    "no row in a file": (CSV | {"rows_per_file": 0}, "“rows_per_file” must be a whole number"),
    "a name of half a byte": (CSV | {"name_bytes": 0.5}, "“name_bytes” must be a whole number"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_format_that_cannot_work_is_refused_with_a_sentence(name: str) -> None:
    spec, sentence = WRONG[name]
    with pytest.raises(ValidationError) as caught:
        read_spec(spec)
    assert any(sentence in message for message in caught.value.messages), caught.value.messages


VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.lists(st.integers(), max_size=2))


@given(changes=st.dictionaries(st.sampled_from(sorted(CSV)), VALUES, max_size=4))
def test_no_data_whatever_breaks_the_form(changes: dict[str, Any]) -> None:
    try:
        assert isinstance(read_spec(CSV | changes), Format)
    except ValidationError as error:
        assert error.messages


@pytest.mark.parametrize(
    ("text", "fen"),
    [("250.00", 25000), ("250", 25000), ("1,903.50", 190350), ("0.05", 5), ("250.5", 25050)]
    + [(text, None) for text in ("", "-1", "1e3", ".5", "1,90.00", "250.000", "NaN", "２５０", "250 元")],
)
def test_an_amount_is_read_to_the_fen_or_not_at_all(text: str, fen: int | None) -> None:
    assert read_spec(CSV).fen_of(text) == fen


def test_an_old_program_may_end_its_file_with_control_z() -> None:
    format = read_spec(CSV)
    payments = [Payment("STP-1", "毋小满", "9900004108830000013", 25000)]
    content = written(format, payments, head(payments)) + b"\r\n\x1a"
    assert len(read(format, content, sent_layout(format)).rows) == 1


def test_a_day_in_a_workbook_may_be_a_date_of_the_spreadsheet() -> None:
    format = read_spec(BOOK | {"date": "%Y%m%d"})
    titles = [column.title for column in format.answer_columns]
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, titles)
        page.write_row(1, 0, ["1"] * (len(titles) - 1))
        page.write_datetime(
            1, len(titles) - 1, dt.datetime(2026, 11, 24), book.add_format({"num_format": "yyyy-mm-dd"})
        )
    [row] = read(format, target.getvalue(), answer_layout(format)).rows
    assert format.day_of(row.cells["booked_on"]) == dt.date(2026, 11, 24)
