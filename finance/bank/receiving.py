"""Reading the bank's answer: the whole file or nothing of it, once (invariant I12).

Invariant: a payment is paid or returned only by a row of a file that is kept; what the file does not name stays sent,
and is unknown once the file says it is the last one. A file that is refused is kept too, with what was wrong, in a
transaction of its own. Pages call `receive`; the act of the batch calls `take`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Event
from documents.refusals import NotPossible, NotVisible
from documents.sets import move_rows
from documents.trail import append, record
from documents.transitions import locked, perform
from finance import ledger
from finance.bank.annotating import annotated
from finance.bank.format import read_spec
from finance.bank.judging import Question, Sent, Verdict, is_final, judge, unread
from finance.bank.problems import AnswerRefused, Problem, kept
from finance.bank.reading import answer_layout, read
from finance.models import Accrual, Adjustment, BankReturn, Batch, Line, ReturnRow
from organisation.encryption import DecryptionFailed, seal, unseal
from organisation.models import User

CHUNK = 2000


@dataclass(frozen=True)
class Answer:
    """A file as it was uploaded. `last` when the clerk knows that the bank will send no other for this batch."""

    name: str
    content: bytes = field(repr=False)
    last: bool = False

    @property
    def sha256(self) -> str:
        """What the file is known by."""
        return hashlib.sha256(self.content).hexdigest()

    def __str__(self) -> str:
        return f"{self.sha256}{' (last)' if self.last else ''}"


def receive(batch: Batch, *, by: User, answer: Answer, expected: int | None = None, key: str | None = None) -> Event:
    """Read an answer into the batch. Raises a Refused; what an AnswerRefused says is kept with the file."""
    try:
        return perform(batch, "take_answer", by=by, expected=expected, key=key, answer=answer)
    except AnswerRefused as refused:
        keep_refused(batch, by, answer, refused)
        raise


def take(batch: Batch, by: User, answer: Answer) -> BankReturn:
    """What the answer says, written down and booked. Inside the act; raises AnswerRefused for any fault."""
    _refuse_if_known(answer)
    format, today = read_spec(batch.adapter.spec), timezone.localdate()
    table = read(format, answer.content, answer_layout(format))
    question = Question(format, batch.number, _sent(batch), batch.sent_on or today, today)
    verdicts, problems = judge(question, table)
    last = answer.last or is_final(format, table.facts)
    if problems:
        raise AnswerRefused(problems)
    if not verdicts and not (last and batch.lines.filter(status=Line.Status.SENT).exists()):
        raise AnswerRefused([Problem("nothing_new")])
    taken = _keep(batch, by, answer, verdicts)
    _move(batch, by, taken, verdicts)
    if last:
        move_rows(batch.lines.filter(round=batch.round), "leave_unknown")
    return taken


def keep_refused(batch: Batch, by: User, answer: Answer, refused: AnswerRefused) -> BankReturn:
    """The refused file with its faults and the copy with remarks; the same file with the same faults only once."""
    format = read_spec(batch.adapter.spec)
    told, digest = kept(refused.problems), answer.sha256
    copy = annotated(format, answer.content, refused.remarks)
    with locked(batch.dossier_id) as dossier:
        for before in batch.returns.filter(sha256=digest, outcome=BankReturn.Outcome.REFUSED):
            if before.problems == told:
                return before
        kept_one = BankReturn.objects.create(
            batch=batch,
            outcome=BankReturn.Outcome.REFUSED,
            name=answer.name[:120],
            sha256=digest,
            content=seal(answer.content, key=dossier.data_key, bound_to=_place(digest)),
            annotated=seal(copy, key=dossier.data_key, bound_to=_place(digest, "remarks")) if copy else b"",
            problems=told,
            by=by,
            at=timezone.now(),
        )
        append(dossier, "bankreturn.refuse", by=by, subject=kept_one, details={"sha256": digest, "problems": told})
    return kept_one


def _refuse_if_known(answer: Answer) -> None:
    known = BankReturn.objects.filter(sha256=answer.sha256, outcome=BankReturn.Outcome.TAKEN).first()
    if known:
        at = f"{timezone.localtime(known.at):%Y-%m-%d %H:%M}"
        raise AnswerRefused([Problem("same_file", values={"at": at})])


def _sent(batch: Batch) -> dict[str, Sent]:
    rows = batch.lines.filter(round=batch.round).exclude(status__in=[Line.Status.LISTED, Line.Status.VOID])
    values = rows.order_by().values_list("sequence", "pk", "fen", "account__number_index", "status")
    return {
        f"{batch.number}-{sequence:05d}": Sent(pk, fen, index, status)
        for sequence, pk, fen, index, status in values.iterator(chunk_size=CHUNK)
    }


def _keep(batch: Batch, by: User, answer: Answer, verdicts: Sequence[Verdict]) -> BankReturn:
    digest = answer.sha256
    paid, failed = unread(verdicts)
    taken = BankReturn.objects.create(
        batch=batch,
        outcome=BankReturn.Outcome.TAKEN,
        name=answer.name[:120],
        sha256=digest,
        content=seal(answer.content, key=batch.dossier.data_key, bound_to=_place(digest)),
        rows=len(verdicts),
        paid_fen=paid,
        failed_fen=failed,
        by=by,
        at=timezone.now(),
    )
    ReturnRow.objects.bulk_create(
        (
            ReturnRow(
                taken=taken,
                line_id=each.line,
                row=each.row,
                paid=each.paid,
                fen=each.fen,
                code=each.code,
                words=each.words,
                booked_on=each.booked_on,
            )
            for each in verdicts
        ),
        batch_size=CHUNK,
    )
    return taken


def _move(batch: Batch, by: User, taken: BankReturn, verdicts: Sequence[Verdict]) -> None:
    """Lines, what they are made of, and the fund: a constant number of statements."""
    arrived = _answered(taken, paid=True)
    paid = move_rows(arrived, "pay", paid_on=_told(taken, "booked_on"))
    failed = move_rows(_answered(taken, paid=False), "fail", failure=_told(taken, "code"))
    if paid + failed != len(verdicts):
        raise NotPossible(
            _("The payments are not in the state that they were judged by. Nothing was booked; try again.")
        )
    items = Q(items__live=True, items__line__in=arrived.values("pk"))
    move_rows(Accrual.objects.filter(items), "pay")
    move_rows(Adjustment.objects.filter(items), "settle")
    if taken.paid_fen:
        ledger.pay(batch.fund_id, taken.paid_fen, batch=batch, by=by)
    if taken.failed_fen:
        ledger.release(batch.fund_id, taken.failed_fen, batch=batch, by=by)


def _answered(taken: BankReturn, *, paid: bool) -> Any:
    return Line.objects.filter(pk__in=ReturnRow.objects.filter(taken=taken, paid=paid).order_by().values("line_id"))


def _told(taken: BankReturn, column: str) -> Subquery:
    return Subquery(ReturnRow.objects.filter(taken=taken, line=OuterRef("pk")).values(column)[:1])


def hand_out(answer: BankReturn, *, by: User, remarks: bool = False) -> bytes:
    """The same for whoever asks; noted in the batch's trail. Raises NotVisible or NotPossible."""
    if not BankReturn.objects.visible_to(by).filter(pk=answer.pk).exists():
        raise NotVisible
    content = answer_bytes(answer, remarks=remarks)
    details = {"sha256": answer.sha256, "remarks": remarks}
    record(answer.batch.dossier, "bankreturn.download", by=by, subject=answer, details=details)
    return content


def answer_bytes(answer: BankReturn, *, remarks: bool = False) -> bytes:
    """The file as it was uploaded, or the copy with remarks. Raises NotPossible when there is none or it changed."""
    stored = answer.annotated if remarks else answer.content
    try:
        place = _place(answer.sha256, "remarks" if remarks else "")
        return unseal(bytes(stored), key=answer.batch.dossier.data_key, bound_to=place)
    except DecryptionFailed as error:
        raise NotPossible(_("There is no such copy of this file, or it was changed. Read the file again.")) from error


def _place(sha256: str, what: str = "") -> bytes:
    return f"bankreturn:{sha256}:{what}".encode()
