"""Person: identity, held once. Child, guardian, applicant, volunteer are roles of a person, kept elsewhere.

Secrets are encrypted columns; what finds them again is a keyed index, what shows them is a masked column.
"""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.registry import masking, names
from cases.registry.ages import age_on, birth_date_in
from documents.models import Dossier
from organisation.encryption import KEY_VERSION, EncryptedTextField, blind_index
from organisation.models import Division


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: Any) -> Self:
        """Persons who appear in a dossier that the user may see: as its child or as someone of its household."""
        dossiers = Dossier.objects.visible_to(user)
        return self.filter(
            Q(case__dossier__in=dossiers) | Q(householdmember__household__case__dossier__in=dossiers)
        ).distinct()

    def with_id_number(self, number: str) -> Self:
        """The person holding that ID number, merged ones excluded."""
        return self.filter(id_index=blind_index(number, purpose="id_number"))


class Person(models.Model):
    """Somebody known to the office."""

    class Sex(models.TextChoices):
        FEMALE = "F", _("female")
        MALE = "M", _("male")

    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    name_masked = models.CharField(max_length=60, editable=False)
    pinyin_sort = models.CharField(max_length=120, editable=False, db_index=True)
    pinyin_search = models.TextField(editable=False)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True, db_index=True)
    ethnic_group = models.CharField(_("ethnic group"), max_length=20, blank=True)

    id_number = EncryptedTextField(_("ID number"), purpose="person.id_number")
    id_index = models.CharField(  # noqa: DJ001 - several persons without a number must not clash
        max_length=64, editable=False, null=True
    )
    id_last4_index = models.CharField(max_length=64, editable=False, db_index=True, blank=True)
    id_masked = models.CharField(max_length=18, editable=False, blank=True)
    phone = EncryptedTextField(_("telephone"), purpose="person.phone")
    phone_index = models.CharField(max_length=64, editable=False, db_index=True, blank=True)
    phone_last4_index = models.CharField(max_length=64, editable=False, db_index=True, blank=True)
    phone_masked = models.CharField(max_length=20, editable=False, blank=True)
    key_version = models.PositiveSmallIntegerField(default=KEY_VERSION, editable=False)

    hukou_division = models.ForeignKey(
        Division, models.PROTECT, verbose_name=_("hukou place"), null=True, blank=True, related_name="+"
    )
    hukou_address = models.CharField(_("hukou address"), max_length=120, blank=True)
    residence_address = models.CharField(_("residence address"), max_length=120, blank=True)
    health = models.CharField(_("health"), max_length=60, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        constraints = [models.UniqueConstraint(fields=["id_index"], name="one_person_an_id_number")]
        indexes = [models.Index(fields=["name", "birth_date"])]

    def __str__(self) -> str:
        return self.name_masked

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_search_columns()
        super().save(*args, **kwargs)

    def fill_search_columns(self) -> None:
        """Compute masks, indexes and readings. bulk_create does not call save(), so imports call this."""
        self.name = names.normalise(self.name)
        self.name_masked = masking.mask_name(self.name)
        self.pinyin_sort = names.pinyin_sort(self.name)[:120]
        self.pinyin_search = names.pinyin_search(self.name)
        if self.id_number:
            self.birth_date = self.birth_date or birth_date_in(self.id_number)
            self.sex = self.sex or ("M" if int(self.id_number[16]) % 2 else "F")
        self.id_masked = masking.mask_id_number(self.id_number) if self.id_number else ""
        self.id_index = blind_index(self.id_number, purpose="id_number") or None
        self.id_last4_index = blind_index(self.id_number[-4:], purpose="last4")
        self.phone_masked = masking.mask_phone(self.phone) if self.phone else ""
        self.phone_index = blind_index(self.phone, purpose="phone")
        self.phone_last4_index = blind_index(self.phone[-4:], purpose="last4")

    def age(self, on: dt.date | None = None) -> int | None:
        """Full years on that day (today by default); nothing without a date of birth."""
        if not self.birth_date:
            return None
        return age_on(self.birth_date, on or timezone.localdate())
