"""What the papers of a batch say, as it was frozen, against the rows. Called by verifying.

Only papers of the round that counts are compared: those of a round that was returned say what was true in it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Sum

from documents.models import Document
from documents.models.dossiers import DossierErased
from finance.contents import short_hash
from finance.models import Batch, ReturnRow, TownRoll
from finance.verifying.ledger import booked
from finance.verifying.naming import Disagreement
from organisation.encryption import DecryptionFailed

Context = dict[str, Any]
Figures = dict[str, tuple[Callable[[Context], Any], Callable[[Any], Any]]]
HASH = {"content hash": (lambda paper: paper["batch"]["hash"], lambda subject: short_hash(subject.content_hash))}


def _column(place: int) -> Callable[[Context], int]:
    """The sum of a column of the paper's own table."""
    return lambda paper: sum(row[place] for row in paper["table"]["rows"])


def _returned(batch: Batch) -> int:
    """What the bank's answers sent back."""
    answers = ReturnRow.objects.filter(taken__batch=batch, paid=False)
    return int(answers.aggregate(fen=Sum("fen", default=0))["fen"])


# For each paper what it says and what the rows say: (of the frozen context, of the batch or roll).
ROLL: dict[str, Figures] = {
    "STP-08": {
        "payments": (lambda paper: paper["count"], lambda roll: roll.line_count),
        "total": (lambda paper: paper["grand_total"], lambda roll: roll.total_fen),
        "sum of its rows": (_column(8), lambda roll: roll.total_fen),
        **HASH,
    }
}
BATCH: dict[str, Figures] = {
    "STP-09": {"total": (lambda paper: paper["fen_after"], lambda batch: batch.total_fen), **HASH},
    "STP-10": {
        "total": (lambda paper: paper["total_fen"], lambda batch: batch.total_fen),
        "months": (lambda paper: paper["totals"][7], lambda batch: batch.month_count),
        "sum of the towns": (lambda paper: paper["totals"][8], lambda batch: batch.total_fen),
        **HASH,
    },
    "STP-11": {
        "payments": (lambda paper: paper["count"], lambda batch: batch.line_count),
        "total": (lambda paper: paper["total_fen"], lambda batch: batch.total_fen),
        **HASH,
    },
    "STP-12": {
        "payments": (lambda paper: paper["count"], lambda batch: batch.line_count),
        "total": (lambda paper: paper["grand_total"], lambda batch: batch.total_fen),
        "sum of its rows": (_column(4), lambda batch: batch.total_fen),
        **HASH,
    },
    "STP-13": {
        "payments": (lambda paper: paper["count"], lambda batch: batch.line_count),
        "total": (lambda paper: paper["total_fen"], lambda batch: batch.total_fen),
        **HASH,
    },
    "STP-14": {
        "sent": (lambda paper: paper["lines"][0][2], lambda batch: batch.total_fen),
        "paid": (lambda paper: paper["paid_fen"], lambda batch: booked(batch=batch)["pay"]),
        "returned": (lambda paper: paper["lines"][2][2], lambda batch: _returned(batch)),
        "differences": (lambda paper: paper["differences"], lambda batch: [0, 0, 0, 0]),
        **HASH,
    },
    "STP-20": {
        "planned": (lambda paper: paper["planned"], lambda batch: batch.total_fen),
        "arrived": (lambda paper: paper["arrived"], lambda batch: booked(batch=batch)["pay"]),
        "sum of the towns": (_column(3), lambda batch: batch.total_fen),
        **HASH,
    },
}


def check() -> Iterator[Disagreement]:
    """The papers of every batch, then those of every roll."""
    for batch in Batch.objects.exclude(content_hash="").order_by("pk").iterator():
        yield from _of(batch, batch.number, BATCH)
    rolls = TownRoll.objects.exclude(content_hash="").exclude(status=TownRoll.Status.VOID)
    for roll in rolls.select_related("batch", "division").order_by("pk").iterator():
        yield from _of(roll, f"{roll.batch.number} roll {roll.division.code}", ROLL)


def _of(subject: Any, where: str, papers: dict[str, Figures]) -> Iterator[Disagreement]:
    rows = Document.objects.filter(dossier=subject.dossier_id, kind__in=papers).order_by("pk")
    for paper in rows.exclude(status__in=(Document.Status.VOID, Document.Status.SUPERSEDED)).iterator(chunk_size=1):
        try:
            said = paper.opened_context
        except DossierErased:
            continue
        except DecryptionFailed:
            yield Disagreement(where, f"{paper.kind} {paper.number} cannot be read")
            continue
        if said["batch"]["round"] == subject.round:
            yield from _compared(paper, said, subject, where, papers[paper.kind])


def _compared(paper: Document, said: Context, subject: Any, where: str, figures: Figures) -> Iterator[Disagreement]:
    for name, (told, due) in figures.items():
        try:
            printed = told(said)
        except (KeyError, IndexError, TypeError):
            yield Disagreement(where, f"{paper.kind} {paper.number} does not say {name}")
            continue
        if printed != (found := due(subject)):
            yield Disagreement(where, f"{paper.kind} {paper.number} prints {name} {printed}, the rows say {found}")
