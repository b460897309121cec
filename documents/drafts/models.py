"""Drafts, deliveries, photos on their way, and the keys of phones. All of it belongs to one user and to nobody else.

The one invariant: whatever a user typed is ciphertext here, is found only through `of(user)`, and goes when it is sent,
discarded or expired.
"""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisation.encryption import EncryptedTextField

KEPT_DAYS = 30  # of an unsent draft without a change


class OwnQuerySet(models.QuerySet[Any]):
    def of(self, user: Any) -> Self:
        """The user's own rows. There is no other way to read this table."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class DraftQuerySet(OwnQuerySet):
    def open(self) -> Self:
        """Drafts that were neither sent nor discarded, last changed first."""
        return self.filter(state=Draft.State.OPEN).order_by("-updated_at")

    def unchanged_for(self, days: int) -> Self:
        """Open drafts that nobody has changed for so many days."""
        return self.open().filter(updated_at__lt=timezone.now() - dt.timedelta(days=days))


class Draft(models.Model):
    """One form that somebody has begun: what kind, about what, and its text as JSON. Made by the first input."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("draft", "open")
        SENT = "sent", pgettext_lazy("draft", "sent")
        DISCARDED = "discarded", pgettext_lazy("draft", "discarded")

    uuid = models.UUIDField(editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=36, blank=True, help_text="code of what it is about; empty for nothing known")
    payload = EncryptedTextField(purpose="draft.payload")
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    noticed_at = models.DateTimeField(null=True, help_text="when the owner was told that it will expire")

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(fields=["user", "uuid"], name="draft_once")]
        indexes = [
            models.Index(fields=["user", "state", "kind", "about"]),
            models.Index(fields=["state", "updated_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    @property
    def expires_on(self) -> dt.date:
        """The day after which an unsent draft may go, if its owner has been told before."""
        return timezone.localdate(self.updated_at) + dt.timedelta(days=KEPT_DAYS)


class Delivery(models.Model):
    """That an entry of the outbox has arrived, and as what. The same entry twice finds this row and makes nothing."""

    uuid = models.UUIDField(editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, help_text="keyed hash of what arrived, to tell a repetition from a change")
    payload = EncryptedTextField(purpose="delivery.payload", help_text="for 30 days, to show beside a later version")
    server_id = models.CharField(max_length=60, blank=True)
    label = models.CharField(max_length=120, blank=True)
    url = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["user", "uuid"], name="delivered_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"


class WaitingPhoto(models.Model):
    """A photo that came before the entry it belongs to. Checked and stripped already; gone once that has arrived."""

    uuid = models.UUIDField(editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    number = models.PositiveSmallIntegerField()
    sent_sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=40)
    content = models.BinaryField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiting photo")
        verbose_name_plural = _("waiting photos")
        constraints = [models.UniqueConstraint(fields=["user", "uuid", "number"], name="waiting_photo_once")]

    def __str__(self) -> str:
        return f"{self.uuid}/{self.number}"


class DeviceKey(models.Model):
    """The key of one user's store on one phone, kept so that a forgotten PIN costs nothing that was written."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    device = models.UUIDField()
    key = EncryptedTextField(purpose="phone.key")
    made_at = models.DateTimeField(default=timezone.now)
    given_back_at = models.DateTimeField(null=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("key of a phone")
        verbose_name_plural = _("keys of phones")
        constraints = [models.UniqueConstraint(fields=["user", "device"], name="one_key_a_user_and_phone")]

    def __str__(self) -> str:
        return str(self.device)
