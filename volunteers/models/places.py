"""Which towns border on each other: a proxy parent may live in the child's town or in a neighbouring one (§2.3)."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from organisation.models import Division


class NeighbourTown(models.Model):
    """Two towns that border on each other; one row for both directions."""

    town = models.ForeignKey(Division, models.PROTECT, verbose_name=_("town"), related_name="+")
    neighbour = models.ForeignKey(Division, models.PROTECT, verbose_name=_("neighbouring town"), related_name="+")

    class Meta:
        verbose_name = _("neighbouring towns")
        verbose_name_plural = _("neighbouring towns")
        constraints = [
            models.UniqueConstraint(fields=["town", "neighbour"], name="neighbours_once"),
            models.CheckConstraint(condition=~models.Q(town=F("neighbour")), name="not_its_own_neighbour"),
        ]

    def __str__(self) -> str:
        return f"{self.town} – {self.neighbour}"
