"""A random sample of a batch's payments, to ask families whether the data or the money are right.

Invariant: which payments were drawn follows from the seed and the number of payments, both kept, so that the draw can
be repeated by anybody; a result is entered once and stays. Called by finance.sampling.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.models.bank import OfBatchQuerySet
from finance.models.batches import Batch
from finance.models.lines import Line
from organisation.models import User


class Sample(models.Model):
    """One draw: the `size` payments that `random.Random(seed).sample` picks from the first to the last of a round."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="samples")
    round = models.PositiveSmallIntegerField()
    seed = models.CharField(_("seed of the draw"), max_length=16)
    size = models.PositiveSmallIntegerField(_("payments to check"))
    population = models.PositiveIntegerField(_("payments drawn from"))
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(_("drawn at"))
    words = models.CharField(_("what came of it"), max_length=300, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("closed at"), null=True)

    objects = OfBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("sample")
        verbose_name_plural = _("samples")
        constraints = [
            models.UniqueConstraint(
                fields=["batch"], condition=Q(closed_at__isnull=True), name="one_open_sample_a_batch"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="sample_has_a_size"),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.seed}"


class SampledLine(models.Model):
    """One payment of the sample, and what its family said."""

    class Way(models.TextChoices):
        PHONE = "phone", pgettext_lazy("sample", "telephone")
        VISIT = "visit", pgettext_lazy("sample", "visit")

    class Result(models.TextChoices):
        RIGHT = "right", pgettext_lazy("sample", "all is right")
        MISSING = "missing", pgettext_lazy("sample", "not received")
        ISSUES = "issues", pgettext_lazy("sample", "with issues")

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="lines")
    line = models.ForeignKey(Line, models.PROTECT, related_name="samples")
    way = models.CharField(_("asked by"), max_length=8, choices=Way, blank=True)
    result = models.CharField(_("result"), max_length=8, choices=Result, blank=True)
    words = models.CharField(_("what was said"), max_length=300, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(_("checked at"), null=True)

    class Meta:
        ordering = ["sample", "line__sequence"]
        verbose_name = _("payment of a sample")
        verbose_name_plural = _("payments of samples")
        constraints = [
            models.UniqueConstraint(fields=["sample", "line"], name="one_line_a_sample"),
            models.CheckConstraint(
                condition=Q(result="") | Q(checked_by__isnull=False, checked_at__isnull=False) & ~Q(way=""),
                name="sampled_result_has_a_checker",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sample}: {self.line}"
