"""What is written beside a proxy parent: referees, record checks, interview, home, training. Made once and kept.

Invariant: a record check keeps result and dates only, never an offence (domain report §2.3).
"""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisation.encryption import EncryptedTextField
from volunteers.models.volunteers import Volunteer


class Referee(models.Model):
    """Somebody who knows the applicant and was asked about them."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="referees")
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    relation = models.CharField(_("how they know each other"), max_length=60)
    phone = EncryptedTextField(_("telephone"), purpose="referee.phone")
    opinion = models.CharField(_("what they said"), max_length=300, blank=True)
    heard_on = models.DateField(_("asked on"), null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("referee")
        verbose_name_plural = _("referees")

    def __str__(self) -> str:
        return f"{self.volunteer} #{self.pk}"


class VettingQuerySet(models.QuerySet["VettingCheck"]):
    def clear_on(self, on: dt.date) -> Self:
        """Checks with a clear result that hold on that day."""
        return self.filter(result=VettingCheck.Result.CLEAR, valid_until__gte=on)


class VettingCheck(models.Model):
    """One record check (犯罪记录查询). `of` is empty for the applicant, else an adult of the home."""

    class Kind(models.TextChoices):
        UNIT = "unit", _("asked by the office")
        OWN = "own", _("certificate brought by the person")

    class Result(models.TextChoices):
        CLEAR = "clear", _("no record")
        NOT_CLEAR = "not_clear", _("not clear")

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="checks")
    of = models.CharField(_("of whom"), max_length=60, blank=True)
    kind = models.CharField(_("kind of check"), max_length=4, choices=Kind, default=Kind.UNIT)
    applied_on = models.DateField(_("applied for on"))
    authority = models.CharField(pgettext_lazy("record check", "police station"), max_length=60)
    document_no = models.CharField(_("number of the reply"), max_length=40)
    result = models.CharField(_("result"), max_length=10, choices=Result)
    checked_on = models.DateField(_("date of the reply"))
    valid_until = models.DateField(_("holds until"), null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = VettingQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_on", "-id"]
        verbose_name = _("record check")
        verbose_name_plural = _("record checks")

    def __str__(self) -> str:
        return f"{self.checked_on} {self.get_result_display()}"


class Suitability(models.Model):
    """The interview or the visit to the home: what was asked or seen, and the judgement (PXP-07)."""

    class Kind(models.TextChoices):
        INTERVIEW = "interview", _("interview")
        HOME = "home", _("visit to the home")

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="suitability")
    kind = models.CharField(max_length=10, choices=Kind)
    held_on = models.DateField(_("date"))
    answers = models.JSONField(default=dict, help_text="question code → words or judgement")
    second_person = models.CharField(_("second person"), max_length=60, blank=True)
    passed = models.BooleanField(_("fit"))
    words = models.CharField(_("judgement in words"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-held_on", "-id"]
        verbose_name = _("judgement on suitability")
        verbose_name_plural = _("judgements on suitability")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_on}"


class HomeAdult(models.Model):
    """Another adult of the home of somebody who would have children there: checked as well."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="home_adults")
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    relation = models.CharField(_("relation"), max_length=20)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("adult of the home")
        verbose_name_plural = _("adults of the home")

    def __str__(self) -> str:
        return f"{self.volunteer} #{self.pk}"


class Training(models.Model):
    """One training with its score. Passed when the score reaches what the program asks for."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="trainings")
    course = models.CharField(_("course"), max_length=80)
    held_on = models.DateField(_("date"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    score = models.PositiveSmallIntegerField(_("score"))
    valid_until = models.DateField(_("holds until"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-held_on", "-id"]
        verbose_name = _("training")
        verbose_name_plural = _("trainings")

    def __str__(self) -> str:
        return f"{self.course} {self.held_on}"
