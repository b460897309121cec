"""What a case was granted: so much a month from one month on, or one sum. Finance pulls and answers.

Invariant: an award never says how much was paid; that is finance's ledger. Amounts are integer fen, months are firsts.
"""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from cases.models.cases import Case
from documents.declarations import step
from documents.models import Dossier, OfDossierQuerySet
from documents.state_field import StateField
from organisation.roles import Role
from programs.models import Program


class Award(models.Model):
    """Granted to a case under its version. Monthly awards take their amount from the rates, one-off ones have `fen`."""

    class Kind(models.TextChoices):
        MONTHLY = "monthly", _("monthly")
        ONE_OFF = "one_off", _("one sum")

    class Status(models.TextChoices):
        GRANTED = "granted", pgettext_lazy("award", "granted")
        ENDED = "ended", pgettext_lazy("award", "ended")
        SETTLED = "settled", pgettext_lazy("award", "paid out")

    dossier = models.ForeignKey(Dossier, models.PROTECT)
    case = models.ForeignKey(Case, models.PROTECT, related_name="awards")
    program = models.ForeignKey(Program, models.PROTECT)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    status = StateField(_("state"), default=Status.GRANTED, choices=Status.choices, max_length=10)
    fen = models.PositiveIntegerField(_("sum"), null=True, blank=True)
    first_month = models.DateField(_("from the month"))
    last_month = models.DateField(_("to the month"), null=True, blank=True)

    objects = OfDossierQuerySet.as_manager()
    action_prefix = "award"

    class Meta:
        ordering = ["case", "first_month", "pk"]
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        constraints = [
            models.CheckConstraint(condition=Q(kind="monthly") ^ Q(fen__isnull=False), name="award_one_off_has_a_sum"),
            models.CheckConstraint(condition=Q(fen__isnull=True) | Q(fen__gt=0), name="award_is_positive"),
            models.CheckConstraint(
                condition=Q(first_month__day=1) & (Q(last_month__isnull=True) | Q(last_month__day=1)),
                name="award_months_are_firsts",
            ),
            models.CheckConstraint(
                condition=Q(last_month__isnull=True) | Q(last_month__gte=F("first_month")),
                name="award_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind="monthly", status="granted"), name="one_monthly_award_a_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_kind_display()}"

    @transition(
        "status",
        source=Status.GRANTED,
        target=Status.ENDED,
        custom=step(
            _("End the award"), actors=(Role.COUNTY_REVIEWER,), reason_required=True, papers=("FLW-01",), weight="side"
        ),
    )
    def end(self, *, last_month: dt.date, reason: str) -> None:
        """No months after `last_month`. What was paid too much is proposed for recovery by finance."""
        self.last_month = max(last_month, self.first_month)

    @transition(
        "status",
        source=Status.GRANTED,
        target=Status.SETTLED,
        custom=step(_("Paid out"), actors=(), papers=("FLW-01",)),
    )
    def settle(self) -> None:
        """Finance says that the one sum has arrived. By the system alone."""
