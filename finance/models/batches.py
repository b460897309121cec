"""A batch: what one county pays for one program in one term, from the roll to the books (domain report §2.4).

Invariants: one person does one step of a round (maker, checker, approver, preparer and releaser are five people, a
small county may merge checker and approver); the content hash is recomputed and compared at every step; a return for
correction opens a new round and voids what was approved; after it was sent nothing goes back.
"""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from cases.addresses import address
from documents.declarations import step
from documents.models import Dossier, OfDossierQuerySet
from documents.state_field import StateField
from finance import batch_rules as rules
from finance import batch_writes as writes
from organisation.models import Division
from organisation.roles import Role
from programs.models import Program
from programs.months import months_between


def checkers(batch: "Batch") -> tuple[str, ...]:
    """Who has the next step, and the approver as long as the money is only committed: each may return the batch."""
    return {
        Batch.Status.COUNTY_REVIEWED: (Role.COUNTY_APPROVER,),
        Batch.Status.APPROVED: (Role.FINANCE_PREPARER, Role.COUNTY_APPROVER),
        Batch.Status.FUNDING_REQUESTED: (Role.FINANCE_REVIEWER, Role.COUNTY_APPROVER),
    }.get(Batch.Status(batch.status), (Role.COUNTY_REVIEWER,))


