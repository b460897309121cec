"""What is written beside the case: assessments, plans, care agreements, reviews. Rows are made once and kept."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.children.models.case import LeftBehindCase
from cases.models import RiskLevel
from cases.registry.models import Person
from documents.models import Attachment


class RiskAssessment(models.Model):
    """One scoring under one version of the instrument. Never changed; the next round makes a new one."""

    case = models.ForeignKey(LeftBehindCase, models.PROTECT, related_name="assessments")
    instrument = models.CharField(max_length=12)
    answers = models.JSONField(help_text="factor code → score")
    triggers = models.JSONField(default=list)
    total = models.PositiveSmallIntegerField(_("points"))
    level = models.CharField(_("risk"), max_length=6, choices=RiskLevel)
    because = models.CharField(max_length=10)
    child_view = models.CharField(_("what the child says"), max_length=500)
    notes = models.CharField(_("notes"), max_length=500, blank=True)
    assessed_on = models.DateField(_("assessed on"), default=timezone.localdate)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    village_officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = _("risk assessment")
        verbose_name_plural = _("risk assessments")

    def __str__(self) -> str:
        return f"{self.assessed_on} {self.get_level_display()} {self.total}"


class SupportPlan(models.Model):
    """What is to be done for the child, by whom and by when. A new round makes a new plan; the last one counts."""

    case = models.ForeignKey(LeftBehindCase, models.PROTECT, related_name="plans")
    assessment = models.OneToOneField(RiskAssessment, models.PROTECT, related_name="plan")
    visit_interval_days = models.PositiveSmallIntegerField(_("days between visits"))
    review_on = models.DateField(_("next review"))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("support plan")
        verbose_name_plural = _("support plans")

    def __str__(self) -> str:
        return f"{self.case_id} {self.review_on}"


class PlanMeasure(models.Model):
    """One measure towards one aim."""

    class Aim(models.TextChoices):
        SCHOOLING = "schooling", _("schooling")
        GUARDIANSHIP = "guardianship", _("guardianship")
        AFFECTION = "affection", _("affection")
        HEALTH = "health", _("health")
        SAFETY = "safety", _("safety")

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="measures")
    aim = models.CharField(_("aim"), max_length=12, choices=Aim)
    need = models.CharField(_("need"), max_length=120)
    measure = models.CharField(_("measure"), max_length=200)
    who = models.CharField(_("who"), max_length=60)
    by_when = models.DateField(_("by when"))
    success = models.CharField(_("how success shows"), max_length=120, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("measure")
        verbose_name_plural = _("measures")

    def __str__(self) -> str:
        return f"{self.get_aim_display()}: {self.measure}"


class CareAgreement(models.Model):
    """A signed care agreement as registered: who cares, since when, until when, and its scan."""

    case = models.ForeignKey(LeftBehindCase, models.PROTECT, related_name="agreements")
    carer = models.ForeignKey(Person, models.PROTECT, verbose_name=_("carer"))
    signed_on = models.DateField(_("signed on"))
    valid_until = models.DateField(_("valid until"))
    scan = models.ForeignKey(Attachment, models.PROTECT, verbose_name=_("scan"))
    suspended_on = models.DateField(_("suspended on"), null=True, editable=False)

    class Meta:
        ordering = ["-signed_on", "-id"]
        verbose_name = _("care agreement")
        verbose_name_plural = _("care agreements")

    def __str__(self) -> str:
        return f"{self.carer} {self.signed_on}"

    def in_force(self, on: dt.date) -> bool:
        """True from the day of signing to the last day, both included, unless it was suspended."""
        return self.suspended_on is None and self.signed_on <= on <= self.valid_until


class CaseReview(models.Model):
    """One periodic review: what was found for each aim and what it recommends."""

    class Recommendation(models.TextChoices):
        CONTINUE = "continue", _("go on with the service")
        CLOSE = "close", _("close the case")

    class Ground(models.TextChoices):
        PARENT_RETURNED = "parent_returned", _("a parent has been back for 3 months or more")
        TURNED_16 = "turned_16", _("the child has turned 16")
        GOALS_MET = "goals_met", _("the goals of the plan are met")
        MOVED_WITH_PARENTS = "moved_with_parents", _("the child moved to live with the parents")

    case = models.ForeignKey(LeftBehindCase, models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField(_("reviewed on"), default=timezone.localdate)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    schooling = models.CharField(_("schooling"), max_length=300)
    guardianship = models.CharField(_("guardianship"), max_length=300)
    affection = models.CharField(_("affection"), max_length=300)
    child_view = models.CharField(_("what the child says"), max_length=300)
    recommendation = models.CharField(_("recommendation"), max_length=10, choices=Recommendation)
    ground = models.CharField(_("ground for closing"), max_length=20, choices=Ground, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return f"{self.reviewed_on} {self.get_recommendation_display()}"
