"""Lines of a batch: one payment to one account, and the months and corrections that it is made of.

Invariants: a line is never edited or deleted, only its state moves; an accrual or adjustment is in one live item at
most; the fen of the items are the fen of the line. The database holds all three (trigger, partial unique index) or the
nightly verifier names it (sums).
"""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from cases.models import Case
from cases.registry.models import PayeeAccount, Person
from documents.declarations import step
from documents.models import Dossier
from documents.state_field import StateField
from finance.models.accruals import Accrual, Adjustment
from finance.models.batches import Batch, TownRoll
from organisation.models import Division
from organisation.roles import Role


class LineQuerySet(models.QuerySet["Line"]):
    def visible_to(self, user: Any) -> Self:
        """Lines of the batches, or of the town's own roll, that the user may see."""
        seen = Dossier.objects.visible_to(user)
        return self.filter(Q(dossier__in=seen) | Q(town_roll__dossier__in=seen))

    def current(self) -> Self:
        """Lines that count: those of rounds that were returned for correction are void."""
        return self.exclude(status=Line.Status.VOID)


class Line(models.Model):
    """One payment: `{batch}-{seq:05d}`. `account` is frozen with what stood on it that day."""

    class Status(models.TextChoices):
        LISTED = "listed", pgettext_lazy("line", "listed")
        VOID = "void", pgettext_lazy("line", "void")
        SENT = "sent", pgettext_lazy("line", "sent to the bank")
        UNKNOWN = "unknown", pgettext_lazy("line", "no answer yet")
        PAID = "paid", pgettext_lazy("line", "paid")
        FAILED = "failed", pgettext_lazy("line", "returned by the bank")
        REISSUE_PENDING = "reissue_pending", pgettext_lazy("line", "waiting for reissue")
        REISSUED = "reissued", pgettext_lazy("line", "reissued")
        CANCELLED = "cancelled", pgettext_lazy("line", "not to be paid")
        RECOVERY_PENDING = "recovery_pending", pgettext_lazy("line", "being recovered")
        RECOVERED = "recovered", pgettext_lazy("line", "recovered")
        OFFSET = "offset", pgettext_lazy("line", "offset")
        WRITTEN_OFF = "written_off", pgettext_lazy("line", "written off")

    dossier = models.ForeignKey(Dossier, models.PROTECT)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="lines")
    town_roll = models.ForeignKey(TownRoll, models.PROTECT, related_name="lines")
    round = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField(_("number"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="payments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="payments")
    division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("village or community"))
    account = models.ForeignKey(PayeeAccount, models.PROTECT)
    fen = models.PositiveIntegerField(_("amount"))
    months = models.PositiveSmallIntegerField(_("months"))
    status = StateField(_("state"), default=Status.LISTED, choices=Status.choices, max_length=16)
    failure = models.CharField(_("why it came back"), max_length=20, blank=True)
    paid_on = models.DateField(_("paid on"), null=True)
    reissue_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="reissued_as")

    objects = LineQuerySet.as_manager()
    action_prefix = "line"

    class Meta:
        ordering = ["batch", "sequence", "pk"]
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        constraints = [
            models.UniqueConstraint(fields=["batch", "round", "person"], name="one_line_a_batch_round_and_person"),
            models.UniqueConstraint(fields=["batch", "round", "sequence"], name="one_line_a_batch_round_and_number"),
            models.CheckConstraint(condition=Q(fen__gt=0), name="line_is_positive"),
        ]
        indexes = [
            models.Index(fields=["batch", "status", "sequence"]),
            models.Index(fields=["town_roll", "sequence"]),
            models.Index(fields=["person", "-id"]),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the bank and the papers call it, such as STP-410883-2026A-00031."""
        return f"{self.batch.number}-{self.sequence:05d}"

    @transition(
        "status", source=Status.LISTED, target=Status.VOID, custom=step(_("Void"), actors=(), papers=("STP-09",))
    )
    def void(self) -> None:
        """The round was returned for correction, or the batch cancelled. Sets only."""

    @transition(
        "status",
        source=Status.LISTED,
        target=Status.SENT,
        custom=step(_("Send"), actors=(Role.FINANCE_REVIEWER,), papers=("STP-12",)),
    )
    def send(self) -> None:
        """The file of the batch has it. Sets only."""

    @transition(
        "status",
        source=[Status.SENT, Status.UNKNOWN],
        target=Status.PAID,
        custom=step(_("Paid"), actors=(Role.FINANCE_PREPARER,), papers=("STP-14",)),
    )
    def pay(self) -> None:
        """The bank says so. Sets only."""

    @transition(
        "status",
        source=[Status.SENT, Status.UNKNOWN],
        target=Status.FAILED,
        custom=step(_("Returned"), actors=(Role.FINANCE_PREPARER,), papers=("STP-14",)),
    )
    def fail(self) -> None:
        """The bank returned it (退票). Sets only."""

    @transition(
        "status",
        source=Status.SENT,
        target=Status.UNKNOWN,
        custom=step(_("No answer"), actors=(Role.FINANCE_PREPARER,), papers=("STP-14",)),
    )
    def leave_unknown(self) -> None:
        """The answer says nothing about it: unknown, never failed, never sent again by itself. Sets only."""

    @transition(
        "status",
        source=Status.FAILED,
        target=Status.REISSUE_PENDING,
        custom=step(_("Approve the reissue"), actors=(Role.COUNTY_REVIEWER,), papers=("STP-15",)),
    )
    def approve_reissue(self) -> None:
        """Its months are open again, for a newly proven account. Sets only."""

    @transition(
        "status",
        source=Status.REISSUE_PENDING,
        target=Status.REISSUED,
        custom=step(_("Reissue"), actors=(Role.COUNTY_CASEWORKER,), papers=("STP-08",)),
    )
    def reissue(self) -> None:
        """Another line carries its months now. Sets only."""

    @transition(
        "status",
        source=Status.REISSUED,
        target=Status.REISSUE_PENDING,
        custom=step(_("Wait again"), actors=(), papers=("STP-09",)),
    )
    def wait_again(self) -> None:
        """The line that carried its months is void. Sets only."""

    @transition(
        "status",
        source=[Status.FAILED, Status.REISSUE_PENDING],
        target=Status.CANCELLED,
        custom=step(_("Do not reissue"), actors=(Role.COUNTY_REVIEWER,), papers=("STP-15",)),
    )
    def drop(self) -> None:
        """The months are not owed any more. Sets only."""

    @transition(
        "status",
        source=[Status.PAID, Status.RECOVERED, Status.OFFSET, Status.WRITTEN_OFF],
        target=Status.RECOVERY_PENDING,
        custom=step(_("Recover"), actors=(Role.COUNTY_APPROVER,), papers=("STP-17",)),
    )
    def ask_back(self) -> None:
        """Some of it was paid too much; a Recovery says what. Sets only."""

    @transition(
        "status",
        source=Status.RECOVERY_PENDING,
        target=Status.RECOVERED,
        custom=step(_("Recovered"), actors=(Role.FINANCE_REVIEWER,), papers=("STP-18",)),
    )
    def recover(self) -> None:
        """All of it was paid back. Sets only."""

    @transition(
        "status",
        source=Status.RECOVERY_PENDING,
        target=Status.OFFSET,
        custom=step(_("Offset"), actors=(Role.FINANCE_REVIEWER,), papers=("STP-18",)),
    )
    def offset_it(self) -> None:
        """All of it was taken off later payments (抵扣). Sets only."""

    @transition(
        "status",
        source=Status.RECOVERY_PENDING,
        target=Status.WRITTEN_OFF,
        custom=step(_("Write off"), actors=(Role.COUNTY_APPROVER,), papers=("STP-18",)),
    )
    def write_off(self) -> None:
        """The rest will not come back (核销). Sets only."""


class LineItem(models.Model):
    """What a line is made of: one accrual or adjustment. `live` until its months are open again."""

    line = models.ForeignKey(Line, models.PROTECT, related_name="items")
    accrual = models.ForeignKey(Accrual, models.PROTECT, null=True, related_name="items")
    adjustment = models.ForeignKey(Adjustment, models.PROTECT, null=True, related_name="items")
    fen = models.IntegerField(_("amount"))
    live = models.BooleanField(default=True)

    class Meta:
        ordering = ["line", "pk"]
        verbose_name = _("item of a line")
        verbose_name_plural = _("items of lines")
        constraints = [
            models.UniqueConstraint(fields=["accrual"], condition=Q(live=True), name="accrual_in_one_live_item"),
            models.UniqueConstraint(fields=["adjustment"], condition=Q(live=True), name="adjustment_in_one_live_item"),
            models.CheckConstraint(
                condition=Q(accrual__isnull=True) ^ Q(adjustment__isnull=True), name="item_is_month_or_adjustment"
            ),
            models.CheckConstraint(condition=~Q(fen=0), name="item_is_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.fen}"
