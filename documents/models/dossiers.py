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
from organisation.rights import has_role, scope
from organisation.roles import READS_DIVISION, READS_INCIDENTS, READS_MONEY, READS_REDUCED, READS_VOLUNTEERS, Role


class DossierErased(Exception):
    """The dossier's data key was destroyed: its contents are gone for good, header and hashes remain."""


class DossierQuerySet(models.QuerySet["Dossier"]):
    def visible_to(self, user: Any) -> Self:
        """Dossiers of the kinds and divisions that the user's posts read, and those that Access opens to them today.

        Only what may be read in full: reduced access and pairings are `reduced_for`. A granted access is never wider
        than its dates; anonymous and inactive users see nothing.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        granted = Access.objects.in_force(user).filter(reduced=False).values("dossier_id")
        return self.filter(_by_post(user) | Q(pk__in=granted)).exclude(pk__in=_kept_away(user))

    def reduced_for(self, user: Any) -> Self:
        """Dossiers of which the user may see what a proxy parent sees, and no more (domain report §2.3).

        A proxy's access ends with their vetting, and with their post, whatever else the pairing says.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        opened = Access.objects.in_force(user).filter(reduced=True)
        if not has_role(user, Role.PROXY_PARENT):
            opened = opened.exclude(capacity=Access.Capacity.PAIRED)
        granted = opened.values("dossier_id")
        away = Access.objects.valid_today(user).filter(capacity__in=KEEPS_AWAY).values("dossier_id")
        by_post = Q(kind=Dossier.Kind.CASE) & _not_locked() & scope(user, READS_REDUCED)
        return self.filter(by_post | Q(pk__in=granted)).exclude(pk__in=away)

    def locked_for_work(self, pk: int, *others: int) -> "Dossier":
        """The dossier row, locked until the end of the transaction, and the `others` with it, in the order of ids.

        Always the first lock that is taken, so that whoever needs several never waits in a circle.
        """
        rows = self.filter(pk__in={pk, *others}).order_by("pk").select_for_update()
        return next(row for row in list(rows) if row.pk == pk)


def _by_post(user: Any) -> Q:
    """What the posts read: files of cases and offices, of volunteers, of payments, and locked files of incidents."""
    files = ~Q(kind__in=[Dossier.Kind.VOLUNTEER, Dossier.Kind.INCIDENT, Dossier.Kind.MONEY]) & scope(
        user, READS_DIVISION
    )
    volunteers = Q(kind=Dossier.Kind.VOLUNTEER) & scope(user, READS_VOLUNTEERS)
    incidents = Q(kind=Dossier.Kind.INCIDENT) & scope(user, READS_INCIDENTS)
    money = Q(kind=Dossier.Kind.MONEY) & scope(user, READS_MONEY)
    return ((files | volunteers | money) & _not_locked()) | incidents


def _not_locked() -> Q:
    return ~Q(confidentiality=Dossier.Confidentiality.LOCKED)


def _kept_away(user: Any) -> Any:
    """Dossiers that the user must keep away from: recused, barred, or the child is paired with them (回避)."""
    away = (*KEEPS_AWAY, Access.Capacity.PAIRED)
    return Access.objects.valid_today(user).filter(capacity__in=away).values("dossier_id")


class Dossier(models.Model):
    """The file of one case, import, volunteer, batch or incident, or of an office. Everything written hangs on it."""

    class Kind(models.TextChoices):
        CASE = "case", _("Case")
        IMPORT = "import", _("Roster import")
        OFFICE = "office", _("Office")
        VOLUNTEER = "volunteer", _("Proxy parent")
        INCIDENT = "incident", _("Incident")
        MONEY = "money", _("Payments")

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


class OfDossierQuerySet(models.QuerySet[Any]):
    """Rows that hang on a dossier, whose scope is theirs. `path` leads from the row to it."""

    path = "dossier"

    def visible_to(self, user: Any) -> Self:
        """Rows of the dossiers that the user may see."""
        return self.filter(**{f"{self.path}__in": Dossier.objects.visible_to(user)})


class AccessQuerySet(models.QuerySet["Access"]):
    def in_force(self, user: Any, capacity: str | None = None) -> Self:
        """What `user` is granted today; with RECUSED or BARRED, what they must keep away from."""
        own = self.valid_today(user)
        if capacity:
            return own.filter(capacity=capacity)
        return own.exclude(capacity__in=KEEPS_AWAY)

    def valid_today(self, user: Any) -> Self:
        """Every row of `user` that holds today, whatever it grants or forbids. A revoked one holds no more."""
        today = timezone.localdate()
        own = self.filter(user=user, valid_from__lte=today, revoked_at__isnull=True)
        return own.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))


class Access(models.Model):
    """Who else may see a dossier, or, when recused or barred, who must not although their post covers it (回避).

    A recusal is registered by colleagues and they see it; that somebody was barred stands in a locked file only.
    """

    class Capacity(models.TextChoices):
        ASSIGNED = "assigned", _("Assigned")
        STAND_IN = "stand_in", _("Stand-in")
        RECUSED = "recused", _("Recused")
        BARRED = "barred", _("Kept away")
        PAIRED = "paired", _("Paired with the child")
        REPORTER = "reporter", _("Reported it")

    dossier = models.ForeignKey(Dossier, models.PROTECT)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    capacity = models.CharField(max_length=12, choices=Capacity)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, editable=False, help_text="ended at once, before its last day")
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


KEEPS_AWAY = (Access.Capacity.RECUSED, Access.Capacity.BARRED)
