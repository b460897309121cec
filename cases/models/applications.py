"""What every application shares: the evidence checklist, the one-time notice and the pauses of its clock.

Invariants: one notice lists everything that is missing, and a second one only asks for what an answer to the first
created (行政许可法 art. 32(4), domain report §2.0); one pause at a time.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.cases import Case
from documents.models import Attachment, Document, OfDossierQuerySet
from organisation.models import User
from programs.models import EvidenceRule


class OfCaseQuerySet(OfDossierQuerySet):
    """Rows that hang on a case, whose scope is theirs."""

    path = "case__dossier"


class EvidenceItem(models.Model):
    """One line of a case's checklist: whether it is there, since when, and its scan."""

    class State(models.TextChoices):
        MISSING = "missing", _("missing")
        RECEIVED = "received", _("received")
        OBTAINED = "obtained", _("obtained by the office")
        WAIVED = "waived", _("not needed in this case")

    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence")
    rule = models.ForeignKey(EvidenceRule, models.PROTECT)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.MISSING)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, verbose_name=_("scan"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["case", "rule__position", "pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [models.UniqueConstraint(fields=["case", "rule"], name="evidence_once_a_case")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.get_state_display()}"


class OneTimeNoticeQuerySet(OfCaseQuerySet):
    """Notices of everything that is missing."""

    def second_ones(self) -> Self:
        """Those that should not have been necessary: counted as defects (domain report §1.5, R14)."""
        return self.filter(sequence__gt=1)


class OneTimeNotice(models.Model):
    """That everything missing was told at once (一次性告知). `reason` says why a second one had to be written."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="one_time_notices")
    sequence = models.PositiveSmallIntegerField(_("which notice"))
    told_on = models.DateField(_("told on"))
    supplement_until = models.DateField(_("supplement until"))
    items = models.JSONField(_("what is missing"), help_text=_("codes of the evidence rules"))
    reason = models.CharField(_("why a second notice"), max_length=300, blank=True)
    told_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_on = models.DateField(_("supplemented on"), null=True, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, null=True, editable=False)

    objects = OneTimeNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["case", "sequence"]
        verbose_name = _("one-time notice")
        verbose_name_plural = _("one-time notices")
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="one_time_notice_sequence"),
            models.CheckConstraint(condition=Q(sequence=1) | ~Q(reason=""), name="second_notice_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.sequence}"


class ClockPause(models.Model):
    """The clock of an application stands still: for a supplement, an objection or a partner's reply."""

    class Reason(models.TextChoices):
        SUPPLEMENT = "supplement", _("waiting for a supplement")
        OBJECTION = "objection", _("waiting for the answer to an objection")
        REPLY = "reply", _("waiting for another office")

    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses")
    reason = models.CharField(_("why"), max_length=12, choices=Reason)
    began_on = models.DateField(_("since"))
    ended_on = models.DateField(_("until"), null=True, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["case", "began_on", "pk"]
        verbose_name = _("pause of the clock")
        verbose_name_plural = _("pauses of the clock")
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_on__isnull=True), name="one_pause_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")), name="pause_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_reason_display()}"
