"""What goes to the bank and comes back. Files are written once and read once; their bytes are kept encrypted.

Invariants: one file a batch and part, its bytes never change; a file of the bank is taken in once (by its SHA-256),
whole or not at all.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.models import OfDossierQuerySet
from finance.models.batches import Batch
from finance.models.lines import Line
from organisation.models import User


class BankAdapter(models.Model):
    """How one bank wants its file and answers: columns, order, encoding and so on as data (finance/bank/format.py)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    spec = models.JSONField(_("format"))
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("bank format")
        verbose_name_plural = _("bank formats")

    def __str__(self) -> str:
        return self.name


class OfBatchQuerySet(OfDossierQuerySet):
    """Rows that hang on a batch, whose scope is theirs."""

    path = "batch__dossier"


class BankFile(models.Model):
    """One part of what was sent. Downloading it again gives the same bytes."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="files")
    part = models.PositiveSmallIntegerField(_("part"), default=1)
    name = models.CharField(_("file name"), max_length=80)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(editable=False, help_text="encrypted under the dossier's key")
    rows = models.PositiveIntegerField(_("rows"))
    total_fen = models.PositiveBigIntegerField(_("total"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))

    objects = OfBatchQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "part"]
        verbose_name = _("file for the bank")
        verbose_name_plural = _("files for the bank")
        constraints = [models.UniqueConstraint(fields=["batch", "part"], name="one_file_a_batch_and_part")]

    def __str__(self) -> str:
        return self.name


class BankReturn(models.Model):
    """One answer of the bank as it was uploaded. What could not be taken in is kept too, with what was wrong."""

    class Outcome(models.TextChoices):
        TAKEN = "taken", pgettext_lazy("bank return", "taken in")
        REFUSED = "refused", pgettext_lazy("bank return", "refused")

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="returns")
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    name = models.CharField(_("file name"), max_length=120)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(editable=False, help_text="encrypted under the dossier's key")
    annotated = models.BinaryField(editable=False, default=bytes, help_text="encrypted; the file with remarks")
    rows = models.PositiveIntegerField(_("rows"), default=0)
    paid_fen = models.PositiveBigIntegerField(_("paid"), default=0)
    failed_fen = models.PositiveBigIntegerField(_("returned"), default=0)
    problems = models.JSONField(_("what was wrong"), default=list)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("read at"))

    objects = OfBatchQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "pk"]
        verbose_name = _("answer of the bank")
        verbose_name_plural = _("answers of the bank")
        constraints = [
            models.UniqueConstraint(fields=["sha256"], condition=Q(outcome="taken"), name="one_answer_is_taken_once")
        ]

    def __str__(self) -> str:
        return self.name


class ReturnRow(models.Model):
    """What one answer said about one line."""

    taken = models.ForeignKey(BankReturn, models.PROTECT, related_name="answers")
    line = models.ForeignKey(Line, models.PROTECT, related_name="answers")
    row = models.PositiveIntegerField(_("row of the file"))
    paid = models.BooleanField(_("paid"))
    fen = models.PositiveIntegerField(_("amount"))
    code = models.CharField(_("reason code"), max_length=20, blank=True)
    words = models.CharField(_("reason of the bank"), max_length=100, blank=True)
    booked_on = models.DateField(_("day of the bank"), null=True)

    class Meta:
        ordering = ["taken", "row"]
        verbose_name = _("row of an answer")
        verbose_name_plural = _("rows of answers")
        constraints = [models.UniqueConstraint(fields=["taken", "line"], name="one_row_an_answer_and_line")]

    def __str__(self) -> str:
        return f"{self.line}: {self.paid}"
