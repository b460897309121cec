"""Slips of receipt (STP-19): what arrived at a payee, to be handed over and signed. On demand, for one payment or many.

Invariant: what was not paid gets no slip, and the same slips asked for again are the same paper. Called by the pages
of batches, of towns' rolls and of a child's payments.
"""

from django.utils.translation import gettext as _

from documents.clerks import right_to_handle
from documents.issuing import issue
from documents.keys import first_time
from documents.models import Document
from documents.refusals import NotPossible
from documents.trail import append
from documents.transitions import locked
from finance.bank.judging import ARRIVED
from finance.models import Batch, Line, TownRoll
from organisation.models import User

KIND, ACTION = "STP-19", "townroll.slips"
MOST_A_PAPER = 90  # thirty pages of three


def issue_slips(roll: TownRoll, *, by: User, line: Line | None = None, key: str | None = None) -> list[Document]:
    """The slips of one town's payments that arrived, or of one of them. Raises NotVisible, NotAllowed, NotPossible."""
    arrived = Line.objects.filter(town_roll=roll, status__in=ARRIVED).order_by("division__code", "sequence")
    with locked(roll.dossier_id) as dossier:
        right = right_to_handle(by, dossier)
        if earlier := first_time(dossier, key, ACTION):
            return list(Document.objects.filter(event=earlier, kind=KIND).order_by("pk"))
        lines = list((arrived.filter(pk=line.pk) if line else arrived).values_list("pk", flat=True))
        if not lines:
            raise NotPossible(_("No payment of this town has arrived yet. Read the bank's answer first."))
        details = {"lines": lines}
        for known in Document.objects.filter(dossier=dossier, kind=KIND, event__subject_id=roll.pk).order_by("-pk"):
            if known.event.details.get("lines") == lines:
                return list(Document.objects.filter(event=known.event, kind=KIND).order_by("pk"))
        roll.dossier = dossier
        event = append(dossier, ACTION, by=by, subject=roll, right=right, details=details, key=key)
        papers: list[Document] = []
        for start in range(0, len(lines), MOST_A_PAPER):
            part = {"lines": lines[start : start + MOST_A_PAPER]}
            papers += issue([KIND], subject=roll, event=event, right=right, data=part)
    return papers


def issue_slips_of_batch(batch: Batch, *, by: User) -> list[Document]:
    """The slips of every town in the batch; towns where nothing has arrived are left out."""
    rolls = TownRoll.objects.filter(batch=batch, round=batch.round, lines__status__in=ARRIVED).distinct()
    return [paper for roll in rolls.order_by("division__code") for paper in issue_slips(roll, by=by)]
