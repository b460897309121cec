"""Dossiers and who may see them. `Dossier.objects.visible_to(user)` is the only scope rule in the system."""

import os
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.encryption import derived_key, seal, unseal
from organisation.rights import scope
from organisation.roles import READS_DIVISION


class DossierErased(Exception):
    """The dossier's data key was destroyed: its contents are gone for good, header and hashes remain."""


class DossierQuerySet(models.QuerySet["Dossier"]):
    def visible_to(self, user: Any) -> Self:
        """Dossiers in the divisions of the user's posts, except locked ones, and those that Access opens to them today.

        A granted access is never wider than its dates; anonymous and inactive users see nothing.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        by_post = scope(user, READS_DIVISION) & ~Q(confidentiality=Dossier.Confidentiality.LOCKED)
        granted = Access.objects.in_force(user).values("dossier_id")
        refused = Access.objects.in_force(user, capacity=Access.Capacity.RECUSED).values("dossier_id")
        return self.filter(by_post | Q(pk__in=granted)).exclude(pk__in=refused)

    def locked_for_work(self, pk: int) -> "Dossier":
        """The dossier row, locked until the end of the transaction. Always the first lock that is taken."""
        return self.select_for_update().get(pk=pk)


class Dossier(models.Model):
    """The file of one case, import, volunteer, batch or incident, or of an office. Everything written hangs on it."""

    class Kind(models.TextChoices):
        CASE = "case", _("Case")
        IMPORT = "import", _("Roster import")
        OFFICE = "office", _("Office")

    class Confidentiality(models.TextChoices):
        NORMAL = "normal", _("Normal")
        SENSITIVE = "sensitive", _("Sensitive")
        LOCKED = "locked", _("Locked")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    division_code = models.CharField(max_length=12, db_index=True)
    confidentiality = models.CharField(max_length=12, choices=Confidentiality, default=Confidentiality.NORMAL)
    version = models.PositiveIntegerField(default=0, help_text="counts transitions; a page older than this is stale")
    event_count = models.PositiveIntegerField(default=0, help_text="the sequence number of the newest event")
    wrapped_key = models.BinaryField(editable=False, default=bytes)
    created_at = models.DateTimeField(default=timezone.now)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        constraints = [
            models.UniqueConstraint(
                fields=["division_code"], condition=Q(kind="office"), name="one_office_dossier_a_division"
            )
        ]

    def __str__(self) -> str:
        return str(self.code)

    @classmethod
    def begin(cls, kind: str, division_code: str, **fields: Any) -> Self:
        """An unsaved dossier with a data key of its own, ready for save() or bulk_create()."""
        dossier = cls(kind=kind, division_code=division_code, **fields)
        dossier.wrapped_key = seal(os.urandom(32), key=derived_key("dossier-keys"), bound_to=dossier.code.bytes)
        return dossier

    @property
    def data_key(self) -> bytes:
        """The key under which payloads, contexts and files of this dossier are encrypted. Raises DossierErased."""
        if not self.wrapped_key:
            raise DossierErased
        return unseal(bytes(self.wrapped_key), key=derived_key("dossier-keys"), bound_to=self.code.bytes)


class AccessQuerySet(models.QuerySet["Access"]):
    def in_force(self, user: Any, capacity: str | None = None) -> Self:
        """What `user` is granted today; with RECUSED, what they must keep away from."""
        today = timezone.localdate()
        own = self.filter(user=user, valid_from__lte=today).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        if capacity:
            return own.filter(capacity=capacity)
        return own.exclude(capacity=Access.Capacity.RECUSED)


class Access(models.Model):
    """Who else may see a dossier, or, when recused, who must not although their post covers it (回避)."""

    class Capacity(models.TextChoices):
        ASSIGNED = "assigned", _("Assigned")
        STAND_IN = "stand_in", _("Stand-in")
        RECUSED = "recused", _("Recused")

    dossier = models.ForeignKey(Dossier, models.PROTECT)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    capacity = models.CharField(max_length=12, choices=Capacity)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    reduced = models.BooleanField(default=False, help_text="only the fields a proxy parent may see")

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="access_ends_after_it_begins",
            )
        ]
        indexes = [models.Index(fields=["user", "capacity", "valid_from", "valid_to"])]

    def __str__(self) -> str:
        return f"{self.user} {self.get_capacity_display()}"
