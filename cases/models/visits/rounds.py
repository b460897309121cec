"""Outreach rounds (走访): going through a village, a school, a firm or a building site to find needs."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from cases import visit_guards as guards
from documents.declarations import step
from documents.models import Dossier
from documents.state_field import StateField
from organisation.models import Division
from organisation.roles import Role

ROUNDERS = (Role.VILLAGE_CHILD_OFFICER, Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER)


class OutreachRoundQuerySet(models.QuerySet["OutreachRound"]):
    def visible_to(self, user: Any) -> Self:
        """Rounds in the places that the user may see."""
        return self.filter(dossier__in=Dossier.objects.visible_to(user))


class OutreachRound(models.Model):
    """One round: where, when, how many people were met, how many leads it opened. No person is named here."""

    class Place(models.TextChoices):
        VILLAGE = "village", _("village or community")
        SCHOOL = "school", _("school")
        FIRM = "firm", _("firm")
        SITE = "site", _("building site")

    class Status(models.TextChoices):
        NEW = "new", _("new")
        RECORDED = "recorded", _("recorded")

    dossier = models.ForeignKey(Dossier, models.PROTECT)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("village or town"))
    place_kind = models.CharField(_("kind of place"), max_length=8, choices=Place)
    place = models.CharField(_("where exactly"), max_length=80, blank=True)
    held_on = models.DateField(_("date of the round"))
    visitor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("visitor"), related_name="+")
    second_visitor = models.CharField(_("second visitor"), max_length=60, blank=True)
    people_met = models.PositiveSmallIntegerField(_("people met"))
    leads = models.PositiveSmallIntegerField(_("leads opened"))
    found = models.CharField(_("what was found"), max_length=500, blank=True)
    entered_late = models.BooleanField(_("entered late"), default=False)
    status = StateField(_("state"), default=Status.NEW, choices=Status.choices, max_length=10)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OutreachRoundQuerySet.as_manager()
    action_prefix = "outreach"

    class Meta:
        ordering = ["-held_on", "-id"]
        verbose_name = _("outreach round")
        verbose_name_plural = _("outreach rounds")

    def __str__(self) -> str:
        return f"{self.division} {self.held_on}"

    @transition(
        "status",
        source=Status.NEW,
        target=Status.RECORDED,
        custom=step(_("Record the round"), actors=ROUNDERS, guards=(guards.round_is_over,), papers=("VIS-02",)),
    )
    def record(self) -> None:
        """Enter the round in the ledger."""
