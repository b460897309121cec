"""Who works where: divisions, organs by date, people with dated posts, and the working-day calendar.

The one invariant: a right is always a post in force today (or a delegation of one), never a flag on a user.
"""

import datetime as dt
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisation.encryption import EncryptedTextField, blind_index
from organisation.roles import ROLE_LEVELS, SEPARATE_ACCOUNTS, Level, Role


def in_force(on: dt.date) -> Q:
    """Rows with `valid_from`/`valid_to` (inclusive, open-ended when empty) that hold on that day."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


class Division(models.Model):
    """A province, prefecture, county, town or village with its 12-digit statistical code.

    The legal county stands beside it because the two differ in the 示范区 (domain report §5.1).
    """

    class LevelChoices(models.TextChoices):
        PROVINCE = Level.PROVINCE, _("Province")
        PREFECTURE = Level.PREFECTURE, _("Prefecture")
        COUNTY = Level.COUNTY, _("County")
        TOWN = Level.TOWN, _("Town")
        VILLAGE = Level.VILLAGE, _("Village")

    code = models.CharField(_("statistical code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=80)
    short_name = models.CharField(_("short name"), max_length=40)
    level = models.CharField(_("level"), max_length=10, choices=LevelChoices)
    kind = models.CharField(_("kind"), max_length=24)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=pgettext_lazy("division", "parent"), null=True, blank=True
    )
    legal_county_code = models.CharField(_("legal county code"), max_length=6, blank=True)
    valid_from = models.DateField(_("valid from"), default=dt.date(2023, 6, 30))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    predecessor = models.CharField(_("earlier code"), max_length=12, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("division")
        verbose_name_plural = _("divisions")

    def __str__(self) -> str:
        return self.short_name

    @property
    def significant(self) -> str:
        """The leading digits that every code inside this division shares."""
        return self.code[: SIGNIFICANT_DIGITS[Level(self.level)]]

    def covers(self) -> tuple[str, str]:
        """The half-open range of codes inside this division, itself included: lower ≤ code < upper."""
        return code_range(self.significant)


SIGNIFICANT_DIGITS = {Level.PROVINCE: 2, Level.PREFECTURE: 4, Level.COUNTY: 6, Level.TOWN: 9, Level.VILLAGE: 12}


def code_range(prefix: str) -> tuple[str, str]:
    """Lower and upper bound of the codes that begin with `prefix`; upper is not included."""
    return prefix.ljust(12, "0"), str(int(prefix) + 1).zfill(len(prefix)).ljust(12, "0")


class OrganQuerySet(models.QuerySet["Organ"]):
    def issuing(self, kind: str, division_code: str, on: dt.date) -> "Organ":
        """The organ of that kind responsible for `division_code` under its name on that day.

        Raises Organ.DoesNotExist when nobody has been entered for that day.
        """
        digits = {"village": 12, "town": 9, "county": 6, "city": 4}[kind]
        return self.filter(in_force(on), kind=kind, division__code=division_code[:digits].ljust(12, "0")).get()


class Organ(models.Model):
    """An office that issues papers, under the name and 机关代字 it had in that period."""

    class Kind(models.TextChoices):
        VILLAGE = "village", _("Village committee")
        TOWN = "town", _("Town government")
        COUNTY = "county", _("County civil affairs bureau")
        CITY = "city", _("City civil affairs bureau")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("division"))
    name = models.CharField(_("full name"), max_length=80)
    short_name = models.CharField(
        _("short name"), max_length=20, help_text=_("as in （孟）, at the head of form numbers")
    )
    letter_code = models.CharField(
        _("letter code"), max_length=20, help_text=_("before the year in letter numbers, as in 孟民函"), blank=True
    )
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=120, blank=True)
    complaint_phone = models.CharField(_("complaints telephone"), max_length=30, blank=True)
    review_organ = models.CharField(_("organ for administrative review"), max_length=80, blank=True)
    court = models.CharField(_("court"), max_length=80, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = OrganQuerySet.as_manager()

    class Meta:
        ordering = ["division__code", "kind", "valid_from"]
        verbose_name = _("organ")
        verbose_name_plural = _("organs")
        constraints = [models.UniqueConstraint(fields=["kind", "division", "valid_from"], name="organ_once_a_period")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raises ValidationError when two names of one organ would hold on the same day."""
        others = Organ.objects.filter(kind=self.kind, division=self.division_id).exclude(pk=self.pk)
        if others.filter(overlapping(self.valid_from, self.valid_to)).exists():
            raise ValidationError(_("Another name of this organ holds in that period. End it first."))


def overlapping(first: dt.date, last: dt.date | None) -> Q:
    """Rows whose validity shares at least one day with first..last (open-ended when `last` is empty)."""
    begins_in_time = Q(valid_from__lte=last) if last else Q()
    return begins_in_time & (Q(valid_to__isnull=True) | Q(valid_to__gte=first))


