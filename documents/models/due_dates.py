"""What must happen by when. Rows are opened and closed by transitions only."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models.dossiers import Dossier
from documents.models.events import Event
from organisation.roles import Role


class DueDateQuerySet(models.QuerySet["DueDate"]):
    def visible_to(self, user: Any) -> Self:
        """Due dates of the dossiers that the user may see."""
        return self.filter(dossier__in=Dossier.objects.visible_to(user))

    def open(self) -> Self:
        """What has been neither done nor cancelled, most urgent first."""
        return self.filter(state=DueDate.State.OPEN).order_by("due_on", "id")

    def overdue(self, today: dt.date) -> Self:
        """Open, running and past their last day, most overdue first."""
        return self.open().filter(due_on__lt=today, paused_since__isnull=True)


class DueDate(models.Model):
    """The last day for one act, owed by a role. `name` says which act, in the words of the transition declaration.

    While `paused_since` is set its clock stands still and nothing of it is overdue; `stood_still` counts the days that
    this has lasted before, in the unit of its rule (programs.clocks).
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    dossier = models.ForeignKey(Dossier, models.PROTECT)
    name = models.CharField(max_length=40)
    role = models.CharField(max_length=24, choices=Role)
    starts_on = models.DateField()
    due_on = models.DateField(db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    rule = models.PositiveIntegerField(null=True, db_index=True, help_text="the due rule it was made from, if any")
    paused_since = models.DateField(null=True)
    stood_still = models.PositiveSmallIntegerField(default=0)
    opened_by = models.ForeignKey(Event, models.PROTECT, related_name="+")
    closed_by = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+")

    objects = DueDateQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = _("due date")
        verbose_name_plural = _("due dates")
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "name"], condition=Q(state="open"), name="one_open_due_date_of_a_name"
            )
        ]
        indexes = [models.Index(fields=["state", "role", "due_on"])]

    def __str__(self) -> str:
        return f"{self.name} {self.due_on:%Y-%m-%d}"

    @property
    def days_left(self) -> int:
        """Calendar days from today to the last day; negative when overdue."""
        return (self.due_on - timezone.localdate()).days
