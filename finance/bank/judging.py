"""What each row of an answer means for the payment it names, or what is wrong with it.

Invariant: a pure function of the rows, what was sent and what is known already; nothing is written here. A payment
that the answer does not name gets no verdict: no answer is unknown, never failed. Called by finance.bank.receiving.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from finance.bank.format import Format
from finance.bank.problems import Problem
from finance.bank.reading import Row, Table
from finance.models import Line
from finance.wording import yuan_words
from organisation.encryption import blind_index

Status = Line.Status
ARRIVED = frozenset(
    {Status.PAID, Status.RECOVERY_PENDING, Status.RECOVERED, Status.OFFSET, Status.WRITTEN_OFF}
)  # the bank paid it, whatever became of it since
CAME_BACK = frozenset({Status.FAILED, Status.REISSUE_PENDING, Status.REISSUED, Status.CANCELLED})
WAITS = frozenset({Status.SENT, Status.UNKNOWN})
OTHER = "other"
MOST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Sent:
    """One payment as it was sent, and where it stands."""

    line: int
    fen: int
    account_index: str
    status: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The bank's answer for one payment that had none."""

    row: int
    line: int
    paid: bool
    fen: int
    code: str
    words: str
    booked_on: dt.date | None


@dataclass(frozen=True)
class Question:
    """What the rows are compared with. `sent` by the number of the payment."""

    format: Format
    batch: str
    sent: Mapping[str, Sent]
    sent_on: dt.date
    today: dt.date


def judge(question: Question, table: Table) -> tuple[list[Verdict], list[Problem]]:
    """A verdict for each payment that gets its answer now, and every fault of the file."""
    verdicts: list[Verdict] = []
    problems = list(table.faults)
    first: dict[str, int] = {}
    for row in table.rows:
        serial = row.cells["serial"]
        if serial in first:
            problems.append(Problem("twice", row.number, {"first": first[serial]}))
            continue
        first[serial] = row.number
        faults = list(_faults(question, row))
        problems += faults
        if not faults and (verdict := _verdict(question, row)):
            verdicts.append(verdict)
    problems += _faults_of_totals(question.format, table)
    return verdicts, sorted(problems, key=lambda problem: problem.row)


def _faults(question: Question, row: Row) -> Iterator[Problem]:
    sent = question.sent.get(row.cells["serial"])
    if sent is None:
        yield _stranger(question, row)
        return
    yield from _wrong_values(question, row, sent)
    result = question.format.results.get(row.cells["result"])
    if result is None:
        yield Problem("result", row.number, {"wants": ", ".join(question.format.results)})
        return
    if result == "paid" and _reason(row):
        yield Problem("reason", row.number)
    if result == "paid" or row.cells.get("booked_on"):
        yield from _wrong_day(question, row)
    if (was := _known(sent)) and result != was:
        yield Problem("changed", row.number, {"was": _words_for(question.format, was)})


def _stranger(question: Question, row: Row) -> Problem:
    """A number that this batch did not send: another batch's, or nobody's."""
    batch, _dash, sequence = row.cells["serial"].rpartition("-")
    if batch.startswith("STP-") and batch != question.batch and sequence.isdigit() and len(batch) <= 30:
        return Problem("other_batch", row.number, {"batch": batch})
    return Problem("serial", row.number)


def _wrong_values(question: Question, row: Row, sent: Sent) -> Iterator[Problem]:
    fen = question.format.fen_of(row.cells["amount"])
    if fen is None:
        yield Problem("amount", row.number)
    elif fen != sent.fen:
        yield Problem("wrong_amount", row.number, {"sent": yuan_words(sent.fen)})
    if blind_index(row.cells["account"], purpose="account") != sent.account_index:
        yield Problem("wrong_account", row.number)


def _wrong_day(question: Question, row: Row) -> Iterator[Problem]:
    day = question.format.day_of(row.cells.get("booked_on", ""))
    if day is None:
        if any(column.field == "booked_on" for column in question.format.answer_columns):
            yield Problem("date", row.number)
    elif day < question.sent_on:
        yield Problem("too_early", row.number, {"sent": question.sent_on.isoformat()})
    elif day > question.today:
        yield Problem("too_late", row.number)


def _verdict(question: Question, row: Row) -> Verdict | None:
    """None for a payment that is answered already, or that the bank is still working on."""
    format, sent = question.format, question.sent[row.cells["serial"]]
    result = format.results[row.cells["result"]]
    if result == "pending" or sent.status not in WAITS:
        return None
    paid, reason = result == "paid", _reason(row)
    day = format.day_of(row.cells.get("booked_on", ""))
    return Verdict(
        row=row.number,
        line=sent.line,
        paid=paid,
        fen=sent.fen,
        code="" if paid else _code(format, row),
        words=reason[:MOST_WORDS],
        booked_on=day or (question.today if paid else None),
    )


def _reason(row: Row) -> str:
    return row.cells.get("reason", "") or row.cells.get("reason_code", "")


def _code(format: Format, row: Row) -> str:
    """Our code for the bank's reason; what it says in words of its own is `other` and kept as it stands."""
    for field in ("reason_code", "reason"):
        if code := format.reasons.get(row.cells.get(field, "")):
            return code
    return OTHER


def _known(sent: Sent) -> str:
    """What the bank has answered before."""
    return "paid" if sent.status in ARRIVED else "failed" if sent.status in CAME_BACK else ""


def _words_for(format: Format, meaning: str) -> str:
    return next(word for word, means in format.results.items() if means == meaning)


def _faults_of_totals(format: Format, table: Table) -> Iterator[Problem]:
    """Header or trailer against the rows."""
    count, total = table.facts.get("count"), table.facts.get("total")
    rows = len(table.rows) + len(table.faults)
    if count is not None and count != str(rows):
        yield Problem("count", values={"says": count if count.isdigit() else "?", "has": rows})
    fen = [format.fen_of(row.cells["amount"]) for row in table.rows]
    if total is not None and format.fen_of(total) != sum(each or 0 for each in fen):
        yield Problem("total")


def is_final(format: Format, facts: Mapping[str, Any]) -> bool:
    """Whether the file itself says that it is the bank's last answer."""
    return bool(facts.get("final")) and facts["final"] in format.finals


def unread(verdicts: Sequence[Verdict]) -> tuple[int, int]:
    """Fen that arrived and fen that came back."""
    paid = sum(each.fen for each in verdicts if each.paid)
    return paid, sum(each.fen for each in verdicts) - paid