class UserQuerySet(models.QuerySet["User"]):
    def holding(self, role: str, division_code: str, on: dt.date) -> Self:
        """Active users whose post of that role covers the division on that day, by name."""
        codes = [division_code[:digits].ljust(12, "0") for digits in SIGNIFICANT_DIGITS.values()]
        posts = Post.objects.filter(in_force(on), role=role, division__code__in=codes)
        return self.filter(is_active=True, post__in=posts).distinct().order_by("name")


class People(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Django's manager with the phrases above."""

    use_in_migrations = False


class User(AbstractUser):
    """A person with an account made by the office. Deactivated when they leave, never deleted."""

    first_name = last_name = email = None  # type: ignore[assignment]
    is_superuser = False  # no column: nobody stands above the posts
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    phone = EncryptedTextField(_("telephone"), purpose="user.phone")
    phone_index = models.CharField(max_length=64, editable=False, db_index=True, blank=True)
    mail = EncryptedTextField(_("e-mail"), purpose="user.mail")
    must_change_password = models.BooleanField(_("must change the password at the next login"), default=True)

    objects: ClassVar[Any] = People()
    REQUIRED_FIELDS = ["name"]
    EMAIL_FIELD = ""

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:  # type: ignore[override]
        """True for who may open Django's own pages: whoever holds a post of system administrator today."""
        return self.is_active and self.has_perm(f"organisation.{Role.SYSADMIN}")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.phone_index = blind_index(self.phone, purpose="phone")
        super().save(*args, **kwargs)


class Post(models.Model):
    """A role in a division from one day to another. The only source of permissions and of scope."""

    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=24, choices=Role)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("division"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        ordering = ["user", "valid_from"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        default_permissions = ("add", "change", "view")
        permissions = [(role.value, role.label) for role in Role]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="post_ends_after_it_begins"
            ),
            models.UniqueConstraint(fields=["user", "role", "division", "valid_from"], name="post_once"),
        ]
        indexes = [models.Index(fields=["role", "division"])]

    def __str__(self) -> str:
        return f"{self.division.short_name}{self.get_role_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.check_separation()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Raises ValidationError for a role at the wrong level and for roles that one person may not combine."""
        wanted = ROLE_LEVELS.get(Role(self.role)) if self.role in Role.values else None
        if wanted and self.division_id and self.division.level != wanted:
            level = Division.LevelChoices(wanted).label
            raise ValidationError({"division": _("This role belongs to a division of the level: %s.") % level})
        self.check_separation()

    def check_separation(self) -> None:
        """Raises ValidationError when the same person would hold two roles that must be two accounts at one time."""
        if not self.user_id:
            return
        others = Post.objects.filter(overlapping(self.valid_from, self.valid_to), user=self.user_id).exclude(pk=self.pk)
        for role in others.values_list("role", flat=True):
            refuse_combination(self.role, role)


def refuse_combination(role: str, other: str) -> None:
    """Raises ValidationError when these two roles must be two accounts (domain report §2.0, separation of duties)."""
    if role != other and any({role, other} <= group for group in SEPARATE_ACCOUNTS):
        raise ValidationError(
            _("One account may not be both “%(role)s” and “%(other)s”. Use another account, or end the other post.")
            % {"role": Role(role).label, "other": Role(other).label}
        )


class Delegation(models.Model):
    """While someone is on leave, another holds their post too. Events then say on whose behalf."""

    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("post"))
    to = models.ForeignKey(User, models.PROTECT, verbose_name=_("stand-in"))
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="delegation_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.post} → {self.to}"

    def clean(self) -> None:
        """Raises ValidationError for a stand-in who is the holder, and for roles that one person may not combine."""
        if not (self.post_id and self.to_id and self.valid_from and self.valid_to):
            return
        if self.post.user_id == self.to_id:
            raise ValidationError({"to": _("The stand-in is the holder of the post. Choose somebody else.")})
        held = Post.objects.filter(overlapping(self.valid_from, self.valid_to), user=self.to_id)
        for role in held.values_list("role", flat=True):
            refuse_combination(self.post.role, role)


class WorkCalendarDay(models.Model):
    """One day of the official calendar: worked or not. Editable, because the yearly notice comes late."""

    date = models.DateField(_("date"), primary_key=True)
    working = models.BooleanField(_("worked"))
    name = models.CharField(_("name"), max_length=60, blank=True)

    class Meta:
        ordering = ["date"]
        verbose_name = _("calendar day")
        verbose_name_plural = _("working-day calendar")

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}"


class JobRun(models.Model):
    """When a recurring job of the ticker last ran and is next due. A missed one is an alarm on the home page."""

    name = models.CharField(max_length=60, primary_key=True)
    last_started = models.DateTimeField(null=True)
    last_finished = models.DateTimeField(null=True)
    next_due = models.DateTimeField(default=timezone.now, db_index=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("recurring job")
        verbose_name_plural = _("recurring jobs")

    def __str__(self) -> str:
        return self.name
