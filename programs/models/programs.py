"""What may be given. Rules are Python; their parameters hang on dated versions, and a case keeps its version."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from documents.due_dates import due_date_label
from organisation.roles import Role


class Program(models.Model):
    """A program by its code, such as LBC."""

    code = models.CharField(_("code"), max_length=8, unique=True)
    name = models.CharField(_("name"), max_length=60)
    exclusivity_group = models.CharField(
        _("exclusivity group"),
        max_length=20,
        blank=True,
        help_text=_("programs of one group never pay the same person for the same month"),
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("program")
        verbose_name_plural = _("programs")

    def __str__(self) -> str:
        return self.name


class ProgramVersionQuerySet(models.QuerySet["ProgramVersion"]):
    def in_force(self, code: str, on: dt.date) -> "ProgramVersion":
        """The version of that program on that day. Raises ProgramVersion.DoesNotExist."""
        ends = Q(effective_to__isnull=True) | Q(effective_to__gte=on)
        return self.filter(ends, program__code=code, effective_from__lte=on).select_related("program").get()


class ProgramVersion(models.Model):
    """Parameters, basis and texts of a program from one day to another. Never edited once a case rests on it."""

    program = models.ForeignKey(Program, models.PROTECT, verbose_name=_("program"))
    name = models.CharField(_("version"), max_length=40)
    effective_from = models.DateField(_("effective from"))
    effective_to = models.DateField(_("effective to"), null=True, blank=True)
    basis = models.TextField(_("legal basis"), blank=True)
    parameters = models.JSONField(_("parameters"), default=dict, help_text=_("deadlines, intervals, limits by name"))

    objects = ProgramVersionQuerySet.as_manager()

    class Meta:
        ordering = ["program", "effective_from"]
        verbose_name = _("program version")
        verbose_name_plural = _("program versions")
        constraints = [
            models.UniqueConstraint(fields=["program", "effective_from"], name="program_version_once"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="program_version_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program} {self.name}"

    def clean(self) -> None:
        """Raises ValidationError when two versions of a program would hold on one day."""
        others = ProgramVersion.objects.filter(program=self.program_id).exclude(pk=self.pk)
        begins_in_time = Q(effective_from__lte=self.effective_to) if self.effective_to else Q()
        ends_late = Q(effective_to__isnull=True) | Q(effective_to__gte=self.effective_from)
        if others.filter(begins_in_time & ends_late).exists():
            raise ValidationError(_("Another version holds in that period. End it the day before this one begins."))

    def number(self, name: str) -> int:
        """A whole-number parameter, in the unit its name ends with. Raises KeyError for an unknown one."""
        value: Any = self.parameters[name]
        return int(value)


class DueRule(models.Model):
    """How often, or by when, something must happen: for one state (and risk) under one version of a program.

    `name` is the due date's name, `role` owes it. Editing a rule moves the due dates that came from it
    (`programs.due_rules`).
    """

    class Unit(models.TextChoices):
        WORKING = "working_day", _("working days")
        CALENDAR = "calendar_day", _("calendar days")
        BEFORE = "days_before", _("calendar days before the end")

    version = models.ForeignKey(ProgramVersion, models.PROTECT, verbose_name=_("version"), related_name="due_rules")
    state = models.CharField(_("state"), max_length=20)
    risk = models.CharField(_("risk"), max_length=6, blank=True, help_text=_("empty: whatever the risk"))
    name = models.CharField(_("what is due"), max_length=40)
    role = models.CharField(_("owed by"), max_length=24, choices=Role)
    n = models.PositiveSmallIntegerField(_("how many"))
    unit = models.CharField(_("unit"), max_length=12, choices=Unit, default=Unit.CALENDAR)
    pausable = models.BooleanField(
        _("the clock can stand still"),
        default=False,
        help_text=_("while a supplement, another office or the answer to an objection is waited for"),
    )

    class Meta:
        ordering = ["version", "state", "name", "risk"]
        verbose_name = _("due rule")
        verbose_name_plural = _("due rules")
        constraints = [
            models.UniqueConstraint(fields=["version", "state", "risk", "name", "role"], name="due_rule_once"),
            models.CheckConstraint(
                condition=Q(pausable=False) | ~Q(unit="days_before"),
                name="what_ends_before_a_day_does_not_pause",
                violation_error_message=_("A period that ends before a day cannot stand still. Untick it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{due_date_label(self.name)}: {self.n} {self.get_unit_display()}"
