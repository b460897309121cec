"""The signatures on a batch: maker, checker, approver, preparer and releaser of each round.

Invariant: one person signs one step of a round, and a merged one is the approver's only; the database holds both.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from finance.models.batches import Batch
from organisation.models import User


class Approval(models.Model):
    """Who did which step of a round, over which content. The database holds that they are different people."""

    class Step(models.TextChoices):
        COMPILE = "compile", pgettext_lazy("step of a batch", "compiled")
        REVIEW = "review", pgettext_lazy("step of a batch", "reviewed")
        APPROVE = "approve", pgettext_lazy("step of a batch", "approved")
        REQUEST_FUNDS = "request_funds", pgettext_lazy("step of a batch", "funds requested")
        SEND = "send", pgettext_lazy("step of a batch", "released")

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="approvals")
    round = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=14, choices=Step)
    actor = models.ForeignKey(User, models.PROTECT, related_name="+")
    merged = models.BooleanField(default=False, help_text="checker and approver are one person in a small county")
    opinion = models.CharField(_("opinion"), max_length=300, blank=True)
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["batch", "round", "pk"]
        verbose_name = _("signature on a batch")
        verbose_name_plural = _("signatures on batches")
        constraints = [
            models.UniqueConstraint(fields=["batch", "round", "step"], name="one_signature_a_round_and_step"),
            models.UniqueConstraint(
                fields=["batch", "round", "actor"], condition=Q(merged=False), name="one_step_a_round_and_person"
            ),
            models.CheckConstraint(condition=Q(merged=False) | Q(step="approve"), name="only_the_approver_is_merged"),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.get_step_display()}"
