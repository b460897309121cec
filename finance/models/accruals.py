"""What is owed: one accrual for each person and month, and signed corrections of it.

Invariants: (exclusivity group, person, month) is unique in the database, whatever the program, version, school or
county; amount, month and person never change; a correction is an Adjustment, never a second accrual (domain report
§2.4). The months of a cancelled accrual are re-opened, never doubled.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from cases.models import Award, Case
from cases.registry.models import Person
from documents.declarations import step
from documents.models import Dossier, OfDossierQuerySet
from documents.state_field import StateField
from organisation.models import User
from organisation.roles import Role
from programs.models import Rate

MAKER = (Role.COUNTY_CASEWORKER,)


class Accrual(models.Model):
    """One person's month, or the one sum of an award: what it is worth by the rate of that month."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("accrual", "to be paid")
        HELD = "held", pgettext_lazy("accrual", "held")
        LISTED = "listed", pgettext_lazy("accrual", "in a batch")
        PAID = "paid", pgettext_lazy("accrual", "paid")
        CANCELLED = "cancelled", pgettext_lazy("accrual", "cancelled")

    dossier = models.ForeignKey(Dossier, models.PROTECT)
    case = models.ForeignKey(Case, models.PROTECT, related_name="accruals")
    award = models.ForeignKey(Award, models.PROTECT, related_name="accruals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="accruals")
    exclusivity_group = models.CharField(max_length=20)
    month = models.DateField(_("month"))
    rate = models.ForeignKey(Rate, models.PROTECT, null=True)
    fen = models.PositiveIntegerField(_("amount"))
    status = StateField(_("state"), default=Status.OPEN, choices=Status.choices, max_length=10)
    made_at = models.DateTimeField(_("counted on"))

    objects = OfDossierQuerySet.as_manager()
    action_prefix = "accrual"

    class Meta:
        ordering = ["person", "month"]
        verbose_name = _("accrual")
        verbose_name_plural = _("accruals")
        constraints = [
            models.UniqueConstraint(fields=["exclusivity_group", "person", "month"], name="one_accrual_a_month"),
            models.CheckConstraint(condition=Q(fen__gt=0), name="accrual_is_positive"),
            models.CheckConstraint(condition=Q(month__day=1), name="accrual_month_is_a_first"),
        ]
        indexes = [models.Index(fields=["case", "month"]), models.Index(fields=["status", "month"])]

    def __str__(self) -> str:
        return f"{self.case} {self.month:%Y-%m}"

    @transition(
        "status", source=Status.OPEN, target=Status.LISTED, custom=step(_("List"), actors=MAKER, papers=("STP-08",))
    )
    def enlist(self) -> None:
        """A line of a batch carries it. Sets only."""

    @transition(
        "status", source=Status.LISTED, target=Status.OPEN, custom=step(_("Release"), actors=(), papers=("STP-09",))
    )
    def release(self) -> None:
        """The line that carried it is void or came back: another batch may pay it. Sets only."""

    @transition(
        "status", source=Status.LISTED, target=Status.PAID, custom=step(_("Paid"), actors=(), papers=("STP-14",))
    )
    def pay(self) -> None:
        """The bank says that the line arrived. Sets only."""

    @transition(
        "status", source=Status.OPEN, target=Status.HELD, custom=step(_("Hold"), actors=MAKER, papers=("STP-09",))
    )
    def hold(self) -> None:
        """The month is held (停发). Sets only."""

    @transition(
        "status", source=Status.HELD, target=Status.OPEN, custom=step(_("Unhold"), actors=MAKER, papers=("STP-09",))
    )
    def unhold(self) -> None:
        """The hold was lifted. Sets only."""

    @transition(
        "status",
        source=[Status.OPEN, Status.HELD],
        target=Status.CANCELLED,
        custom=step(_("Cancel"), actors=MAKER, papers=("STP-09",)),
    )
    def cancel(self) -> None:
        """The month is not owed after all. Sets only."""

    @transition(
        "status",
        source=Status.CANCELLED,
        target=Status.OPEN,
        custom=step(_("Open again"), actors=MAKER, papers=("STP-09",)),
    )
    def reopen(self) -> None:
        """The month is owed after all: the same row, never a second one. Sets only."""


class Adjustment(models.Model):
    """So many fen more or less for one accrual (补差, 追回): signed, settled by a line or a recovery."""

    class Kind(models.TextChoices):
        RATE = "rate", _("difference of the rate")
        BACKPAY = "backpay", _("paid later")
        CLAWBACK = "clawback", _("overpaid")
        CORRECTION = "correction", _("correction")

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("adjustment", "open")
        LISTED = "listed", pgettext_lazy("adjustment", "in a batch")
        SETTLED = "settled", pgettext_lazy("adjustment", "settled")
        WRITTEN_OFF = "written_off", pgettext_lazy("adjustment", "written off")
        CANCELLED = "cancelled", pgettext_lazy("adjustment", "cancelled")

    dossier = models.ForeignKey(Dossier, models.PROTECT)
    accrual = models.ForeignKey(Accrual, models.PROTECT, related_name="adjustments")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    delta_fen = models.IntegerField(_("difference"))
    rate = models.ForeignKey(Rate, models.PROTECT, null=True)
    recovery = models.ForeignKey("finance.Recovery", models.PROTECT, null=True, related_name="adjustments")
    status = StateField(_("state"), default=Status.OPEN, choices=Status.choices, max_length=12)
    reason = models.CharField(_("reason"), max_length=300)
    made_at = models.DateTimeField(_("made on"))
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    objects = OfDossierQuerySet.as_manager()
    action_prefix = "adjustment"

    class Meta:
        ordering = ["accrual", "pk"]
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        constraints = [
            models.CheckConstraint(condition=~Q(delta_fen=0), name="adjustment_is_not_zero"),
            models.UniqueConstraint(
                fields=["accrual", "rate"], condition=Q(kind="rate"), name="one_difference_a_month_and_rate"
            ),
            models.UniqueConstraint(
                fields=["accrual"],
                condition=Q(kind="clawback") & ~Q(status="cancelled"),
                name="a_month_is_asked_back_once",
            ),
        ]
        indexes = [models.Index(fields=["status"])]

    def __str__(self) -> str:
        return f"{self.accrual} {self.delta_fen:+d}"

    @transition(
        "status", source=Status.OPEN, target=Status.LISTED, custom=step(_("List"), actors=MAKER, papers=("STP-08",))
    )
    def enlist(self) -> None:
        """A line of a batch carries it. Sets only."""

    @transition(
        "status", source=Status.LISTED, target=Status.OPEN, custom=step(_("Release"), actors=(), papers=("STP-09",))
    )
    def release(self) -> None:
        """The line that carried it is void or came back. Sets only."""

    @transition(
        "status",
        source=[Status.OPEN, Status.LISTED],
        target=Status.SETTLED,
        custom=step(_("Settle"), actors=(), papers=("STP-14",)),
    )
    def settle(self) -> None:
        """A line that was paid, or money paid back, settles it. Sets only."""

    @transition(
        "status",
        source=Status.OPEN,
        target=Status.WRITTEN_OFF,
        custom=step(_("Write off"), actors=(Role.COUNTY_APPROVER,), papers=("STP-18",)),
    )
    def write_off(self) -> None:
        """Nobody will pay it back (核销). Sets only."""

    @transition(
        "status",
        source=Status.OPEN,
        target=Status.CANCELLED,
        custom=step(_("Cancel"), actors=MAKER, papers=("STP-09",)),
    )
    def cancel(self) -> None:
        """It was not right. Sets only."""
