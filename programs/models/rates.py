"""What a month is worth: rates by version and sex, dated, never edited, never overlapping.

Invariant: a rate counts from the day it was approved by somebody other than its maker (`valid_from` is empty before),
and the database refuses two that hold in one month (`documents.database.NoOverlap`). Amounts are integer fen.
"""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from documents.declarations import step
from documents.models import Dossier
from documents.state_field import StateField
from organisation.models import User
from organisation.roles import Role
from programs import rate_rules as rules
from programs.models.programs import ProgramVersion


class RateSeries(models.Model):
    """What is paid a month under one version to girls, to boys, or to everybody (`sex` empty)."""

    version = models.ForeignKey(ProgramVersion, models.PROTECT, related_name="rate_series")
    sex = models.CharField(_("sex"), max_length=1, blank=True, choices=[("F", _("girls")), ("M", _("boys"))])

    class Meta:
        ordering = ["version", "sex"]
        verbose_name = _("rate series")
        verbose_name_plural = _("rate series")
        constraints = [models.UniqueConstraint(fields=["version", "sex"], name="rate_series_once")]

    def __str__(self) -> str:
        whom = self.get_sex_display() or _("everybody")
        return f"{self.version} {whom}"


class RateQuerySet(models.QuerySet["Rate"]):
    def valid(self) -> Self:
        """Approved rates, ended ones too."""
        return self.filter(valid_from__isnull=False)

    def in_month(self, series: RateSeries, month: dt.date) -> "Rate | None":
        """The approved rate on the first of that month, or none."""
        ends = Q(valid_to__isnull=True) | Q(valid_to__gt=month)
        return self.valid().filter(ends, series=series, valid_from__lte=month).first()

    def visible_to(self, user: Any) -> Self:
        """Rates are public facts: whoever may see the office's file sees those being proposed, too."""
        return self.filter(Q(valid_from__isnull=False) | Q(dossier__in=Dossier.objects.visible_to(user)))


class Rate(models.Model):
    """So many fen a month from the first of one month (`valid_from`) until before `valid_to`."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("rate", "proposed")
        APPROVED = "approved", pgettext_lazy("rate", "approved")
        REJECTED = "rejected", pgettext_lazy("rate", "rejected")

    dossier = models.ForeignKey(Dossier, models.PROTECT)
    series = models.ForeignKey(RateSeries, models.PROTECT, related_name="rates")
    status = StateField(_("state"), default=Status.PROPOSED, choices=Status.choices, max_length=10)
    fen = models.PositiveIntegerField(_("amount a month"))
    from_month = models.DateField(_("from the month"))
    valid_from = models.DateField(_("valid from"), null=True, editable=False)
    valid_to = models.DateField(_("until before"), null=True, editable=False)
    basis = models.CharField(_("basis"), max_length=200)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    objects = RateQuerySet.as_manager()
    action_prefix = "rate"

    class Meta:
        ordering = ["series", "from_month", "pk"]
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        constraints = [
            models.CheckConstraint(condition=Q(fen__gt=0), name="rate_is_positive"),
            models.CheckConstraint(condition=Q(from_month__day=1), name="rate_begins_on_the_first"),
            models.CheckConstraint(
                condition=Q(made_by__isnull=True) | Q(approved_by__isnull=True) | ~Q(made_by=F("approved_by")),
                name="rate_maker_is_not_its_approver",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.fen}"

    @property
    def code(self) -> int:
        """What stands in URLs: a rate is a public fact, its number tells nothing."""
        return self.pk

    @transition(
        "status",
        source=Status.PROPOSED,
        target=Status.APPROVED,
        custom=step(
            _("Approve the rate"),
            actors=(Role.COUNTY_APPROVER,),
            guards=(rules.not_by_its_maker, rules.later_than_the_last),
            writes=rules.end_the_last,
            papers=("FLW-01",),
            closes=rules.decided,
            effect=_("From that month on new months are worth this much; months already counted get the difference."),
        ),
    )
    def approve(self, *, approved_by: User | None) -> None:
        """Let it count. The rate before it has ended in the same transaction."""
        self.valid_from, self.approved_by = self.from_month, approved_by

    @transition(
        "status",
        source=Status.PROPOSED,
        target=Status.REJECTED,
        custom=step(
            _("Reject the rate"),
            actors=(Role.COUNTY_APPROVER,),
            reason_required=True,
            papers=("FLW-01",),
            closes=rules.decided,
            weight="side",
        ),
    )
    def reject(self, *, reason: str) -> None:
        """Leave everything as it is."""
