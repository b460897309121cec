"""What must hold before a batch moves, and by when the next step is due. Called by the declarations of models.batches.

Each guard takes an Attempt and returns a sentence, or nothing.
"""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.declarations import Attempt, Due, Text
from finance.wording import yuan_words
from programs.due_rules import RulesOf, dues_of
from programs.models import ProgramVersion

if TYPE_CHECKING:
    from finance.models import Batch

EVERYTHING_DUE = ("review_rolls", "review_batch", "approve_batch", "request_funds", "send_batch")
ROLL_DUE = ("review_roll", "answer_roll")
PENDING = ("listed", "sent", "unknown", "failed", "reissue_pending")


def version_of(batch: "Batch") -> ProgramVersion:
    """The version of the batch's program that gives its periods and texts today."""
    return ProgramVersion.objects.in_force(batch.program.code, timezone.localdate())


class Dues(RulesOf):
    """For `opens=`: everything that the rules ask for when a batch, or a roll of it, comes to `state`."""

    def __call__(self, subject: Any) -> tuple[Due, ...]:
        """The due dates that begin now."""
        return dues_of(version_of(getattr(subject, "batch", subject)), self.state)


town_review_due = Dues("compiled")
county_review_due = Dues("town_reviewed")
approval_due = Dues("county_reviewed")
request_due = Dues("approved")
send_due = Dues("funding_requested")
reconcile_due = Dues("returned")
close_due = Dues("reconciled")
roll_due = Dues("roll")
dispute_due = Dues("disputed")


def answer_due(batch: "Batch") -> tuple[Due, ...]:
    """By when the bank has to answer, as agreed when the file was released."""
    return dues_of(version_of(batch), "sent", since=lambda sent: sent.answer_by)


def fund_is_open(attempt: Attempt) -> Text | None:
    """The fund of the batch takes commitments."""
    if attempt.subject.fund.status != "open":
        return _("The fund of this batch is closed. Choose another one.")
    return None


def fund_suffices(attempt: Attempt) -> Text | None:
    """What is available covers the total; the lock on the fund decides in the end (invariant I10)."""
    batch = attempt.subject
    short = batch.total_fen - batch.fund.available_fen
    if short > 0:
        return _("The fund is short of %(yuan)s yuan. Have more granted, or return the batch for correction.") % {
            "yuan": yuan_words(short)
        }
    return None


def content_is_unchanged(attempt: Attempt) -> Text | None:
    """The lines are, to the fen, those that were compiled (invariant I7). Not asked for a button."""
    from finance.contents import content_hash

    if attempt.complete and content_hash(attempt.subject) != attempt.subject.content_hash:
        return _("The lines of this batch are not what was compiled. Nothing was done; tell the system administrator.")
    return None


def roll_is_unchanged(attempt: Attempt) -> Text | None:
    """The same for the roll of one town."""
    from finance.contents import roll_hash

    if attempt.complete and roll_hash(attempt.subject) != attempt.subject.content_hash:
        return _("The lines of this roll are not what was compiled. Nothing was done; tell the system administrator.")
    return None


def all_towns_signed(attempt: Attempt) -> Text | None:
    """Every roll of this round is signed."""
    batch = attempt.subject
    if batch.rolls.filter(round=batch.round).exclude(status="signed").exists():
        return _("Not every town has signed its roll yet.")
    return None


def not_the_maker(attempt: Attempt) -> Text | None:
    """Who compiled the batch signs no roll of it."""
    roll = attempt.subject
    made = roll.batch.approvals.filter(round=roll.round, step="compile").first()
    if attempt.by is not None and made is not None and made.actor_id == attempt.by.pk:
        return _("You compiled this batch. Somebody else must review its rolls.")
    return None


def other_person(attempt: Attempt) -> Text | None:
    """Nobody signs twice in a round; a small county may let its checker approve (invariant I8)."""
    from finance.signing import may_merge, signed_a_roll

    batch = attempt.subject
    if attempt.by is not None and signed_a_roll(batch, attempt.by):
        return _("You signed the roll of a town in this round. Someone else must do this step.")
    own = list(batch.approvals.filter(round=batch.round, actor=attempt.by))
    if own and not may_merge(batch, own):
        return _("You did “%(step)s” in this round. Someone else must do this step.") % {
            "step": own[0].get_step_display()
        }
    return None


def no_stake_in_the_batch(attempt: Attempt) -> Text | None:
    """Who made a rate, lifted a hold or changed an account that this batch pays by, does not approve it."""
    from finance.signing import stake_of

    return stake_of(attempt.subject, attempt.by) if attempt.complete else None


def nobody_was_stopped(attempt: Attempt) -> Text | None:
    """Every month of the batch is still owed: what was held or ended since it was compiled is not paid."""
    from finance.retesting import nobody_was_stopped as ask_again

    return ask_again(attempt)


def fit_for_the_bank(attempt: Attempt) -> Text | None:
    """Every line passes the checks of the bank's format: account, holder, characters."""
    from finance.bank.checking import first_obstacle

    return first_obstacle(attempt.subject) if attempt.complete else None


def not_the_reader(attempt: Attempt) -> Text | None:
    """Who read the bank's answer does not reconcile it."""
    readers = attempt.subject.returns.filter(outcome="taken").values_list("by_id", flat=True)
    if attempt.by is not None and attempt.by.pk in readers:
        return _("You read the bank's answer. Someone else must reconcile it.")
    return None


def every_line_is_answered(attempt: Attempt) -> Text | None:
    """No answer is unknown, never failed: such lines wait for the bank."""
    count = attempt.subject.lines.filter(status__in=("sent", "unknown")).count()
    if count:
        return _("The bank has not answered for %(count)d payments. Ask it, and read its next answer.") % {
            "count": count
        }
    return None


def sums_agree(attempt: Attempt) -> Text | None:
    """Paid and returned are what was sent, in the lines, the answers and the ledger (invariant I3)."""
    from finance.reconciling import disagreement

    return disagreement(attempt.subject) if attempt.complete else None


def may_be_reissued(attempt: Attempt) -> Text | None:
    """The chosen payments came back, and each has an account that was proven for it."""
    from finance.reissuing import obstacle_to_reissue

    return obstacle_to_reissue(attempt)


def may_be_dropped(attempt: Attempt) -> Text | None:
    """The chosen payments came back and no other batch carries their months."""
    from finance.reissuing import obstacle_to_dropping

    return obstacle_to_dropping(attempt)


def nothing_is_pending(attempt: Attempt) -> Text | None:
    """Every line has come to its end."""
    count = attempt.subject.lines.filter(status__in=PENDING).count()
    if count:
        return _("%(count)d payments are not finished. Reissue them, or decide that they are not paid.") % {
            "count": count
        }
    return None
