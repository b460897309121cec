"""The money that may be spent: a fund of a year, and the ledger that every fen of it goes through.

Invariants: reserved and paid never exceed what was granted (database), the three figures are the sums of the entries
(nightly verifier), an entry is never changed (trigger).
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from documents.declarations import step
from documents.models import Dossier, Event, OfDossierQuerySet
from documents.state_field import StateField
from finance import fund_rules as rules
from organisation.models import Division, User
from organisation.roles import Role
from programs.models import Program


class Fund(models.Model):
    """One budget line of one year for one program (预算指标)."""

    class Status(models.TextChoices):
        NEW = "new", pgettext_lazy("fund", "being opened")
        OPEN = "open", pgettext_lazy("fund", "open")
        CLOSED = "closed", pgettext_lazy("fund", "closed")

    dossier = models.OneToOneField(Dossier, models.PROTECT)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("county"))
    program = models.ForeignKey(Program, models.PROTECT, verbose_name=_("program"))
    status = StateField(_("state"), default=Status.NEW, choices=Status.choices, max_length=8)
    name = models.CharField(_("name"), max_length=60)
    year = models.PositiveSmallIntegerField(_("year"))
    source = models.CharField(_("source of the money"), max_length=80, blank=True)
    granted_fen = models.PositiveBigIntegerField(_("granted"), default=0, editable=False)
    reserved_fen = models.PositiveBigIntegerField(_("committed"), default=0, editable=False)
    paid_fen = models.PositiveBigIntegerField(_("paid"), default=0, editable=False)

    objects = OfDossierQuerySet.as_manager()
    action_prefix = "fund"

    class Meta:
        ordering = ["-year", "name"]
        verbose_name = _("fund")
        verbose_name_plural = _("funds")
        constraints = [
            models.CheckConstraint(
                condition=Q(granted_fen__gte=F("reserved_fen") + F("paid_fen")), name="fund_is_not_overdrawn"
            ),
            models.UniqueConstraint(fields=["division", "program", "year", "name"], name="fund_once"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.name}"

    @property
    def code(self) -> Any:
        """The dossier's code: what stands in URLs."""
        return self.dossier.code

    @property
    def available_fen(self) -> int:
        """What is neither committed nor paid."""
        return self.granted_fen - self.reserved_fen - self.paid_fen

    @transition(
        "status",
        source=Status.NEW,
        target=Status.OPEN,
        custom=step(_("Open the fund"), actors=(Role.FINANCE_PREPARER,), papers=("FLW-01",)),
    )
    def begin(self) -> None:
        """From now on money can be granted to it."""

    @transition(
        "status",
        source=Status.OPEN,
        target=Status.OPEN,
        custom=step(
            _("Book a grant"),
            actors=(Role.FINANCE_PREPARER,),
            guards=(rules.grant_names_its_paper,),
            writes=rules.book_grant,
            papers=("FLW-01",),
            weight="side",
            effect=_("More can be committed. An amount with a minus takes back what is not committed yet."),
        ),
    )
    def grant(self) -> None:
        """Money was given, or taken back, by a paper of the treasury. The ledger has moved the figures."""

    @transition(
        "status",
        source=Status.OPEN,
        target=Status.CLOSED,
        custom=step(
            _("Close the fund"),
            actors=(Role.FINANCE_REVIEWER,),
            guards=(rules.nothing_is_committed,),
            reason_required=True,
            papers=("FLW-01",),
            weight="side",
        ),
    )
    def close(self, *, reason: str) -> None:
        """The year is over; nothing more is committed."""


class FundEntry(models.Model):
    """One movement. RESERVE commits, RELEASE takes that back, PAY spends it, RECOVER returns what was spent."""

    class Kind(models.TextChoices):
        GRANT = "grant", pgettext_lazy("ledger", "granted")
        RESERVE = "reserve", pgettext_lazy("ledger", "committed")
        RELEASE = "release", pgettext_lazy("ledger", "released")
        PAY = "pay", pgettext_lazy("ledger", "paid")
        RECOVER = "recover", pgettext_lazy("ledger", "paid back")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    fen = models.BigIntegerField(_("amount"))
    batch = models.ForeignKey("finance.Batch", models.PROTECT, null=True, related_name="fund_entries")
    recovery = models.ForeignKey("finance.Recovery", models.PROTECT, null=True, related_name="fund_entries")
    event = models.ForeignKey(Event, models.PROTECT, null=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    words = models.CharField(_("what for"), max_length=200, blank=True)
    booked_on = models.DateField(_("booked on"))
    at = models.DateTimeField(_("entered at"))

    class Meta:
        ordering = ["fund", "pk"]
        verbose_name = _("entry of the ledger")
        verbose_name_plural = _("entries of the ledger")
        constraints = [
            # a grant may be corrected by a signed second one; everything else only ever adds
            models.CheckConstraint(
                condition=Q(fen__gt=0) | (Q(kind="grant") & ~Q(fen=0)), name="fund_entry_has_an_amount"
            )
        ]

    def __str__(self) -> str:
        return f"{self.fund} {self.kind} {self.fen}"
