"""What happened. Rows are only ever inserted (triggers hold that on both engines) and sealed into a chain of blocks."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.models.dossiers import Dossier, DossierErased
from organisation.encryption import unseal

SALT_BYTES = 16


class Event(models.Model):
    """One act on a dossier: who, for whom, in which post, when, from where, what, and (encrypted) with what change."""

    dossier = models.ForeignKey(Dossier, models.PROTECT)
    sequence = models.PositiveIntegerField()
    action = models.CharField(max_length=60)
    subject_label = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    address = models.CharField(max_length=45, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    key = models.CharField(  # noqa: DJ001 - most events have none, and those must not clash
        max_length=64, null=True, help_text="idempotency key: the same key is the same act"
    )
    payload = models.BinaryField()
    payload_hash = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ["dossier", "sequence"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(fields=["dossier", "sequence"], name="event_sequence_once"),
            models.UniqueConstraint(fields=["dossier", "key"], condition=Q(key__isnull=False), name="event_key_once"),
        ]
        indexes = [models.Index(fields=["by", "at"]), models.Index(fields=["action", "at"])]

    def __str__(self) -> str:
        return f"{self.action} #{self.sequence}"

    def opened_payload(self) -> bytes | None:
        """Salt and canonical JSON as they were hashed; nothing once the dossier has been erased."""
        try:
            return unseal(bytes(self.payload), key=self.dossier.data_key, bound_to=str(self.sequence).encode())
        except DossierErased:
            return None

    @property
    def details(self) -> dict[str, Any]:
        """Reason, data, before and after. Empty once the dossier has been erased."""
        opened = self.opened_payload()
        return json.loads(opened[SALT_BYTES:]) if opened else {}


class BatchEntry(models.Model):
    """That an event of one dossier (an import, a payment batch) also moved this other dossier."""

    event = models.ForeignKey(Event, models.PROTECT)
    dossier = models.ForeignKey(Dossier, models.PROTECT)

    class Meta:
        verbose_name = _("batch entry")
        verbose_name_plural = _("batch entries")
        constraints = [models.UniqueConstraint(fields=["event", "dossier"], name="batch_entry_once")]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.dossier_id}"


class SealBlock(models.Model):
    """A link of the chain: events in a fixed order, the hash of the block before, and a signature over both."""

    number = models.PositiveBigIntegerField(unique=True)
    previous_hash = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["number"]
        verbose_name = _("seal block")
        verbose_name_plural = _("seal blocks")

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"


class EventSeal(models.Model):
    """The place of one event in the chain. An event without this row waits for the sealer."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="seal")
    block = models.ForeignKey(SealBlock, models.PROTECT)
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("event seal")
        verbose_name_plural = _("event seals")
        constraints = [models.UniqueConstraint(fields=["block", "position"], name="event_seal_position_once")]

    def __str__(self) -> str:
        return f"{self.block_id}:{self.position}"
