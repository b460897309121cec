"""The plan of a village's visits in one month, and how much of it was done (domain report §2.2, VIS-05)."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from cases import visit_guards as guards
from documents.declarations import step
from documents.models import Dossier
from documents.state_field import StateField
from organisation.models import Division
from organisation.roles import Role

PLANNERS = (Role.VILLAGE_CHILD_OFFICER, Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER)


class VisitPlanQuerySet(models.QuerySet["VisitPlan"]):
    def visible_to(self, user: Any) -> Self:
        """Plans of the places that the user may see."""
        return self.filter(dossier__in=Dossier.objects.visible_to(user))


class VisitPlan(models.Model):
    """One village, one month (its first day). Its visits are moved to `planned` within it."""

    class Status(models.TextChoices):
        OPEN = "open", _("in force")
        COMPLETED = "completed", _("completed")

    dossier = models.ForeignKey(Dossier, models.PROTECT)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("village or community"))
    month = models.DateField(_("month"))
    status = StateField(_("state"), default=Status.OPEN, choices=Status.choices, max_length=10)

    objects = VisitPlanQuerySet.as_manager()
    action_prefix = "visitplan"

    class Meta:
        ordering = ["-month", "division__code"]
        verbose_name = _("visit plan of a month")
        verbose_name_plural = _("visit plans of months")
        constraints = [models.UniqueConstraint(fields=["division", "month"], name="one_visit_plan_a_village_and_month")]

    def __str__(self) -> str:
        return f"{self.division} {self.month:%Y-%m}"

    @property
    def last_day(self) -> dt.date:
        """The last day of the month."""
        return (self.month + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)

    @transition(
        "status",
        source=Status.OPEN,
        target=Status.COMPLETED,
        custom=step(
            _("Complete the month"),
            actors=PLANNERS,
            guards=(guards.month_is_nearly_over,),
            papers=("VIS-05",),
            effect=_("The list is printed again with what was done and what was not, and why."),
        ),
    )
    def complete(self, *, words: str = "") -> None:
        """Say how the month went. `words` are printed under the list."""
