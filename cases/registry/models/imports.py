"""A roster import: one workbook, its mapping, and what became of each row. Chunks commit and can be resumed."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.registry.models.persons import Person
from documents.models import Dossier
from organisation.models import Division


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    def visible_to(self, user: Any) -> Self:
        """Imports whose dossier the user may see."""
        return self.filter(dossier__in=Dossier.objects.visible_to(user))


class RosterImport(models.Model):
    """One file on its way into the registry."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        RUNNING = "running", _("being imported")
        DONE = "done", _("imported")
        FAILED = "failed", _("failed")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.OneToOneField(Dossier, models.PROTECT)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("county"))
    filename = models.CharField(_("file"), max_length=120)
    file = models.FileField(upload_to="imports")
    sha256 = models.CharField(max_length=64, db_index=True)
    mapping = models.JSONField(null=True, help_text="sheet → field → column from 0, as the clerk corrected it")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.UPLOADED)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    uploaded_at = models.DateTimeField(default=timezone.now)
    checked_on = models.DateField(null=True, help_text="the day on which ages and dates were judged")
    worked_at = models.DateTimeField(null=True, help_text="the worker's last sign of life")
    finished_at = models.DateTimeField(null=True)

    objects = RosterImportQuerySet.as_manager()
    action_prefix = "import"

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name = _("roster import")
        verbose_name_plural = _("roster imports")

    def __str__(self) -> str:
        return self.filename


class ImportRow(models.Model):
    """One row of the sheet: its outcome, and whom it created or updated. Reasons are codes, never the row's text."""

    class Effect(models.TextChoices):
        WAITING = "waiting", _("to be imported")
        REFUSED = "refused", _("not imported")
        CREATED = "created", _("created")
        UPDATED = "updated", _("updated")
        UNCHANGED = "unchanged", _("unchanged")
        KEPT = "kept", _("left as it is")

    run = models.ForeignKey(RosterImport, models.PROTECT, related_name="rows")
    sheet = models.CharField(max_length=60, blank=True, default="")
    sheet_row = models.PositiveIntegerField()
    name_masked = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=40)
    findings = models.JSONField(default=list, help_text="[code, field, values] of all that was found, gravest first")
    town_code = models.CharField(max_length=12, blank=True)
    effect = models.CharField(max_length=10, choices=Effect, default=Effect.WAITING)
    fingerprint = models.CharField(max_length=64, blank=True, help_text="keyed hash of what the row says of the child")
    child = models.ForeignKey(Person, models.PROTECT, null=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("import row")
        verbose_name_plural = _("import rows")
        constraints = [models.UniqueConstraint(fields=["run", "sheet", "sheet_row"], name="import_row_once")]
        indexes = [models.Index(fields=["run", "effect"]), models.Index(fields=["run", "outcome"])]

    def __str__(self) -> str:
        return f"{self.sheet_row}: {self.outcome}"
