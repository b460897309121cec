"""What the bank has not answered in time is unknown: never failed, and never sent again by itself (invariant I13).

Called by the ticker.
"""

import datetime as dt

from django.utils import timezone

from documents.sets import move_rows
from documents.trail import append
from documents.transitions import locked
from finance.models import Batch, Line

AWAITED = (Batch.Status.SENT, Batch.Status.RETURNED)


def mark_unknown(today: dt.date | None = None) -> int:
    """Move payments whose answer is overdue to `unknown`; returns how many. Safe to run again."""
    day = today or timezone.localdate()
    late = Batch.objects.filter(status__in=AWAITED, answer_by__lt=day, lines__status=Line.Status.SENT).distinct()
    return sum(_mark(batch, day) for batch in late.order_by("pk"))


def _mark(batch: Batch, day: dt.date) -> int:
    with locked(batch.dossier_id) as dossier:
        current = Batch.objects.get(pk=batch.pk)
        if current.status not in AWAITED or current.answer_by is None or current.answer_by >= day:
            return 0
        count = move_rows(current.lines.filter(round=current.round), "leave_unknown")
        if count:
            append(dossier, "batch.answer_overdue", by=None, subject=current, details={"count": count})
    return count
