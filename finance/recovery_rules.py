"""What must hold for recoveries. Each guard takes an Attempt and returns a sentence, or nothing."""

from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.declarations import Attempt, Due, Text
from organisation.roles import Role


def not_by_its_proposer(attempt: Attempt) -> Text | None:
    """Who proposed it does not decide it."""
    if attempt.by is not None and attempt.subject.proposed_by_id == attempt.by.pk:
        return _("You proposed this recovery. Somebody else must decide it.")
    return None


def outstanding(recovery: Any) -> int:
    """Fen that are neither paid back nor carried by later payments."""
    back = recovery.payments.aggregate(fen=Sum("fen"))["fen"] or 0
    settled = (
        recovery.adjustments.filter(status="settled", items__live=True).aggregate(fen=Sum("delta_fen"))["fen"] or 0
    )
    return int(recovery.fen - back + settled)


def all_is_paid_back(attempt: Attempt) -> Text | None:
    """The instalments add up to what was asked back."""
    return _rest(attempt)


def all_is_offset(attempt: Attempt) -> Text | None:
    """Later payments have carried all of it."""
    return _rest(attempt)


def _rest(attempt: Attempt) -> Text | None:
    rest = outstanding(attempt.subject)
    if rest > 0:
        return _("%(yuan)s yuan are still outstanding. Book them first, or write off the rest.") % {
            "yuan": f"{rest // 100}.{rest % 100:02d}"
        }
    return None


def repayment_due(subject: Any) -> tuple[Due, ...]:
    """By when the money must be back: 30 days, or what was agreed (domain report §2.4)."""
    return (
        Due(
            "repayment",
            gettext_lazy("Repayment of the family"),
            Role.FINANCE_PREPARER,
            0,
            "calendar_day",
            since=lambda recovery: recovery.repay_by,
        ),
    )
