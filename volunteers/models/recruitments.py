"""The public notice by which a county looks for proxy parents, one for each season (PXP-01)."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from documents.declarations import step
from documents.models import Dossier
from documents.state_field import StateField
from organisation.models import Division
from organisation.roles import Role
from programs.models import ProgramVersion
from volunteers import guards, writes


class RecruitmentQuerySet(models.QuerySet["Recruitment"]):
    def visible_to(self, user: Any) -> Self:
        """Notices of the counties whose volunteers' files the user reads, drafts included."""
        return self.filter(dossier__in=Dossier.objects.visible_to(user))

    def open_on(self, on: dt.date) -> Self:
        """What the public page shows: published, and its period has not ended. Counties in the order of their codes."""
        published = self.filter(status=Recruitment.Status.PUBLISHED, apply_from__lte=on, apply_until__gte=on)
        return published.select_related("division").order_by("division__code", "apply_until")


class Recruitment(models.Model):
    """One notice. Its dossier lies in the county, beside those of the volunteers."""

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("notice", "draft")
        PUBLISHED = "published", pgettext_lazy("notice", "published")
        CLOSED = "closed", pgettext_lazy("notice", "closed")

    dossier = models.OneToOneField(Dossier, models.PROTECT)
    program_version = models.ForeignKey(ProgramVersion, models.PROTECT)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("county"))
    status = StateField(_("state"), default=Status.DRAFT, choices=Status.choices, max_length=10)
    season = models.CharField(_("season"), max_length=20)
    wanted = models.PositiveSmallIntegerField(_("how many are wanted"))
    area = models.CharField(_("for which towns"), max_length=120)
    words = models.CharField(_("more words"), max_length=500, blank=True)
    apply_from = models.DateField(_("applications from"))
    apply_until = models.DateField(_("applications until"))
    where = models.CharField(_("where to apply"), max_length=120)
    contact = models.CharField(_("contact person"), max_length=60)
    phone = models.CharField(_("telephone"), max_length=30)

    objects = RecruitmentQuerySet.as_manager()
    action_prefix = "recruitment"

    class Meta:
        ordering = ["-apply_from", "-id"]
        verbose_name = _("call for proxy parents")
        verbose_name_plural = _("calls for proxy parents")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(apply_until__gte=F("apply_from")), name="recruitment_ends_after_it_begins"
            ),
            models.UniqueConstraint(fields=["division", "season"], name="one_recruitment_a_season"),
        ]

    def __str__(self) -> str:
        return f"{self.division} {self.season}"

    @property
    def code(self) -> Any:
        """The dossier's code: what stands in URLs."""
        return self.dossier.code

    @transition(
        "status",
        source=Status.DRAFT,
        target=Status.PUBLISHED,
        custom=step(
            _("Publish the notice"),
            actors=(Role.VOLUNTEER_COORDINATOR, Role.COUNTY_CASEWORKER),
            guards=(guards.period_lies_ahead,),
            papers=("PXP-01",),
            effect=_("The public page shows the notice from its first to its last day."),
        ),
    )
    def publish(self) -> None:
        """From now on it stands on the public page."""

    @transition(
        "status",
        source=Status.PUBLISHED,
        target=Status.CLOSED,
        custom=step(
            _("Close the notice"),
            actors=(Role.VOLUNTEER_COORDINATOR, Role.COUNTY_CASEWORKER),
            writes=writes.nothing,
            reason_required=True,
            papers=("FLW-01",),
            weight="side",
            effect=_("The public page no longer shows it. Applications that came in stay."),
        ),
    )
    def close(self) -> None:
        """Enough have applied, or the period is over."""
