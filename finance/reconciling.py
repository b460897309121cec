"""Whether paid and returned are what was sent: in the lines, the files, the bank's answers and the ledger (I3).

Invariant: to the fen or not at all. Called by the guard of reconciliation, STP-14 and the page of a batch.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from documents.refusals import Refused
from finance.bank.judging import ARRIVED, CAME_BACK
from finance.bank.sending import file_bytes
from finance.models import Batch, FundEntry, Line, ReturnRow
from finance.wording import yuan_words

OUT = (*ARRIVED, *CAME_BACK, Line.Status.SENT, Line.Status.UNKNOWN)


@dataclass(frozen=True)
class Sums:
    """Fen of one batch, each added up from its own rows."""

    sent: int
    paid: int
    failed: int
    waiting: int
    in_files: int
    answered_paid: int
    answered_failed: int
    booked_paid: int
    committed: int


def sums_of(batch: Batch) -> Sums:
    """Everything that must agree, in four statements."""
    fen = {
        name: Sum("fen", filter=Q(status__in=states), default=0)
        for name, states in {
            "sent": OUT,
            "paid": ARRIVED,
            "failed": CAME_BACK,
            "waiting": (Line.Status.SENT, Line.Status.UNKNOWN),
        }.items()
    }
    lines = batch.lines.filter(round=batch.round).aggregate(**fen)
    answers = ReturnRow.objects.filter(taken__batch=batch).aggregate(
        answered_paid=Sum("fen", filter=Q(paid=True), default=0),
        answered_failed=Sum("fen", filter=Q(paid=False), default=0),
    )
    kinds = FundEntry.Kind
    booked = FundEntry.objects.filter(batch=batch).aggregate(
        booked_paid=Sum("fen", filter=Q(kind=kinds.PAY), default=0),
        reserved=Sum("fen", filter=Q(kind=kinds.RESERVE), default=0),
        released=Sum("fen", filter=Q(kind=kinds.RELEASE), default=0),
    )
    committed = booked.pop("reserved") - booked.pop("released") - booked["booked_paid"]
    files = batch.files.aggregate(in_files=Sum("total_fen", default=0))
    return Sums(**lines, **answers, **booked, **files, committed=committed)


def disagreement(batch: Batch) -> str | None:
    """The first thing that does not add up, as a sentence; None when everything does."""
    return next(_disagreements(batch, sums_of(batch)), None)


def _disagreements(batch: Batch, sums: Sums) -> Iterator[str]:
    pairs = (
        (_("the payments sent"), sums.sent, _("the batch"), batch.total_fen),
        (_("the files for the bank"), sums.in_files, _("the batch"), batch.total_fen),
        (_("paid, returned and unanswered"), sums.paid + sums.failed + sums.waiting, _("the batch"), batch.total_fen),
        (_("the payments made"), sums.paid, _("the bank's answers"), sums.answered_paid),
        (_("the payments returned"), sums.failed, _("the bank's answers"), sums.answered_failed),
        (_("the payments made"), sums.paid, _("the ledger"), sums.booked_paid),
        (_("the payments unanswered"), sums.waiting, _("the commitment in the fund"), sums.committed),
    )
    for left, fen, right, other in pairs:
        if fen != other:
            yield _(
                "%(left)s: %(fen)s yuan; %(right)s: %(other)s yuan. They must be the same. Nothing was done; tell the "
                "system administrator."
            ) % {"left": left, "fen": yuan_words(fen), "right": right, "other": yuan_words(other)}
    for file in batch.files.all():
        try:
            file_bytes(file)
        except Refused as refused:
            yield refused.sentences[0]
