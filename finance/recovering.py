"""Proposing that money comes back: which paid months were not owed, and how much was paid for them.

Invariants: nothing that was paid is edited, each month is asked back once (database), and a batch takes off only what
an approver has ordered to be taken off. Called by finance.consequences after late exits and by the page of a payment.
"""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Dossier
from documents.refusals import NotPossible
from documents.transitions import locked, perform
from finance.models import Accrual, Adjustment, Line, LineItem, Recovery
from finance.recovery_rules import OFFSET, PROPOSERS
from organisation.models import User
from organisation.rights import right_for

ARRIVED = (
    Line.Status.PAID,
    Line.Status.RECOVERY_PENDING,
    Line.Status.RECOVERED,
    Line.Status.OFFSET,
    Line.Status.WRITTEN_OFF,
)
MOST_WORDS = 300  # of a reason that another act brought along
NOT_ENTITLED = "经核实，所列月份不符合发放条件。"  # where that act had none; it stands in the notice
CLAWBACK = Adjustment.Kind.CLAWBACK


def propose_recovery(line: Line, accruals: Iterable[Accrual], reason: str, by: User | None) -> Recovery | None:
    """Propose that what was paid for these months of `line` comes back; None when all of them are asked back already.

    Idempotent. `by` is whoever caused it; without a right to propose it is proposed by the system. Raises NotPossible
    for a payment that has not arrived, ValueError for months that the line did not pay.
    """
    wanted = {accrual.pk: accrual for accrual in accruals}
    if stray := set(wanted) - set(line.items.values_list("accrual_id", flat=True)):
        raise ValueError(f"{len(stray)} months were not paid by this line")
    with locked(line.case.dossier_id):
        if Line.objects.values_list("status", flat=True).get(pk=line.pk) not in ARRIVED:
            raise NotPossible(_("This payment has not arrived, so nothing of it can come back."))
        known = Adjustment.objects.filter(accrual__in=wanted, kind=CLAWBACK).exclude(status="cancelled")
        fresh = set(wanted) - set(known.values_list("accrual_id", flat=True))
        paid = [(accrual, fen) for pk, accrual in wanted.items() if pk in fresh and (fen := paid_fen(accrual)) > 0]
        return _enter(line, paid, reason, by) if paid else None


def propose_recoveries(accruals: Sequence[Accrual], reason: str, by: User | None) -> list[Recovery]:
    """The same for months of several payments: one recovery for each line that paid some of them."""
    items = LineItem.objects.filter(accrual__in=accruals, live=True, line__status__in=ARRIVED)
    by_line: dict[Line, list[Accrual]] = {}
    for item in items.select_related("line__case", "accrual").order_by("line", "accrual__month"):
        if item.accrual is not None:
            by_line.setdefault(item.line, []).append(item.accrual)
    made = (propose_recovery(line, months, reason, by) for line, months in by_line.items())
    return [recovery for recovery in made if recovery is not None]


def paid_fen(accrual: Accrual) -> int:
    """What has arrived for that month: the month itself and its differences, without what was taken off."""
    own = Q(accrual=accrual) | (Q(adjustment__accrual=accrual) & ~Q(adjustment__kind=CLAWBACK))
    items = LineItem.objects.filter(own, live=True, line__status__in=ARRIVED)
    return int(items.aggregate(fen=Sum("fen"))["fen"] or 0)


def not_asked_back(line: Line) -> "QuerySet[Accrual]":
    """Months that this line paid and that nobody asks back, in order."""
    asked = Adjustment.objects.filter(kind=CLAWBACK).exclude(status="cancelled")
    return Accrual.objects.filter(items__line=line).exclude(pk__in=asked.values("accrual_id")).order_by("month")


def payable(adjustments: "QuerySet[Adjustment]") -> "QuerySet[Adjustment]":
    """Those that the next batch carries: open, and of recoveries only what was ordered to be taken off (抵扣)."""
    ordered = Q(recovery__status=Recovery.Status.PENDING, recovery__way=OFFSET)
    return adjustments.filter(Q(recovery__isnull=True) | ordered, status=Adjustment.Status.OPEN)


def _enter(line: Line, paid: Sequence[tuple[Accrual, int]], reason: str, by: User | None) -> Recovery:
    dossier = Dossier.begin(Dossier.Kind.MONEY, line.batch.division.code)
    dossier.save()
    reason = reason.strip()[:MOST_WORDS] or NOT_ENTITLED
    recovery = Recovery.objects.create(
        dossier=dossier,
        line=line,
        case_id=line.case_id,
        fen=sum(fen for _accrual, fen in paid),
        reason=reason,
        proposed_by=by,
    )
    now = timezone.now()
    Adjustment.objects.bulk_create(
        Adjustment(
            dossier_id=accrual.dossier_id,
            accrual=accrual,
            kind=CLAWBACK,
            delta_fen=-fen,
            recovery=recovery,
            reason=reason,
            made_at=now,
            made_by=by,
        )
        for accrual, fen in paid
    )
    may = by is not None and right_for(by, set(PROPOSERS), dossier.division_code) is not None
    perform(recovery, "propose", by=by if may else None)
    recovery.refresh_from_db()
    return recovery
