"""What must hold for recoveries. Each guard takes an Attempt and returns a sentence, or nothing.

Called by the declarations of models.recoveries; the figures by pages and letters, too.
"""

import datetime as dt
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.declarations import Attempt, Due, Text
from finance.batch_rules import version_of
from finance.wording import yuan_words
from organisation.roles import Role
from programs.due_rules import dues_of

PROPOSERS = (Role.COUNTY_CASEWORKER, Role.COUNTY_REVIEWER)
REPAY, OFFSET = "repay", "offset"
MOST_INSTALMENTS = 24
DAYS_AN_INSTALMENT = 28  # instalments are a month apart; February is the shortest


def not_by_its_proposer(attempt: Attempt) -> Text | None:
    """Who proposed it does not decide it."""
    if attempt.by is not None and attempt.subject.proposed_by_id == attempt.by.pk:
        return _("You proposed this recovery. Somebody else must decide it.")
    return None


def way_is_possible(attempt: Attempt) -> Text | None:
    """Only where something is still to be paid can it be taken off; paying back needs an account to pay to."""
    way = attempt.data.get("way")
    if way == OFFSET and not _more_will_be_paid(attempt.subject):
        return _("Nothing more is paid to this child, so nothing can be taken off. Ask the family to pay back.")
    if way == REPAY and not str(attempt.data.get("repay_to", "")).strip():
        return _("Enter the account to which the family pays back: it stands in the notice.")
    return None


def plan_is_possible(attempt: Attempt) -> Text | None:
    """The last day lies ahead, and leaves a month between instalments."""
    if not attempt.complete:
        return None
    last, instalments = attempt.data["repay_by"], attempt.data.get("instalments", 1)
    if last <= attempt.today:
        return _("The last day to pay back has passed already. Choose a later one.")
    if not 1 <= instalments <= MOST_INSTALMENTS:
        return _("Agree on 1 to %(most)d instalments.") % {"most": MOST_INSTALMENTS}
    if last < attempt.today + dt.timedelta(days=DAYS_AN_INSTALMENT * (instalments - 1)):
        return _("So many instalments do not fit before that day. Choose a later day or fewer instalments.")
    return None


def whole_months_came_back(attempt: Attempt) -> Text | None:
    """Only whole months can be taken off: half a month that came back must be made whole before."""
    recovery = attempt.subject
    if attempt.data.get("way") != OFFSET:
        return None
    back = recovery.payments.aggregate(fen=Sum("fen"))["fen"] or 0
    rest = back + (repaid_months(recovery).aggregate(fen=Sum("delta_fen"))["fen"] or 0)
    if rest:
        return _("%(yuan)s yuan came back that cover no whole month. Have that month paid back to its end first.") % {
            "yuan": yuan_words(rest)
        }
    return None


def repaid_months(recovery: Any) -> Any:
    """The corrections that repayments have settled; those that later payments carried stand in items."""
    return recovery.adjustments.filter(status="settled").exclude(items__live=True)


def is_paid_back(attempt: Attempt) -> Text | None:
    """It was agreed that the family pays back."""
    if attempt.subject.way != REPAY:
        return _("This recovery is taken off later payments; nothing is paid back.")
    return None


def is_offset(attempt: Attempt) -> Text | None:
    """It was agreed that it is taken off later payments."""
    if attempt.subject.way != OFFSET:
        return _("The family pays this recovery back; nothing is taken off later payments.")
    return None


def outstanding(recovery: Any) -> int:
    """Fen that are neither paid back nor carried by later payments."""
    back = recovery.payments.aggregate(fen=Sum("fen"))["fen"] or 0
    return int(recovery.fen - back - offset_fen(recovery))


def offset_fen(recovery: Any) -> int:
    """Fen that payments which have arrived carried (抵扣)."""
    settled = recovery.adjustments.filter(status="settled", items__live=True)
    return -int(settled.aggregate(fen=Sum("delta_fen"))["fen"] or 0)


def not_more_than_outstanding(attempt: Attempt) -> Text | None:
    """Nobody pays back more than is outstanding, and nobody tomorrow."""
    rest = outstanding(attempt.subject)
    if not attempt.complete:
        return None if rest else _("Everything is paid back already. Complete the recovery.")
    if attempt.data["fen"] > rest:
        return _("Only %(yuan)s yuan are outstanding. Compare the amount with the voucher.") % {
            "yuan": yuan_words(rest)
        }
    if attempt.data["received_on"] > attempt.today:
        return _("The day of the repayment lies in the future. Check the date on the voucher.")
    return None


def voucher_is_new(attempt: Attempt) -> Text | None:
    """One voucher is booked once."""
    if attempt.complete and attempt.subject.payments.filter(voucher=attempt.data["voucher"].strip()).exists():
        return _("This voucher is booked already. Compare its number with the list.")
    return None


def nothing_is_outstanding(attempt: Attempt) -> Text | None:
    """Instalments, or what later payments carried, add up to what was asked back."""
    rest = outstanding(attempt.subject)
    if rest > 0:
        return _("%(yuan)s yuan are still outstanding. Book them first, or write off the rest.") % {
            "yuan": yuan_words(rest)
        }
    return None


def no_batch_carries_it(attempt: Attempt) -> Text | None:
    """What a batch takes off just now is not written off under it."""
    if attempt.subject.adjustments.filter(status="listed").exists():
        return _("A batch takes part of it off just now. Wait until that batch is paid or returned for correction.")
    if not attempt.complete and outstanding(attempt.subject) <= 0:
        return _("Nothing is outstanding. Complete the recovery instead.")
    return None


def _more_will_be_paid(recovery: Any) -> bool:
    """Whether the child has a running monthly award, or months that are not paid yet."""
    if recovery.case.awards.filter(kind="monthly", status="granted").exists():
        return True
    return bool(recovery.case.accruals.filter(status__in=("open", "listed")).exists())


def decision_due(subject: Any) -> tuple[Due, ...]:
    """A proposal waits for its decision, as long as the version in force of the program that was paid gives."""
    return dues_of(version_of(subject.line.batch), "recovery")


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
