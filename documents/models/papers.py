"""Papers and what is attached to them. Once issued nothing about a paper changes; a wrong one is superseded."""

import json
import secrets
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models.dossiers import Dossier
from documents.models.events import Event
from organisation.encryption import unseal
from organisation.models import Organ

VERIFY_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
MOST_ATTEMPTS = 8


def new_verify_code() -> str:
    """Sixteen characters that nobody mixes up on paper; 80 bits, so guessing is hopeless."""
    return "".join(secrets.choice(VERIFY_ALPHABET) for _ in range(16))


class NumberCounter(models.Model):
    """The last number given for one organ, kind of paper and year. Locked after the dossier: no gaps."""

    organ = models.ForeignKey(Organ, models.PROTECT)
    kind = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("number counter")
        verbose_name_plural = _("number counters")
        constraints = [models.UniqueConstraint(fields=["organ", "kind", "year"], name="number_counter_once")]

    def __str__(self) -> str:
        return f"{self.organ} {self.kind} {self.year}: {self.last}"


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: Any) -> Self:
        """Papers of the dossiers that the user may see."""
        return self.filter(dossier__in=Dossier.objects.visible_to(user))

    def waiting(self) -> Self:
        """Issued papers without a PDF whose next attempt is due, oldest first."""
        return self.filter(sha256="", next_attempt__lte=timezone.now(), attempts__lt=MOST_ATTEMPTS).order_by("id")

    def failed(self) -> Self:
        """Papers whose last rendering failed and that still have no PDF, newest first."""
        return self.filter(sha256="").exclude(error="").order_by("-id")


class Document(models.Model):
    """One numbered paper: a frozen context and, once rendered, the PDF that this context always gives."""

    class Status(models.TextChoices):
        ISSUED = "issued", _("Issued")
        SIGNED = "signed", _("Signed")
        SERVED = "served", _("Served")
        SUPERSEDED = "superseded", _("Superseded")
        VOID = "void", _("Void")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT)
    event = models.ForeignKey(Event, models.PROTECT)
    kind = models.CharField(max_length=12, db_index=True)
    title = models.CharField(max_length=80)
    organ = models.ForeignKey(Organ, models.PROTECT)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=60)
    template_version = models.PositiveSmallIntegerField()
    context = models.BinaryField()
    status = models.CharField(max_length=12, choices=Status, default=Status.ISSUED)
    issued_on = models.DateField()
    verify_code = models.CharField(max_length=16, unique=True, default=new_verify_code)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")

    file = models.FileField(upload_to="papers", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    rendered_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt = models.DateTimeField(default=timezone.now)
    error = models.CharField(max_length=200, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        constraints = [
            models.UniqueConstraint(fields=["organ", "kind", "year", "serial"], name="document_number_once"),
            models.CheckConstraint(condition=~Q(supersedes=F("id")), name="document_does_not_supersede_itself"),
        ]
        indexes = [models.Index(fields=["sha256", "next_attempt"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def opened_context(self) -> dict[str, Any]:
        """The frozen context. Raises DossierErased."""
        return json.loads(unseal(bytes(self.context), key=self.dossier.data_key, bound_to=self.code.bytes))

    @property
    def rendering(self) -> str:
        """`ready`, `failed` or `pending`."""
        if self.sha256:
            return "ready"
        return "failed" if self.error else "pending"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: Any) -> Self:
        """Scans of the dossiers that the user may see."""
        return self.filter(dossier__in=Dossier.objects.visible_to(user))


class Attachment(models.Model):
    """A scan or photo, re-encoded or checked by its content, stored encrypted. May be a paper that came back signed."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)
    event = models.ForeignKey(Event, models.PROTECT)
    title = models.CharField(max_length=80)
    content_type = models.CharField(max_length=40)
    file = models.FileField(upload_to="attachments")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    signed_by = models.CharField(max_length=120, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    at = models.DateTimeField(default=timezone.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [models.UniqueConstraint(fields=["dossier", "sha256", "title"], name="attachment_once")]

    def __str__(self) -> str:
        return self.title
