"""The workbook of returned payments as it came back from the towns with corrected accounts, and its scans.

Invariants: kept sealed under the batch's key; each row of it is proposed once, whatever is pressed twice.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from finance.models.bank import OfBatchQuerySet
from finance.models.batches import Batch
from organisation.encryption import seal, unseal
from organisation.models import User


class CorrectionBook(models.Model):
    """One uploaded workbook with corrected accounts."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="correction_books")
    name = models.CharField(_("file name"), max_length=120)
    content = models.BinaryField(editable=False, help_text="encrypted under the dossier's key")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("read at"))

    objects = OfBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("workbook of corrected accounts")
        verbose_name_plural = _("workbooks of corrected accounts")

    def __str__(self) -> str:
        return self.name

    def put(self, content: bytes) -> None:
        """Seal the workbook's bytes; the caller saves."""
        self.content = seal(content, key=self.batch.dossier.data_key, bound_to=self.code.bytes)

    def get(self) -> bytes:
        """The bytes as uploaded."""
        return unseal(bytes(self.content), key=self.batch.dossier.data_key, bound_to=self.code.bytes)


class CorrectionScan(models.Model):
    """A scan that came with a workbook, under the file name by which its rows refer to it."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    book = models.ForeignKey(CorrectionBook, models.PROTECT, related_name="scans")
    name = models.CharField(_("file name"), max_length=120)
    content = models.BinaryField(editable=False, help_text="encrypted under the dossier's key")

    class Meta:
        ordering = ["book", "name"]
        verbose_name = _("scan beside a workbook")
        verbose_name_plural = _("scans beside workbooks")
        constraints = [models.UniqueConstraint(fields=["book", "name"], name="one_scan_a_book_and_name")]

    def __str__(self) -> str:
        return self.name

    def put(self, content: bytes) -> None:
        """Seal the scan's bytes; the caller saves."""
        self.content = seal(content, key=self.book.batch.dossier.data_key, bound_to=self.code.bytes)

    def get(self) -> bytes:
        """The bytes as uploaded."""
        return unseal(bytes(self.content), key=self.book.batch.dossier.data_key, bound_to=self.code.bytes)
