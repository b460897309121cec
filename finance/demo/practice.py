"""A bank's answer to practise with: everything paid but a few, which come back for reasons of every kind.

Invariant: the answer fits the files that were sent, row by row; it is made for demo and tests only. Called by
`manage.py practiceanswer`, the demo's page and tests.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from io import BytesIO

import xlsxwriter

from finance.bank.format import FAILURES, Format, read_spec
from finance.bank.reading import read, sent_layout
from finance.bank.sending import file_bytes
from finance.models import Batch

Failures = Mapping[int, str]  # number of the line in its batch → our code for why it comes back


def every_kind(count: int, of_each: int = 1) -> dict[int, str]:
    """Failures of every kind, spread over `count` payments; fewer when there are fewer payments."""
    codes = [code for code in FAILURES for _again in range(of_each)]
    step = max(1, count // len(codes))
    return {step * place: code for place, code in enumerate(codes, start=1) if step * place <= count}


def answer_to(
    batch: Batch, failures: Failures, *, day: dt.date, leaving_out: Iterable[int] = (), part: int | None = None
) -> bytes:
    """The bank's answer to what was sent, booked on that day; lines `leaving_out` are not mentioned."""
    format = read_spec(batch.adapter.spec)
    words = {meaning: word for word, meaning in reversed(list(format.results.items()))}
    reasons = {code: word for word, code in reversed(list(format.reasons.items()))}
    files = batch.files.filter(part=part) if part else batch.files.all()
    sent = [row.cells for file in files for row in read(format, file_bytes(file), sent_layout(format)).rows]
    told, without = [], set(leaving_out)
    for cells in sent:
        number = int(cells["serial"].rpartition("-")[2])
        if number in without:
            continue
        code = failures.get(number)
        result = (
            {"result": words["failed"], "reason": reasons[code]} if code else {"result": words["paid"], "reason": ""}
        )
        told.append(cells | result | {"booked_on": format.date_text(day), "reason_code": ""})
    return _bytes(format, [[cells.get(column.field, "") for column in format.answer_columns] for cells in told])


def _bytes(format: Format, rows: list[list[str]]) -> bytes:
    titles = [column.title for column in format.answer_columns]
    if format.kind == "xlsx":
        return _workbook([titles, *rows])
    lines = (format.delimiter.join(row) + format.line_end for row in [titles, *rows])
    return "".join(lines).encode(format.encoding)


def _workbook(rows: list[list[str]]) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        for line, row in enumerate(rows):
            for place, value in enumerate(row):
                page.write_string(line, place, value)
    return target.getvalue()
