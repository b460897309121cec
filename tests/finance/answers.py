"""Answers of the bank made from the files that were sent, right in everything that a test does not change."""

from collections.abc import Callable, Mapping
from io import BytesIO

import xlsxwriter
from django.utils import timezone

from finance.bank.format import Format, read_spec
from finance.bank.reading import read, sent_layout
from finance.bank.receiving import Answer, receive
from finance.bank.sending import file_bytes
from finance.models import BankReturn, Batch
from organisation.models import User

Cells = dict[str, str]


def rows_of(batch: Batch) -> list[Cells]:
    """What was sent, as the bank answers when everything was paid today."""
    format = read_spec(batch.adapter.spec)
    rows = [row.cells for file in batch.files.all() for row in read(format, file_bytes(file), sent_layout(format)).rows]
    paid = {"result": "成功", "reason": "", "booked_on": format.date_text(timezone.localdate())}
    return [row | paid for row in rows]


def as_file(format: Format, rows: list[Cells], *, encoding: str = "") -> bytes:
    """Rows in the layout of the bank's answer."""
    lines = [[column.title for column in format.answer_columns]] if format.heading else []
    lines += [[row[column.field] for column in format.answer_columns] for row in rows]
    if format.kind != "xlsx":
        return "".join(format.delimiter.join(line) + format.line_end for line in lines).encode(
            encoding or format.encoding
        )
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_numbers": False}) as book:
        page = book.add_worksheet()
        for place, line in enumerate(lines):
            page.write_row(place, 0, line)
    return target.getvalue()


def failed(reason: str = "销户") -> Cells:
    """What the bank says of a payment that came back."""
    return {"result": "失败", "reason": reason, "booked_on": ""}


def answer(
    batch: Batch,
    changes: Mapping[int, Cells] | None = None,
    *,
    edit: Callable[[list[Cells]], list[Cells]] = lambda rows: rows,
    last: bool = False,
    encoding: str = "",
) -> Answer:
    """An answer for the batch. `changes` by place from 0; `edit` gets all rows and returns those of the file."""
    rows = rows_of(batch)
    for place, cells in (changes or {}).items():
        rows[place] |= cells
    return Answer("回盘.csv", as_file(read_spec(batch.adapter.spec), edit(rows), encoding=encoding), last)


def read_in(batch: Batch, by: User, given: Answer) -> BankReturn:
    """Read the answer and return what was kept of it; the batch is as it is afterwards."""
    receive(batch, by=by, answer=given)
    batch.refresh_from_db()
    return batch.returns.latest("pk")
