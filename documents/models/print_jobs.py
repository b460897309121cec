"""Print jobs: papers of a village or a selection, bound into one PDF in the background. The file lives for a day."""

import datetime as dt
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models.papers import Document

LIFE = dt.timedelta(hours=24)  # exports expire after 24 hours (domain report §3.5)


def end_of_life() -> dt.datetime:
    """When a print job made now is wiped."""
    return timezone.now() + LIFE


class PrintJobQuerySet(models.QuerySet["PrintJob"]):
    def visible_to(self, user: Any) -> Self:
        """A print job is its owner's alone: it may hold papers that no colleague sees all of."""
        return self.filter(owner=user) if user.is_authenticated else self.none()

    def expired(self, now: dt.datetime) -> Self:
        """Jobs past their day whose file still lies there."""
        return self.filter(expires_at__lte=now).exclude(state=PrintJob.State.EXPIRED)

    def unfinished(self) -> Self:
        """Jobs that a worker still has to bind, oldest first."""
        return self.filter(state__in=[PrintJob.State.WAITING, PrintJob.State.RUNNING]).order_by("id")


class PrintJob(models.Model):
    """One PDF to be printed in one go: which papers, how far it is, and the file until it expires."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being made")
        READY = "ready", _("Ready to print")
        FAILED = "failed", _("Failed")
        EXPIRED = "expired", _("Expired")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("owner"))
    title = models.CharField(_("title"), max_length=80)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    duplex = models.BooleanField(_("printed on both sides"), default=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="print-jobs", blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    beat_at = models.DateTimeField(null=True, help_text="when a worker last said that it is at work on this")
    expires_at = models.DateTimeField(default=end_of_life, db_index=True)
    printed_at = models.DateTimeField(null=True)

    objects = PrintJobQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("print job")
        verbose_name_plural = _("print jobs")

    def __str__(self) -> str:
        return self.title

    @property
    def under_way(self) -> bool:
        """True while a worker has still to finish it."""
        return self.state in (self.State.WAITING, self.State.RUNNING)


class PrintEntry(models.Model):
    """One paper of a print job, at its place in the order."""

    job = models.ForeignKey(PrintJob, models.PROTECT, related_name="entries")
    document = models.ForeignKey(Document, models.PROTECT, related_name="print_entries")
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ["job", "place"]
        verbose_name = _("paper of a print job")
        verbose_name_plural = _("papers of a print job")
        constraints = [
            models.UniqueConstraint(fields=["job", "document"], name="print_entry_once"),
            models.UniqueConstraint(fields=["job", "place"], name="print_entry_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}:{self.place}"
