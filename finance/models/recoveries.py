"""Money that was paid and must come back (追回): which months, how much, by when, and how it came.

Invariant: the overpaid months are signed adjustments of their accruals; nothing that was paid is edited.
"""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from cases.models import Case
from documents.declarations import step
from documents.models import Dossier, OfDossierQuerySet
from documents.state_field import StateField
from finance import recovery_rules as rules
from finance import recovery_writes as writes
from organisation.models import User
from organisation.roles import Role


class Recovery(models.Model):
    """What one family owes back. Its dossier is its own, in the county, so that finance sees it and not the case."""

    class Way(models.TextChoices):
        REPAY = "repay", _("pays back")
        OFFSET = "offset", _("is taken off later payments")

    class Status(models.TextChoices):
        NEW = "new", pgettext_lazy("recovery", "being entered")
        PROPOSED = "proposed", pgettext_lazy("recovery", "proposed")
        PENDING = "pending", pgettext_lazy("recovery", "asked back")
        RECOVERED = "recovered", pgettext_lazy("recovery", "recovered")
        OFFSET = "offset", pgettext_lazy("recovery", "offset")
        WRITTEN_OFF = "written_off", pgettext_lazy("recovery", "written off")
        DROPPED = "dropped", pgettext_lazy("recovery", "dropped")

    dossier = models.OneToOneField(Dossier, models.PROTECT)
    line = models.ForeignKey("finance.Line", models.PROTECT, related_name="recoveries")
    case = models.ForeignKey(Case, models.PROTECT, related_name="recoveries")
    status = StateField(_("state"), default=Status.NEW, choices=Status.choices, max_length=12)
    way = models.CharField(_("how"), max_length=8, choices=Way, default=Way.REPAY)
    fen = models.PositiveIntegerField(_("amount"))
    reason = models.CharField(_("reason"), max_length=300)
    repay_by = models.DateField(_("to be paid back by"), null=True, blank=True)
    instalments = models.PositiveSmallIntegerField(_("instalments"), default=1)
    repay_to = models.CharField(_("account to pay back to"), max_length=120, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    objects = OfDossierQuerySet.as_manager()
    action_prefix = "recovery"

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("recovery")
        verbose_name_plural = _("recoveries")
        constraints = [models.CheckConstraint(condition=Q(fen__gt=0), name="recovery_is_positive")]

    def __str__(self) -> str:
        return f"{self.line} {self.fen}"

    @property
    def code(self) -> Any:
        """The dossier's code: what stands in URLs."""
        return self.dossier.code

    def also_moves(self) -> tuple[int, ...]:
        """The line in its batch and the months in the file of the child move with it, once it has been entered."""
        if self.status == self.Status.NEW:
            return ()
        return (self.line.batch.dossier_id, self.case.dossier_id)

    @transition(
        "status",
        source=Status.NEW,
        target=Status.PROPOSED,
        custom=step(_("Propose a recovery"), actors=rules.PROPOSERS, papers=("FLW-01",), opens=rules.decision_due),
    )
    def propose(self) -> None:
        """Months were paid that were not owed; which ones, its adjustments say."""

    @transition(
        "status",
        source=Status.PROPOSED,
        target=Status.PENDING,
        custom=step(
            _("Ask the money back"),
            actors=(Role.COUNTY_APPROVER,),
            guards=(rules.not_by_its_proposer, rules.way_is_possible, rules.plan_is_possible),
            writes=writes.ask_back,
            papers=("STP-17",),
            opens=rules.repayment_due,
            closes=("decide_recovery",),
            effect=_("A notice goes to the payee; the months are booked as overpaid."),
        ),
    )
    def order(self, *, way: str, repay_by: dt.date, instalments: int = 1, repay_to: str = "") -> None:
        """Decide how and by when it comes back."""
        self.way, self.repay_by, self.instalments, self.repay_to = way, repay_by, instalments, repay_to

    @transition(
        "status",
        source=Status.PROPOSED,
        target=Status.DROPPED,
        custom=step(
            _("Drop the proposal"),
            actors=(Role.COUNTY_APPROVER,),
            reason_required=True,
            writes=writes.drop,
            papers=("FLW-01",),
            closes=("decide_recovery",),
            weight="side",
        ),
    )
    def drop(self, *, reason: str) -> None:
        """Nothing was paid too much after all."""

    @transition(
        "status",
        source=Status.PENDING,
        target=None,
        custom=step(
            _("Book a repayment"),
            actors=(Role.FINANCE_PREPARER,),
            guards=(rules.is_paid_back, rules.not_more_than_outstanding, rules.voucher_is_new),
            writes=writes.book,
            papers=("STP-18",),
            effect=_("The money is available in the fund again."),
        ),
    )
    def book(self) -> None:
        """An instalment is there, with its voucher."""

    @transition(
        "status",
        source=Status.PENDING,
        target=None,
        custom=step(
            _("Agree on another way"),
            actors=(Role.COUNTY_APPROVER,),
            reason_required=True,
            guards=(
                rules.no_batch_carries_it,
                rules.way_is_possible,
                rules.plan_is_possible,
                rules.whole_months_came_back,
            ),
            writes=writes.another_way,
            papers=("STP-18",),
            opens=rules.repayment_due,
            weight="side",
        ),
    )
    def change_way(self, *, way: str, repay_by: dt.date, instalments: int = 1, repay_to: str = "") -> None:
        """The family asked for more time, for instalments, or that later payments carry the rest."""
        self.way, self.repay_by, self.instalments, self.repay_to = way, repay_by, instalments, repay_to

    @transition(
        "status",
        source=Status.PENDING,
        target=Status.RECOVERED,
        custom=step(
            _("All paid back"),
            actors=(Role.FINANCE_REVIEWER,),
            guards=(rules.is_paid_back, rules.nothing_is_outstanding),
            writes=writes.end_as_recovered,
            papers=("STP-18",),
            closes=("repayment",),
        ),
    )
    def complete(self) -> None:
        """The last instalment is there."""

    @transition(
        "status",
        source=Status.PENDING,
        target=Status.OFFSET,
        custom=step(
            _("All offset"),
            actors=(Role.FINANCE_REVIEWER,),
            guards=(rules.is_offset, rules.nothing_is_outstanding),
            writes=writes.end_as_offset,
            papers=("STP-18",),
            closes=("repayment",),
        ),
    )
    def complete_offset(self) -> None:
        """Later payments have carried all of it."""

    @transition(
        "status",
        source=Status.PENDING,
        target=Status.WRITTEN_OFF,
        custom=step(
            _("Write off the rest"),
            actors=(Role.COUNTY_APPROVER,),
            reason_required=True,
            guards=(rules.no_batch_carries_it,),
            writes=writes.end_as_written_off,
            papers=("STP-18",),
            closes=("repayment",),
            weight="grave",
        ),
    )
    def write_off(self, *, reason: str) -> None:
        """The rest will not come back; it stays in the books as written off."""


class RecoveryPayment(models.Model):
    """Money that came back, as booked by the bank or the cashier. Never edited."""

    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="payments")
    fen = models.PositiveIntegerField(_("amount"))
    received_on = models.DateField(_("received on"))
    voucher = models.CharField(_("voucher number"), max_length=40)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ["recovery", "pk"]
        verbose_name = _("repayment")
        verbose_name_plural = _("repayments")
        constraints = [
            models.CheckConstraint(condition=Q(fen__gt=0), name="repayment_is_positive"),
            models.UniqueConstraint(fields=["recovery", "voucher"], name="one_repayment_a_voucher"),
        ]

    def __str__(self) -> str:
        return f"{self.recovery} {self.fen}"
