"""What hangs on a stipend: months that are held, and the certificate of the 2013 rule."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models import OfCaseQuerySet
from cases.stipends.models.case import StipendCase
from documents.models import Attachment
from organisation.encryption import EncryptedTextField
from organisation.models import User


class Hold(models.Model):
    """Months that are not paid for now (停发), with the reason. Ended or lifted, never deleted."""

    class Reason(models.TextChoices):
        LEFT_SCHOOL = "left_school", _("no longer at a school of the county")
        PARENT_BACK = "parent_back", _("a parent is back")
        UNCLEAR = "unclear", _("facts being cleared")
        OBJECTION = "objection", _("objection being looked into")
        OTHER_PROGRAM = "other_program", _("another program pays")
        REQUEST = "request", _("the guardian asked for it")

    case = models.ForeignKey(StipendCase, models.PROTECT, related_name="holds")
    first_month = models.DateField(_("from the month"))
    last_month = models.DateField(_("to the month"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=14, choices=Reason)
    words = models.CharField(_("in words"), max_length=300, blank=True)
    lifted = models.BooleanField(_("lifted from the beginning"), default=False)
    placed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["case", "first_month", "pk"]
        verbose_name = _("held months")
        verbose_name_plural = _("held months")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_month__day=1) & (Q(last_month__isnull=True) | Q(last_month__day=1)),
                name="hold_months_are_firsts",
            ),
            models.CheckConstraint(
                condition=Q(last_month__isnull=True) | Q(last_month__gte=F("first_month")),
                name="hold_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(last_month__isnull=True), name="one_open_hold_a_stipend"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.first_month:%Y-%m}"

    def covers(self, month: dt.date) -> bool:
        """Whether that month is held."""
        return not self.lifted and self.first_month <= month and (self.last_month is None or month <= self.last_month)


class FamilyCertificate(models.Model):
    """The certificate that a family showed of its own will under the 2013 rule. Nothing else about the family."""

    case = models.ForeignKey(StipendCase, models.PROTECT, related_name="certificates")
    number = EncryptedTextField(_("number"), purpose="certificate.number")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, verbose_name=_("scan"))
    shown_to = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["case", "valid_from", "pk"]
        verbose_name = _("certificate shown")
        verbose_name_plural = _("certificates shown")

    def __str__(self) -> str:
        return f"{self.case} {self.valid_from:%Y-%m-%d}"
