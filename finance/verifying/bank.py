"""Files and answers of the bank against the lines: what was sent, and what the bank said of it. Called by verifying."""

import hashlib
from collections.abc import Callable, Iterator
from functools import partial

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from documents.refusals import Refused
from finance.bank.receiving import answer_bytes
from finance.bank.sending import file_bytes
from finance.models import BankFile, BankReturn, Batch, Line, ReturnRow
from finance.verifying.naming import Disagreement, line, yuan
from finance.verifying.states import PAID

S = Batch.Status
SENT = (S.SENT, S.RETURNED, S.RECONCILED, S.CLOSED)
FAILED = ("failed", "reissue_pending", "reissued", "cancelled")
NAMES = ("batch__number", "sequence", "round")


def check() -> Iterator[Disagreement]:
    """Files of each batch that was sent, each answer, each line."""
    for batch in Batch.objects.order_by("pk").iterator():
        yield from _files(batch)
    yield from _bytes()
    yield from _answers()
    yield from _lines()


def _files(batch: Batch) -> Iterator[Disagreement]:
    added = batch.files.aggregate(rows=Sum("rows"), fen=Sum("total_fen"))
    found = (added["rows"] or 0, added["fen"] or 0)
    due = (batch.line_count, batch.total_fen) if batch.status in SENT else (0, 0)
    if found != due:
        what = f"{due[0]} rows, {yuan(due[1])} should be in its files; there are {found[0]} rows, {yuan(found[1])}"
        yield Disagreement(batch.number, what)


def _bytes() -> Iterator[Disagreement]:
    """Every file and answer still is what its SHA-256 says; one at a time."""
    for file_id in BankFile.objects.order_by("pk").values_list("pk", flat=True).iterator():
        file = BankFile.objects.select_related("batch__dossier").get(pk=file_id)
        if not _opens(partial(file_bytes, file), file.sha256):
            yield Disagreement(f"{file.batch.number} file {file.part}", "its bytes are not those that were written")
    for answer_id in BankReturn.objects.order_by("pk").values_list("pk", flat=True).iterator():
        answer = BankReturn.objects.select_related("batch__dossier").get(pk=answer_id)
        if not _opens(partial(answer_bytes, answer), answer.sha256):
            yield Disagreement(f"{answer.batch.number} answer {answer.pk}", "its bytes are not those that were read")


def _opens(read: Callable[[], bytes], sha256: str) -> bool:
    try:
        return hashlib.sha256(read()).hexdigest() == sha256
    except Refused:
        return False


def _answers() -> Iterator[Disagreement]:
    """The figures of an answer are its rows."""
    rows = BankReturn.objects.filter(outcome=BankReturn.Outcome.TAKEN).annotate(
        n=Count("answers"),
        paid_sum=Sum("answers__fen", filter=Q(answers__paid=True)),
        failed_sum=Sum("answers__fen", filter=Q(answers__paid=False)),
    )
    for each in rows.select_related("batch").order_by("pk").iterator():
        said, found = (each.paid_fen, each.failed_fen), (each.paid_sum or 0, each.failed_sum or 0)
        if said != found:
            what = f"says {yuan(said[0])} paid, {yuan(said[1])} returned; its rows {yuan(found[0])}, {yuan(found[1])}"
            yield Disagreement(f"{each.batch.number} answer {each.pk}", what)


def _lines() -> Iterator[Disagreement]:
    """A line is paid or returned because one answer says so, to the fen; without an answer it is neither."""
    wrong = ReturnRow.objects.exclude(fen=F("line__fen")).order_by("pk")
    names = ("line__batch__number", "line__sequence", "line__round", "fen", "line__fen")
    for *name, found, due in wrong.values_list(*names).iterator():
        yield Disagreement(line(*name), f"pays {yuan(due)}, the answer says {yuan(found)}")
    strays = ReturnRow.objects.exclude(taken__batch=F("line__batch")).order_by("pk")
    for name in strays.values_list(*names[:3]).iterator():
        yield Disagreement(line(*name), "the answer to another batch speaks of it")
    said_paid = Exists(ReturnRow.objects.filter(line=OuterRef("pk"), paid=True))
    said_failed = Exists(ReturnRow.objects.filter(line=OuterRef("pk"), paid=False))
    faults = (
        (Q(status__in=PAID) & ~said_paid, "no answer says that it arrived"),
        (Q(status__in=PAID) & said_failed, "an answer says that it came back"),
        (Q(status__in=FAILED) & ~said_failed, "no answer says that it came back"),
        (Q(status__in=FAILED) & said_paid, "an answer says that it arrived"),
        (Q(status__in=("listed", "void", "sent", "unknown")) & (said_paid | said_failed), "an answer speaks of it"),
    )
    for condition, what in faults:
        rows = Line.objects.filter(condition).order_by("pk").values_list(*NAMES, "status")
        yield from (Disagreement(line(*name), f"the line is {found} and {what}") for *name, found in rows.iterator())
    twice = Line.objects.order_by().values(*NAMES).annotate(n=Count("answers")).filter(n__gt=1)
    for row in twice.iterator():
        yield Disagreement(line(*(row[name] for name in NAMES)), f"{row['n']} answers speak of it")