class Batch(models.Model):
    """One batch. Its dossier lies in the county; each town has its own roll with a dossier of the town."""

    class Kind(models.TextChoices):
        REGULAR = "regular", pgettext_lazy("batch", "regular")
        SUPPLEMENT = "supplement", pgettext_lazy("batch", "supplement")
        REISSUE = "reissue", pgettext_lazy("batch", "reissue")

    class Status(models.TextChoices):
        NEW = "new", pgettext_lazy("batch", "being opened")
        OPEN = "open", pgettext_lazy("batch", "open")
        COMPILED = "compiled", pgettext_lazy("batch", "roll compiled")
        TOWN_REVIEWED = "town_reviewed", pgettext_lazy("batch", "reviewed by the towns")
        COUNTY_REVIEWED = "county_reviewed", pgettext_lazy("batch", "reviewed by the county")
        APPROVED = "approved", pgettext_lazy("batch", "approved")
        FUNDING_REQUESTED = "funding_requested", pgettext_lazy("batch", "funds requested")
        SENT = "sent", pgettext_lazy("batch", "sent to the bank")
        RETURNED = "returned", pgettext_lazy("batch", "answer of the bank is here")
        RECONCILED = "reconciled", pgettext_lazy("batch", "reconciled")
        CLOSED = "closed", pgettext_lazy("batch", "closed")
        CANCELLED = "cancelled", pgettext_lazy("batch", "cancelled")

    dossier = models.OneToOneField(Dossier, models.PROTECT)
    program = models.ForeignKey(Program, models.PROTECT, verbose_name=_("program"))
    division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("county"))
    fund = models.ForeignKey("finance.Fund", models.PROTECT, verbose_name=_("fund"))
    adapter = models.ForeignKey("finance.BankAdapter", models.PROTECT, verbose_name=_("bank format"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REGULAR)
    number = models.CharField(_("number"), max_length=30, unique=True)
    first_month = models.DateField(_("from the month"))
    last_month = models.DateField(_("to the month"))
    status = StateField(_("state"), default=Status.NEW, choices=Status.choices, max_length=18)
    round = models.PositiveSmallIntegerField(_("round"), default=1, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    line_count = models.PositiveIntegerField(_("payments"), default=0, editable=False)
    month_count = models.PositiveIntegerField(_("months paid"), default=0, editable=False)
    total_fen = models.PositiveBigIntegerField(_("total"), default=0, editable=False)
    sent_on = models.DateField(_("sent on"), null=True, editable=False)
    answer_by = models.DateField(_("answer of the bank due by"), null=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, editable=False)

    objects = OfDossierQuerySet.as_manager()
    action_prefix = "batch"

    class Meta:
        ordering = ["-first_month", "-pk"]
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_month__day=1, last_month__day=1, last_month__gte=F("first_month")),
                name="batch_months_are_firsts_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page."""
        return address("batch-detail", self.code)

    @property
    def code(self) -> Any:
        """The dossier's code: what stands in URLs."""
        return self.dossier.code

    @property
    def term(self) -> list[dt.date]:
        """The firsts of its months."""
        return months_between(self.first_month, self.last_month)

    def also_moves(self) -> tuple[int, ...]:
        """The rolls of the towns move with the batch."""
        return tuple(self.rolls.values_list("dossier_id", flat=True))

    @transition(
        "status",
        source=Status.NEW,
        target=Status.OPEN,
        custom=step(_("Open a batch"), actors=(Role.COUNTY_CASEWORKER,), papers=("FLW-01",)),
    )
    def begin(self) -> None:
        """Months can be counted for it."""

    @transition(
        "status",
        source=Status.OPEN,
        target=Status.COMPILED,
        custom=step(
            _("Compile the roll"),
            actors=(Role.COUNTY_CASEWORKER,),
            guards=(rules.fund_is_open,),
            writes=writes.compile_roll,
            papers=("STP-09",),
            opens=rules.town_review_due,
            effect=_("Every child is tested again for every month. The towns get their rolls to review."),
        ),
    )
    def compile(self, *, content_hash: str, line_count: int, month_count: int, total_fen: int) -> None:
        """Freeze who gets how much on which account."""
        self.content_hash, self.line_count = content_hash, line_count
        self.month_count, self.total_fen = month_count, total_fen

    @transition(
        "status",
        source=Status.COMPILED,
        target=Status.TOWN_REVIEWED,
        custom=step(
            _("All towns have reviewed"),
            actors=(),
            guards=(rules.content_is_unchanged, rules.all_towns_signed),
            papers=("FLW-01",),
            opens=rules.county_review_due,
            closes=("review_rolls",),
        ),
    )
    def finish_town_review(self) -> None:
        """The last town signed its roll. By the system alone."""

    @transition(
        "status",
        source=Status.TOWN_REVIEWED,
        target=Status.COUNTY_REVIEWED,
        custom=step(
            _("Review the batch"),
            actors=(Role.COUNTY_REVIEWER,),
            guards=(rules.content_is_unchanged, rules.other_person),
            writes=writes.sign,
            papers=("FLW-01",),
            opens=rules.approval_due,
            closes=("review_batch",),
        ),
    )
    def review(self, *, opinion: str = "") -> None:
        """The checker found roll, changes and samples right."""

    @transition(
        "status",
        source=Status.COUNTY_REVIEWED,
        target=Status.APPROVED,
        custom=step(
            _("Approve the batch"),
            actors=(Role.COUNTY_APPROVER,),
            guards=(
                rules.content_is_unchanged,
                rules.other_person,
                rules.no_stake_in_the_batch,
                rules.nobody_was_stopped,
                rules.fund_suffices,
            ),
            writes=writes.approve,
            papers=("STP-10",),
            opens=rules.request_due,
            closes=("approve_batch",),
            effect=_("The total is committed in the fund."),
        ),
    )
    def approve(self, *, opinion: str = "") -> None:
        """May be paid."""

    @transition(
        "status",
        source=Status.APPROVED,
        target=Status.FUNDING_REQUESTED,
        custom=step(
            _("Request the funds"),
            actors=(Role.FINANCE_PREPARER,),
            guards=(rules.content_is_unchanged, rules.other_person),
            writes=writes.sign,
            papers=("STP-11",),
            opens=rules.send_due,
            closes=("request_funds",),
        ),
    )
    def request_funds(self, *, opinion: str = "") -> None:
        """Finance asks the treasury for the money."""

    @transition(
        "status",
        source=Status.FUNDING_REQUESTED,
        target=Status.SENT,
        custom=step(
            _("Release to the bank"),
            actors=(Role.FINANCE_REVIEWER,),
            guards=(
                rules.content_is_unchanged,
                rules.other_person,
                rules.nobody_was_stopped,
                rules.fit_for_the_bank,
            ),
            writes=writes.send,
            papers=("STP-12", "STP-13"),
            opens=rules.answer_due,
            closes=("send_batch",),
            weight="grave",
            effect=_("The file is written once. After this nothing in the batch can be changed."),
        ),
    )
    def send(self, *, sent_on: dt.date, answer_by: dt.date) -> None:
        """Write the file for the bank."""
        self.sent_on, self.answer_by = sent_on, answer_by

    @transition(
        "status",
        source=[Status.SENT, Status.RETURNED],
        target=Status.RETURNED,
        custom=step(
            _("Read the bank's answer"),
            actors=(Role.FINANCE_PREPARER,),
            guards=(rules.content_is_unchanged,),
            writes=writes.read_answer,
            papers=("FLW-01",),
            opens=rules.reconcile_due,
            closes=("bank_answer",),
        ),
    )
    def take_answer(self) -> None:
        """What the bank says about every line: paid, returned, or nothing yet."""

    @transition(
        "status",
        source=Status.RETURNED,
        target=Status.RECONCILED,
        custom=step(
            _("Reconcile"),
            actors=(Role.FINANCE_REVIEWER,),
            guards=(rules.content_is_unchanged, rules.not_the_reader, rules.every_line_is_answered, rules.sums_agree),
            papers=("STP-14",),
            opens=rules.close_due,
            closes=("reconcile_batch",),
        ),
    )
    def reconcile(self) -> None:
        """Paid and returned together are what was sent, to the fen."""

    @transition(
        "status",
        source=[Status.RETURNED, Status.RECONCILED],
        target=None,
        custom=step(
            _("Approve the reissue"),
            actors=(Role.COUNTY_REVIEWER,),
            guards=(rules.content_is_unchanged, rules.may_be_reissued),
            writes=writes.approve_reissue,
            papers=("STP-15",),
            weight="side",
            effect=_("The months of these payments are open again; a reissue batch pays them to the proven account."),
        ),
    )
    def approve_reissue(self) -> None:
        """Payments that came back are paid again, each to an account that was proven for it."""

    @transition(
        "status",
        source=[Status.RETURNED, Status.RECONCILED],
        target=None,
        custom=step(
            _("Do not reissue"),
            actors=(Role.COUNTY_REVIEWER,),
            reason_required=True,
            guards=(rules.content_is_unchanged, rules.may_be_dropped),
            writes=writes.drop_payments,
            papers=("STP-15",),
            weight="grave",
            effect=_("The months of these payments are not owed any more."),
        ),
    )
    def drop_payments(self) -> None:
        """Payments that came back are not made again."""

    @transition(
        "status",
        source=Status.RECONCILED,
        target=Status.CLOSED,
        custom=step(
            _("Close the batch"),
            actors=(Role.COUNTY_APPROVER,),
            guards=(rules.content_is_unchanged, rules.nothing_is_pending),
            writes=writes.today,
            papers=("STP-20",),
            closes=("close_batch",),
        ),
    )
    def close(self, *, closed_on: dt.date) -> None:
        """Every line has come to its end."""
        self.closed_on = closed_on

    @transition(
        "status",
        source=[
            Status.COMPILED,
            Status.TOWN_REVIEWED,
            Status.COUNTY_REVIEWED,
            Status.APPROVED,
            Status.FUNDING_REQUESTED,
        ],
        target=Status.OPEN,
        custom=step(
            _("Return for correction"),
            actors=checkers,
            reason_required=True,
            writes=writes.void_round,
            papers=("FLW-01",),
            closes=rules.EVERYTHING_DUE,
            weight="side",
            effect=_("The roll is void and compiled anew; signatures and commitment of this round end."),
        ),
    )
    def send_back(self, *, reason: str) -> None:
        """A new round begins."""
        self.round += 1
        self.content_hash, self.line_count, self.month_count, self.total_fen = "", 0, 0, 0

    @transition(
        "status",
        source=[
            Status.OPEN,
            Status.COMPILED,
            Status.TOWN_REVIEWED,
            Status.COUNTY_REVIEWED,
            Status.APPROVED,
            Status.FUNDING_REQUESTED,
        ],
        target=Status.CANCELLED,
        custom=step(
            _("Cancel the batch"),
            actors=(Role.COUNTY_APPROVER,),
            reason_required=True,
            writes=writes.void_round,
            papers=("FLW-01",),
            closes=rules.EVERYTHING_DUE,
            weight="grave",
            effect=_("Nothing of it is paid. Its months are open for another batch; signatures and commitment end."),
        ),
    )
    def cancel(self, *, reason: str) -> None:
        """Nothing of it is paid; its months are open for another batch."""


class TownRoll(models.Model):
    """The roll of one town in one round of a batch. The town signs it, or says what is wrong."""

    class Status(models.TextChoices):
        NEW = "new", pgettext_lazy("town roll", "being compiled")
        OPEN = "open", pgettext_lazy("town roll", "waits for the town")
        SIGNED = "signed", pgettext_lazy("town roll", "signed by the town")
        DISPUTED = "disputed", pgettext_lazy("town roll", "questioned by the town")
        VOID = "void", pgettext_lazy("town roll", "void")

    dossier = models.ForeignKey(Dossier, models.PROTECT)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="rolls")
    division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("town"))
    round = models.PositiveSmallIntegerField(_("round"))
    status = StateField(_("state"), default=Status.NEW, choices=Status.choices, max_length=10)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    line_count = models.PositiveIntegerField(_("payments"), default=0, editable=False)
    total_fen = models.PositiveBigIntegerField(_("total"), default=0, editable=False)

    objects = OfDossierQuerySet.as_manager()
    action_prefix = "townroll"

    class Meta:
        ordering = ["batch", "round", "division__code"]
        verbose_name = _("roll of a town")
        verbose_name_plural = _("rolls of towns")
        constraints = [
            models.UniqueConstraint(fields=["batch", "round", "division"], name="one_roll_a_batch_round_and_town")
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.division}"

    @property
    def code(self) -> Any:
        """The dossier's code: what stands in URLs."""
        return self.dossier.code

    def also_moves(self) -> tuple[int, ...]:
        """The batch goes on when the last town has signed."""
        return (self.batch.dossier_id,)

    @transition(
        "status",
        source=Status.NEW,
        target=Status.OPEN,
        custom=step(_("Hand out the roll"), actors=(), papers=("STP-08",), opens=rules.roll_due),
    )
    def hand_out(self) -> None:
        """The roll waits for the town. By the system, when the batch is compiled."""

    @transition(
        "status",
        source=[Status.OPEN, Status.DISPUTED],
        target=Status.SIGNED,
        custom=step(
            _("Sign the roll"),
            actors=(Role.TOWN_CHILD_SUPERVISOR,),
            guards=(rules.roll_is_unchanged, rules.not_the_maker),
            papers=("FLW-01",),
            closes=rules.ROLL_DUE,
            effect=_("The town confirms that its children, months and accounts are right."),
        ),
    )
    def sign(self, *, opinion: str = "") -> None:
        """The town finds its roll right."""

    @transition(
        "status",
        source=Status.OPEN,
        target=Status.DISPUTED,
        custom=step(
            _("Question the roll"),
            actors=(Role.TOWN_CHILD_SUPERVISOR,),
            reason_required=True,
            papers=("FLW-01",),
            opens=rules.dispute_due,
            weight="side",
            effect=_("The county looks at what is wrong and returns the batch, or answers."),
        ),
    )
    def dispute(self, *, reason: str) -> None:
        """Something is wrong; the batch waits."""

    @transition(
        "status",
        source=[Status.OPEN, Status.SIGNED, Status.DISPUTED],
        target=Status.VOID,
        custom=step(_("Void"), actors=(), papers=("FLW-01",), closes=rules.ROLL_DUE),
    )
    def void(self) -> None:
        """The batch was returned or cancelled. By the system alone."""
