"""The dated facts around a child: household, carers, school, where the parents are, accounts, consents.

Nothing is overwritten that was true for a time: a fact ends and the next one begins.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.registry import masking
from cases.registry.models.persons import Person
from documents.models import Attachment
from organisation.encryption import EncryptedTextField, blind_index
from organisation.models import Division, User


class Household(models.Model):
    """People who live, or are registered, together in one village."""

    division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("village or community"))
    address = models.CharField(_("address"), max_length=120, blank=True)
    members = models.ManyToManyField(Person, through="HouseholdMember")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")

    def __str__(self) -> str:
        return f"{self.division} #{self.pk}"


class Relation(models.TextChoices):
    """What someone is to the child."""

    FATHER = "father", _("father")
    MOTHER = "mother", _("mother")
    GRANDPARENT = "grandparent", _("paternal grandparent")
    MATERNAL_GRANDPARENT = "maternal_grandparent", _("maternal grandparent")
    SIBLING = "sibling", _("brother or sister")
    RELATIVE = "relative", _("other relative")
    OTHER = "other", _("not related")
    CHILD = "child", _("the child")


class HouseholdMember(models.Model):
    """That a person belongs to a household."""

    household = models.ForeignKey(Household, models.PROTECT)
    person = models.ForeignKey(Person, models.PROTECT)
    relation = models.CharField(_("relation"), max_length=20, choices=Relation)
    relation_words = models.CharField(_("in the family's words"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("household member")
        verbose_name_plural = _("household members")
        constraints = [models.UniqueConstraint(fields=["household", "person"], name="member_once")]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_relation_display()})"


class Guardianship(models.Model):
    """Who actually looks after a child, from when to when."""

    class Capacity(models.TextChoices):
        GOOD = "good", pgettext_lazy("guardianship capacity", "good")
        FAIR = "fair", _("fair")
        POOR = "poor", _("insufficient")
        NONE = "none", _("no capacity")
        UNKNOWN = "", _("not assessed")

    child = models.ForeignKey(Person, models.PROTECT, related_name="guardianships")
    carer = models.ForeignKey(Person, models.PROTECT, verbose_name=_("carer"), related_name="cares_for")
    relation = models.CharField(_("relation"), max_length=20, choices=Relation)
    relation_words = models.CharField(_("relation in words"), max_length=20, blank=True)
    capacity = models.CharField(_("guardianship capacity"), max_length=8, choices=Capacity, blank=True)
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-valid_from", "-id"]
        verbose_name = _("guardianship")
        verbose_name_plural = _("guardianships")
        constraints = [
            models.UniqueConstraint(fields=["child"], condition=Q(valid_to__isnull=True), name="one_carer_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.carer} → {self.child}"


class School(models.Model):
    """A school by name within its county."""

    name = models.CharField(_("name"), max_length=60)
    county_code = models.CharField(_("county"), max_length=6)

    class Meta:
        ordering = ["name"]
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        constraints = [models.UniqueConstraint(fields=["county_code", "name"], name="school_once")]

    def __str__(self) -> str:
        return self.name


class Enrolment(models.Model):
    """That a child attends a school, from when to when."""

    child = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")
    school = models.ForeignKey(School, models.PROTECT, verbose_name=_("school"))
    grade = models.CharField(_("grade"), max_length=20, blank=True)
    boards = models.BooleanField(_("boards at school"), default=False)
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-valid_from", "-id"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(fields=["child"], condition=Q(valid_to__isnull=True), name="one_school_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.grade}"


class Whereabouts(models.Model):
    """Where a parent is. The left-behind rule (domain report §2.1) is computed from this."""

    class Status(models.TextChoices):
        AWAY = "away", _("works away")
        HOME = "home", _("lives with the child")
        DECEASED = "deceased", _("deceased")
        MISSING = "missing", _("out of contact")
        IMPRISONED = "imprisoned", _("detained")
        UNKNOWN = "unknown", _("unknown")

    child = models.ForeignKey(Person, models.PROTECT, related_name="whereabouts")
    parent = models.CharField(_("parent"), max_length=6, choices=[("father", _("father")), ("mother", _("mother"))])
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), null=True, related_name="+")
    status = models.CharField(_("whereabouts"), max_length=12, choices=Status)
    place = models.CharField(_("place of work"), max_length=60, blank=True)
    since = models.DateField(_("away since"), null=True, blank=True)
    capacity = models.CharField(_("guardianship capacity"), max_length=8, choices=Guardianship.Capacity, blank=True)
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["parent", "-valid_from"]
        verbose_name = _("parent's whereabouts")
        verbose_name_plural = _("parents' whereabouts")
        constraints = [
            models.UniqueConstraint(
                fields=["child", "parent"], condition=Q(valid_to__isnull=True), name="one_whereabouts_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_parent_display()}: {self.get_status_display()}"


class PayeeAccount(models.Model):
    """The 一卡通 account on which money for a child is received."""

    child = models.ForeignKey(Person, models.PROTECT, related_name="accounts")
    holder = models.CharField(_("account holder"), max_length=60)
    number = EncryptedTextField(_("account number"), purpose="account.number")
    number_index = models.CharField(max_length=64, editable=False, db_index=True)
    number_masked = models.CharField(max_length=30, editable=False)
    bank = models.CharField(_("bank"), max_length=60, blank=True)
    bank_line_number = models.CharField(
        _("bank line number"), max_length=12, blank=True, help_text=_("联行号, 12 digits")
    )
    holder_relation = models.CharField(
        _("holder's relation to the child"), max_length=20, blank=True, help_text=_("empty: the child's own account")
    )
    name_for_bank = models.CharField(
        _("name as the bank writes it"), max_length=60, blank=True, help_text=_("for characters the bank cannot encode")
    )
    proof = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, verbose_name=_("proof"))
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = _("payee account")
        verbose_name_plural = _("payee accounts")
        constraints = [
            models.UniqueConstraint(fields=["child"], condition=Q(valid_to__isnull=True), name="one_account_at_a_time"),
            models.CheckConstraint(
                condition=Q(entered_by__isnull=True) | Q(confirmed_by__isnull=True) | ~Q(entered_by=F("confirmed_by")),
                name="account_is_confirmed_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return self.number_masked

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_search_columns()
        super().save(*args, **kwargs)

    def fill_search_columns(self) -> None:
        """Compute mask and index; imports that use bulk_create call this."""
        self.number_masked = masking.mask_account(self.number)
        self.number_index = blind_index(self.number, purpose="account")


class Consent(models.Model):
    """A consent to one use of data, by whom, from when to when (PIPL art. 14, 15, 29, 31)."""

    class Purpose(models.TextChoices):
        PROCESSING = "processing", _("told how the data are used")
        PAIRING = "pairing", _("pairing with a proxy parent")
        REFERRAL = "referral", _("referral to others")
        PHOTO = "photo", _("photographs")
        MESSAGES = "messages", _("text messages")

    child = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    given = models.BooleanField(_("given"))
    given_by = models.CharField(_("given by"), max_length=60)
    how = models.CharField(_("how"), max_length=60, blank=True)
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    evidence = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["purpose", "-valid_from"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.given}"
