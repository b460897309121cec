"""Who was told what, through which channel, and whether it arrived. Rows are made by `run`, `telling` and `sending`.

The one invariant: a rung of the ladder is used once for a due date and its last day, however often the run is started.
"""

import datetime as dt
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.models import Dossier, DueDate
from organisation.encryption import EncryptedTextField
from organisation.models import Post, in_force
from organisation.rights import scope
from organisation.roles import Role

OWNER = "owner"
# Whose people one may call, and whose failed deliveries one sees.
SUPERVISES = frozenset({Role.TOWN_CHILD_SUPERVISOR, Role.TOWN_APPROVER, Role.COUNTY_CASEWORKER})


class ReminderRung(models.Model):
    """One rung of the ladder: so many days before or after the last day, this role is told."""

    offset = models.SmallIntegerField(_("days after the last day"), help_text=_("negative: days before it"))
    to = models.CharField(_("who is told"), max_length=24, choices=[(OWNER, _("whoever owes it")), *Role.choices])

    in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["offset", "pk"]
        verbose_name = _("rung of the reminders")
        verbose_name_plural = _("ladder of reminders")
        constraints = [models.UniqueConstraint(fields=["offset", "to"], name="rung_once")]

    def __str__(self) -> str:
        return f"{self.offset:+d} {self.get_to_display()}"


class ReminderRun(models.Model):
    """That the daily reminders of a day were begun and finished. A day without a finished one is an alarm."""

    day = models.DateField(primary_key=True)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    told = models.PositiveIntegerField(default=0, help_text="rungs used")

    class Meta:
        ordering = ["-day"]
        verbose_name = _("run of the reminders")
        verbose_name_plural = _("runs of the reminders")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class RungUsed(models.Model):
    """That a rung told somebody about a due date with this last day; `people` is 0 when nobody could be told."""

    due = models.ForeignKey(DueDate, models.PROTECT)
    due_on = models.DateField()
    rung = models.ForeignKey(ReminderRung, models.PROTECT)
    used_on = models.DateField()
    people = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("rung used")
        verbose_name_plural = _("rungs used")
        constraints = [models.UniqueConstraint(fields=["due", "due_on", "rung"], name="rung_used_once")]

    def __str__(self) -> str:
        return f"{self.due_id} {self.rung_id}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Any) -> Self:
        """A message is its receiver's alone."""
        return self.filter(user=user) if user.is_authenticated and user.is_active else self.none()

    def unread(self) -> Self:
        """Not opened yet, urgent and newest first."""
        return self.filter(read_at__isnull=True).order_by("-urgent", "-changed_at", "-pk")

    def to_people_of(self, user: Any) -> Self:
        """What was sent to those who work in the divisions that the user supervises (or keeps the accounts of).

        Messages about a file that the user may not see are left out: not even their existence is told.
        """
        covered = scope(user, SUPERVISES | {Role.SYSADMIN}, field="division__code")
        people = Post.objects.filter(covered, in_force(timezone.localdate())).exclude(user=user)
        seen = Q(dossier__isnull=True) | Q(dossier__in=Dossier.objects.visible_to(user))
        return self.filter(seen, user__in=people.values("user"))


class Message(models.Model):
    """What one person was told: a digest of due dates, a supervisor's reminder, or news of another app.

    `key` says which text (wording.py), `link` where to go; `once` makes a repeated telling the same message.
    """

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages_received")
    key = models.CharField(max_length=40)
    words = EncryptedTextField(purpose="message.words")
    link = models.CharField(max_length=200, blank=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    urgent = models.BooleanField(default=False)
    once = models.CharField(  # noqa: DJ001 - messages without a key must not clash
        max_length=80, null=True, unique=True
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(fields=["user", "read_at", "-changed_at"])]

    def __str__(self) -> str:
        return f"{self.key} {self.code}"


class MessageItem(models.Model):
    """One due date in a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="items")
    due = models.ForeignKey(DueDate, models.PROTECT)

    class Meta:
        ordering = ["due__due_on", "pk"]
        verbose_name = _("line of a message")
        verbose_name_plural = _("lines of messages")
        constraints = [models.UniqueConstraint(fields=["message", "due"], name="due_date_once_a_message")]

    def __str__(self) -> str:
        return f"{self.message_id} {self.due_id}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: Any) -> Self:
        """Deliveries to the people whom the user supervises."""
        return self.filter(message__in=Message.objects.to_people_of(user))

    def to_send(self, now: dt.datetime) -> Self:
        """What a channel should take now, the urgent first."""
        waiting = self.filter(status__in=(Delivery.Status.QUEUED, Delivery.Status.FAILED), next_try__lte=now)
        return waiting.order_by("-message__urgent", "next_try", "pk")


class Delivery(models.Model):
    """One attempt to reach a person outside of the application, or a call that a colleague made."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("e-mail")
        GATEWAY = "gateway", _("message service")
        CALL = "call", _("call")

    class Status(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("delivery", "waiting")
        SENT = "sent", pgettext_lazy("delivery", "sent")
        FAILED = "failed", pgettext_lazy("delivery", "failed, is tried again")
        GIVEN_UP = "given_up", pgettext_lazy("delivery", "given up")
        REACHED = "reached", pgettext_lazy("delivery", "reached")
        NOT_REACHED = "not_reached", pgettext_lazy("delivery", "not reached")

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=Channel)
    status = models.CharField(max_length=12, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    error = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["message", "channel"], condition=~Q(channel="call"), name="one_delivery_a_channel"
            )
        ]
        indexes = [models.Index(fields=["status", "next_try"])]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.status}"


ARRIVED = (Delivery.Status.SENT, Delivery.Status.REACHED)


def arrived() -> Exists:
    """For a queryset of messages: whether some channel, or a call, reached the person."""
    return Exists(Delivery.objects.filter(message=OuterRef("pk"), status__in=ARRIVED))
