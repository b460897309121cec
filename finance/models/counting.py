"""How every enrolled child was counted when a batch was drawn up: in, held, left out or in error, with the reason."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models import Case
from documents.models import OfDossierQuerySet
from finance.models.batches import Batch, TownRoll


class RollEntryQuerySet(OfDossierQuerySet):
    """Rows that hang on the roll of a town, whose scope is theirs."""

    path = "town_roll__dossier"


class RollEntry(models.Model):
    """One child in one round of a batch. The four outcomes add up to the enrolled (invariant I5)."""

    class Outcome(models.TextChoices):
        COUNTED = "counted", pgettext_lazy("roll", "counted in")
        HELD = "held", pgettext_lazy("roll", "held")
        EXCLUDED = "excluded", pgettext_lazy("roll", "excluded")
        ERROR = "error", pgettext_lazy("roll", "in error")

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="entries")
    town_roll = models.ForeignKey(TownRoll, models.PROTECT, related_name="entries")
    round = models.PositiveSmallIntegerField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="roll_entries")
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    reason = models.CharField(_("reason"), max_length=30, blank=True)
    months = models.JSONField(_("months left out, with reasons"), default=list)

    objects = RollEntryQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "round", "pk"]
        verbose_name = _("entry of the roll")
        verbose_name_plural = _("entries of the roll")
        constraints = [models.UniqueConstraint(fields=["batch", "round", "case"], name="one_entry_a_round_and_case")]
        indexes = [models.Index(fields=["batch", "round", "outcome", "reason"])]

    def __str__(self) -> str:
        return f"{self.batch} {self.case}: {self.get_outcome_display()}"
