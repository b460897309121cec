"""Who signs which step of a batch, over which content, and who may not (separation of duties, invariant I8).

Invariant: one person signs one step of a round; only a small county may let its checker approve. Called by the guards
and writes of models.batches; the database holds the same.
"""

from collections.abc import Sequence

from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.entitlements import freed_months
from cases.registry.models import PayeeAccount
from documents.models import Event
from finance.batch_rules import version_of
from finance.models import Approval, Batch, Line, TownRoll
from finance.models.lines import LineQuerySet
from organisation.models import User
from programs.models import Rate

# Which signature the step that leads on from a state is.
STEP_AFTER: dict[str, str] = {
    Batch.Status.TOWN_REVIEWED: Approval.Step.REVIEW,
    Batch.Status.COUNTY_REVIEWED: Approval.Step.APPROVE,
    Batch.Status.APPROVED: Approval.Step.REQUEST_FUNDS,
    Batch.Status.FUNDING_REQUESTED: Approval.Step.SEND,
}


def sign_step(batch: Batch, step: str, by: User, opinion: str = "") -> Approval:
    """The signature of `by` on this step of this round, over the content as it is. Inside the act's transaction."""
    own = batch.approvals.filter(round=batch.round, actor=by)
    return Approval.objects.create(
        batch=batch,
        round=batch.round,
        step=step,
        actor=by,
        merged=own.exists(),
        opinion=opinion.strip(),
        content_hash=batch.content_hash,
        at=timezone.now(),
    )


def may_merge(batch: Batch, own: Sequence[Approval]) -> bool:
    """Whether who signed `own` in this round may approve too: the county is small, and they were only its checker."""
    allowed = version_of(batch).parameters.get("merge_checker_and_approver", 0)
    approving = batch.status == Batch.Status.COUNTY_REVIEWED
    return bool(allowed) and approving and [signature.step for signature in own] == [Approval.Step.REVIEW]


def signed_a_roll(batch: Batch, by: User) -> bool:
    """Whether that person signed the roll of a town in this round."""
    rolls = TownRoll.objects.filter(batch=batch, round=batch.round)
    signed = Event.objects.filter(dossier__in=rolls.values("dossier"), subject_id__in=rolls.values("pk"), by=by)
    return signed.filter(action="townroll.sign").exists()


def stake_of(batch: Batch, by: User | None) -> str | None:
    """Why that person may not approve what this batch pays: they had a hand in how much or to whom."""
    if by is None:
        return None
    lines = Line.objects.filter(batch=batch, round=batch.round)
    if _made_a_rate(lines, by):
        return _("You made or approved a rate that this batch pays by. Somebody else must approve the batch.")
    if _touched_an_account(lines, by):
        return _("You entered or confirmed an account that this batch pays to. Somebody else must approve the batch.")
    if _lifted_a_hold(batch, lines, by):
        return _("You resumed a payment that is in this batch. Somebody else must approve the batch.")
    return None


def _made_a_rate(lines: LineQuerySet, by: User) -> bool:
    own = Rate.objects.filter(Q(made_by=by) | Q(approved_by=by)).values("pk")
    return lines.filter(Q(items__accrual__rate__in=own) | Q(items__adjustment__rate__in=own)).exists()


def _touched_an_account(lines: LineQuerySet, by: User) -> bool:
    own = PayeeAccount.objects.filter(Q(entered_by=by) | Q(confirmed_by=by)).values("pk")
    return lines.filter(account__in=own).exists()


def _lifted_a_hold(batch: Batch, lines: LineQuerySet, by: User) -> bool:
    first = lines.aggregate(month=Min("items__accrual__month"))["month"]
    return first is not None and freed_months(batch.program, by, lines.values("case"), first, batch.last_month)
