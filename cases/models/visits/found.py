"""What hangs on a visit: the child as it was seen, the measure followed up, the talk afterwards, photos, amendments.

The one invariant: these rows are written with the act that makes them and never changed (triggers hold that).
"""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.cases import Case
from cases.models.visits.visit import Visit
from documents.models import Attachment


class ChildSeen(models.Model):
    """What one visit saw of one child."""

    class Mood(models.TextChoices):
        STEADY = "steady", _("steady")
        CONCERN = "concern", _("some concern")
        PROBLEM = "problem", _("clear problem")

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="children")
    case = models.ForeignKey(Case, models.PROTECT)
    seen = models.BooleanField(_("child seen in person"))
    spoken_alone = models.BooleanField(_("spoken with alone"), default=False)
    why_not_alone = models.CharField(_("why not"), max_length=120, blank=True)
    mood = models.CharField(_("mood"), max_length=8, choices=Mood, blank=True)
    health = models.CharField(_("health at a glance"), max_length=200, blank=True)
    school = models.CharField(_("school"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("child seen at a visit")
        verbose_name_plural = _("children seen at visits")
        constraints = [models.UniqueConstraint(fields=["visit", "case"], name="child_once_a_visit")]

    def __str__(self) -> str:
        return f"{self.visit_id}/{self.case_id}"


class FollowUp(models.Model):
    """The one measure that a follow-up visit (随访) tracked, and how it stands."""

    class About(models.TextChoices):
        PLAN = "plan", _("a measure of the plan")
        CHECKUP = "checkup", _("health check-up")
        HEALTH = "health", _("a health finding")
        CARD = "card", _("use of the health card")
        OTHER = "other", _("something else")

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="follow_up")
    about = models.CharField(_("what is followed up"), max_length=8, choices=About)
    measure = models.CharField(_("measure"), max_length=300, blank=True)
    outcome = models.CharField(_("outcome"), max_length=500)
    goes_on = models.BooleanField(_("goes on"))

    class Meta:
        verbose_name = _("measure followed up")
        verbose_name_plural = _("measures followed up")

    def __str__(self) -> str:
        return f"{self.get_about_display()} {self.visit_id}"


class ReturnTalk(models.Model):
    """What a family said afterwards at a return visit (回访). Money is integer fen."""

    class About(models.TextChoices):
        PAYMENT = "payment", _("a payment")
        CLOSING = "closing", _("the closing of the case")
        MEDIATION = "mediation", _("a mediation")
        CERTIFICATE = "certificate", _("a certificate")

    class Satisfaction(models.IntegerChoices):
        VERY_GOOD = 5, _("very satisfied")
        GOOD = 4, _("satisfied")
        FAIR = 3, pgettext_lazy("satisfaction", "fairly satisfied")
        POOR = 2, _("not satisfied")
        VERY_POOR = 1, _("not satisfied at all")

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="talk")
    about = models.CharField(_("after what"), max_length=12, choices=About)
    satisfaction = models.PositiveSmallIntegerField(_("satisfaction"), choices=Satisfaction)
    received_in_full = models.BooleanField(_("money received in full"), null=True)
    amount = models.PositiveBigIntegerField(_("amount received"), null=True, help_text="fen")
    received_on = models.DateField(_("received on"), null=True)
    new_need = models.CharField(_("new need"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("return talk")
        verbose_name_plural = _("return talks")
        constraints = [
            models.CheckConstraint(condition=Q(satisfaction__range=(1, 5)), name="satisfaction_from_one_to_five")
        ]

    def __str__(self) -> str:
        return f"{self.get_about_display()} {self.visit_id}"


class VisitPhoto(models.Model):
    """A photo taken at a visit, kept as an attachment of the case's file. Faces only with consent."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="photos")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="+")
    shows_face = models.BooleanField(_("a face can be recognised"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("photo of a visit")
        verbose_name_plural = _("photos of visits")

    def __str__(self) -> str:
        return f"{self.visit_id}/{self.pk}"


class VisitAmendmentQuerySet(models.QuerySet["VisitAmendment"]):
    def of(self, visits: Any) -> Self:
        """Amendments of these visits in the order in which they were made."""
        return self.filter(visit__in=visits).select_related("by").order_by("pk")


class VisitAmendment(models.Model):
    """One thing that a visit record says otherwise than it should: what it says, what is right, why, and who says so.

    `field` names a field of Visit, or one of ChildSeen after `child.`.
    """

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="amendments")
    field = models.CharField(max_length=30)
    before = models.CharField(max_length=500, blank=True)
    after = models.CharField(max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = VisitAmendmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("amendment of a visit record")
        verbose_name_plural = _("amendments of visit records")

    def __str__(self) -> str:
        return f"{self.visit_id} {self.field}"
