"""Which towns border on each other: a proxy parent may live in the child's town or in a neighbouring one (§2.3)."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisation.models import Division


class NeighbourTownQuerySet(models.QuerySet["NeighbourTown"]):
    def around(self, town: str) -> Self:
        """Pairs in use of which one begins with those digits of a town's code."""
        return self.filter(Q(town__code__startswith=town) | Q(neighbour__code__startswith=town), in_use=True)


class NeighbourTown(models.Model):
    """Two towns that border on each other; one row for both directions."""

    town = models.ForeignKey(Division, models.PROTECT, verbose_name=_("town"), related_name="+")
    neighbour = models.ForeignKey(Division, models.PROTECT, verbose_name=_("neighbouring town"), related_name="+")
    in_use = models.BooleanField(_("in use"), default=True)

    objects = NeighbourTownQuerySet.as_manager()

    class Meta:
        verbose_name = _("neighbouring towns")
        verbose_name_plural = _("neighbouring towns")
        constraints = [
            models.UniqueConstraint(fields=["town", "neighbour"], name="neighbours_once"),
            models.CheckConstraint(condition=~models.Q(town=F("neighbour")), name="not_its_own_neighbour"),
        ]

    def __str__(self) -> str:
        return f"{self.town} – {self.neighbour}"

    def clean(self) -> None:
        """Raises ValidationError for anything but two towns, and for a pair that stands here the other way round."""
        if {self.town.level, self.neighbour.level} != {"town"}:
            raise ValidationError(_("Only towns and streets have neighbours here. Choose two of them."))
        turned = NeighbourTown.objects.filter(town=self.neighbour, neighbour=self.town)
        if turned.exclude(pk=self.pk).exists():
            raise ValidationError(_("These two are entered already, the other way round. One entry is enough."))
