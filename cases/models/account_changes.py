"""Another account for a child's money (一卡通): proposed with proof by one person, confirmed by a second one.

Invariants: proposer and decider differ (database), one proposal for a child at a time, and nothing is overwritten: the
account before ends on the day on which the new one begins.
"""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from cases import account_rules as rules
from cases.models.cases import Case
from cases.registry import masking
from cases.registry.models import PayeeAccount, Person
from documents.declarations import step
from documents.models import Attachment, Dossier, OfDossierQuerySet
from documents.state_field import StateField
from organisation.encryption import EncryptedTextField, blind_index
from organisation.models import User
from organisation.roles import Role


class AccountChangeQuerySet(OfDossierQuerySet):
    def waiting(self) -> Self:
        """Proposals that nobody has decided."""
        return self.filter(status=AccountChange.Status.PROPOSED)


class AccountChange(models.Model):
    """A proposed account of one child. `account` is what became of it, `replaces` what was in force before."""

    class Status(models.TextChoices):
        NEW = "new", pgettext_lazy("account change", "being entered")
        PROPOSED = "proposed", pgettext_lazy("account change", "waits for the second person")
        CONFIRMED = "confirmed", pgettext_lazy("account change", "confirmed")
        REJECTED = "rejected", pgettext_lazy("account change", "rejected")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT)
    case = models.ForeignKey(Case, models.PROTECT, related_name="account_changes")
    child = models.ForeignKey(Person, models.PROTECT, related_name="account_changes")
    status = StateField(_("state"), default=Status.NEW, choices=Status.choices, max_length=10)
    holder = models.CharField(_("account holder"), max_length=60)
    holder_relation = models.CharField(_("holder's relation to the child"), max_length=20, blank=True)
    account_number = EncryptedTextField(_("account number"), purpose="account.number")
    number_index = models.CharField(max_length=64, editable=False)
    number_masked = models.CharField(_("account number"), max_length=30, editable=False)
    bank = models.CharField(_("bank"), max_length=60)
    bank_line_number = models.CharField(_("bank line number"), max_length=12, blank=True)
    name_for_bank = models.CharField(_("name as the bank writes it"), max_length=60, blank=True)
    proof = models.ForeignKey(Attachment, models.PROTECT, verbose_name=pgettext_lazy("account", "proof"))
    why = models.CharField(_("why"), max_length=200)
    replaces = models.ForeignKey(PayeeAccount, models.PROTECT, null=True, related_name="+", editable=False)
    account = models.OneToOneField(PayeeAccount, models.PROTECT, null=True, related_name="change", editable=False)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    objects = AccountChangeQuerySet.as_manager()
    action_prefix = "account"

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("change of the account")
        verbose_name_plural = _("changes of accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(status__in=("new", "proposed")), name="one_account_change_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="account_change_is_decided_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return self.number_masked

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.number_masked = masking.mask_account(self.account_number)
        self.number_index = blind_index(self.account_number, purpose="account")
        super().save(*args, **kwargs)

    @property
    def number(self) -> str:
        """What papers and pages print as the number of their subject: that of the case, never the account's."""
        return self.case.number or ""

    @transition(
        "status",
        source=Status.NEW,
        target=Status.PROPOSED,
        custom=step(
            _("Propose another account"),
            actors=rules.PROPOSERS,
            guards=(rules.check_digit_agrees, rules.differs_from_the_account_in_force, rules.holder_belongs_to_child),
            papers=("FLW-01",),
            opens=rules.confirmation_due,
        ),
    )
    def propose(self) -> None:
        """The family has shown the card or passbook; the scan is in the file."""

    @transition(
        "status",
        source=Status.PROPOSED,
        target=Status.CONFIRMED,
        custom=step(
            _("Confirm the account"),
            actors=(Role.COUNTY_REVIEWER,),
            guards=(
                rules.not_by_its_proposer,
                rules.account_in_force_is_the_same,
                rules.holder_belongs_to_child,
                rules.not_shared_too_often,
            ),
            writes=rules.begin_account,
            papers=("FLW-01",),
            closes=("confirm_account",),
            effect=_("From today payments go to this account. The one before ends and stays in the file."),
        ),
    )
    def confirm(self, *, decided_by: User | None, account: PayeeAccount) -> None:
        """A second person compared number and holder with the proof."""
        self.decided_by, self.account = decided_by, account

    @transition(
        "status",
        source=Status.PROPOSED,
        target=Status.REJECTED,
        custom=step(
            _("Reject the account"),
            actors=(Role.COUNTY_REVIEWER,),
            guards=(rules.not_by_its_proposer,),
            reason_required=True,
            writes=rules.decide,
            papers=("FLW-01",),
            closes=("confirm_account",),
            weight="side",
        ),
    )
    def reject(self, *, decided_by: User | None) -> None:
        """Number, holder and proof do not agree."""
        self.decided_by = decided_by

    @transition(
        "status",
        source=Status.PROPOSED,
        target=Status.REJECTED,
        custom=step(
            _("Withdraw the proposal"),
            actors=rules.PROPOSERS,
            same_as=("propose",),
            reason_required=True,
            papers=("FLW-01",),
            closes=("confirm_account",),
            weight="side",
        ),
    )
    def withdraw(self, *, reason: str) -> None:
        """Whoever proposed it saw a mistake."""
