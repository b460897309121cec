"""What is written beside a report of danger: who is named, additions, plans, placements, follow-ups."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.incidents.models.incident import Incident
from cases.incidents.models.states import OPEN, Part, Way
from cases.registry.models import Person
from organisation.encryption import EncryptedTextField


class NamedPersonQuerySet(models.QuerySet["NamedPerson"]):
    def standing(self) -> Self:
        """Named and not cleared."""
        return self.filter(cleared_at=None)

    def in_open_reports(self) -> Self:
        """Named, not cleared, in a report that is still open: whoever this is may not be trusted with a child now."""
        return self.standing().filter(incident__status__in=OPEN)


class NamedPerson(models.Model):
    """Somebody possibly responsible: with an account, in the registry, or only in words."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="named")
    part = models.CharField(_("in which part"), max_length=8, choices=Part)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    words = EncryptedTextField(_("who"), purpose="incident.named")
    at = models.DateTimeField(default=timezone.now)
    cleared_at = models.DateTimeField(null=True)

    objects = NamedPersonQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("person named")
        verbose_name_plural = _("persons named")

    def __str__(self) -> str:
        return f"{self.incident_id} {self.get_part_display()}"

    @property
    def called(self) -> str:
        """The name, or what was said instead of it."""
        known: Any = self.user or self.person
        return known.name if known else self.words


class Addition(models.Model):
    """What was learned after the report. The report itself is never edited."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="additions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = EncryptedTextField(_("what was learned"), purpose="incident.addition")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        verbose_name = _("addition")
        verbose_name_plural = _("additions")

    def __str__(self) -> str:
        return f"{self.incident_id} {self.at:%Y-%m-%d}"


class SafetyPlan(models.Model):
    """Where the child stays and what keeps it safe. The newest one holds."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="plans")
    stays_with = EncryptedTextField(_("where and with whom the child stays"), purpose="incident.plan")
    measures = EncryptedTextField(_("measures"), purpose="incident.plan")
    kept_away = EncryptedTextField(_("who is kept away, and how"), purpose="incident.plan")
    medical = EncryptedTextField(_("examination, treatment, evidence"), purpose="incident.plan")
    child_view = EncryptedTextField(_("what the child says"), purpose="incident.plan")
    responsible = models.CharField(_("who is responsible"), max_length=60)
    phone = models.CharField(_("telephone at any hour"), max_length=30, blank=True)
    next_on = models.DateField(_("next follow-up"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("safety plan")
        verbose_name_plural = _("safety plans")

    def __str__(self) -> str:
        return f"{self.incident_id} {self.made_at:%Y-%m-%d}"


class Placement(models.Model):
    """The child was handed into temporary guardianship, or stays at home under the plan."""

    class Ground(models.TextChoices):
        """When the civil affairs office takes a child in for a time (art. 92)."""

        LOST = "lost", _("wandering, begging, or no guardian can be found")
        NOBODY = "nobody", _("nobody can act as guardian")
        UNABLE = "unable", _("the guardian cannot care, and the child is without care")
        REFUSED = "refused", _("the guardian refuses or neglects the care")
        MADE_TO = "made_to", _("the guardian makes the child commit crimes or beg")
        HARMED = "harmed", _("the guardian harms the child or leaves it in danger")
        OTHER = "other", _("another one named by law")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="placements")
    way = models.CharField(_("way"), max_length=10, choices=Way)
    ground = models.CharField(_("ground"), max_length=10, choices=Ground, blank=True)
    receiver = EncryptedTextField(_("who takes the child"), purpose="incident.placement")
    receiver_phone = models.CharField(_("telephone"), max_length=30, blank=True)
    at = models.DateTimeField(_("handed over"), default=timezone.now)
    condition = EncryptedTextField(_("condition of the child"), purpose="incident.placement")
    belongings = EncryptedTextField(_("papers and belongings"), purpose="incident.placement")
    child_view = EncryptedTextField(_("what the child says"), purpose="incident.placement")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = _("placement")
        verbose_name_plural = _("placements")

    def __str__(self) -> str:
        return f"{self.incident_id} {self.get_way_display()}"


class FollowUp(models.Model):
    """Somebody looked in."""

    HOW = [("visit", _("visit")), ("call", _("call")), ("office", _("at an office")), ("school", _("at school"))]
    SAFE = [("yes", _("yes")), ("doubt", _("in doubt")), ("no", _("no"))]

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="follow_ups")
    done_on = models.DateField(_("date"))
    how = models.CharField(_("how"), max_length=8, choices=HOW)
    child_seen = models.BooleanField(_("child seen in person"))
    safe = models.CharField(_("is the child safe"), max_length=8, choices=SAFE)
    found = EncryptedTextField(_("what was found"), purpose="incident.follow_up")
    done = EncryptedTextField(_("what was done"), purpose="incident.follow_up")
    child_view = EncryptedTextField(_("what the child says"), purpose="incident.follow_up")
    next_on = models.DateField(_("next follow-up"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")

    def __str__(self) -> str:
        return f"{self.incident_id} {self.done_on}"
