"""The proxy parent (代理家长) from application to farewell, each transition declared once (domain report §2.3).

No code outside documents.transitions calls a transition or writes `status`. A cadre goes through the same steps.
"""

import datetime as dt
import secrets
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from cases.registry.masking import mask_phone
from cases.registry.models import Person
from documents.declarations import step
from documents.models import Attachment, Dossier
from documents.state_field import StateField
from organisation.encryption import EncryptedTextField, blind_index
from organisation.models import Division
from organisation.roles import Role
from programs.models import ProgramVersion
from volunteers import due, guards, writes
from volunteers.models.states import AFTER_VETTING, CANDIDATE, SERVING, VolunteerStatus

CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10


def status_code() -> str:
    """What an applicant asks for their status by: ten signs without look-alikes, 50 bits."""
    return "".join(secrets.choice(CODE_ALPHABET) for _n in range(CODE_LENGTH))


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    def visible_to(self, user: Any) -> Self:
        """Volunteers whose file the user may see."""
        return self.filter(dossier__in=Dossier.objects.visible_to(user))

    def for_page(self) -> Self:
        """With what a list or head of a page shows, in one query."""
        return self.select_related("dossier", "person", "division__parent", "program_version__program")

    def able(self, on: dt.date) -> Self:
        """Appointed, and the vetting holds on that day."""
        return self.filter(status=VolunteerStatus.REGISTERED, vetted_until__gte=on)


class Volunteer(models.Model):
    """Somebody who offers to be a proxy parent, or is one. Identity stands in Person."""

    class Type(models.TextChoices):
        VOLUNTEER = "volunteer", _("volunteer")
        CADRE = "cadre", _("cadre")

    class Insurance(models.TextChoices):
        NONE = "none", _("not insured")
        OFFICE = "office", _("insured by the office")
        OWN = "own", _("own insurance")

    dossier = models.OneToOneField(Dossier, models.PROTECT)
    status_code = models.CharField(max_length=10, unique=True, default=status_code, editable=False)
    number = models.CharField(  # noqa: DJ001 - several candidates without a number must not clash
        pgettext_lazy("proxy parent", "number"), max_length=30, null=True, unique=True, editable=False
    )
    program_version = models.ForeignKey(ProgramVersion, models.PROTECT)
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("person"), related_name="volunteers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("account"), related_name="volunteers"
    )
    phone = EncryptedTextField(_("telephone"), purpose="volunteer.phone")
    phone_index = models.CharField(max_length=64, editable=False, db_index=True, blank=True)
    phone_masked = models.CharField(max_length=20, editable=False, blank=True)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("village or community"))
    status = StateField(
        _("state"), default=VolunteerStatus.NEW, choices=VolunteerStatus.choices, max_length=16, db_index=True
    )
    type = models.CharField(_("kind"), max_length=10, choices=Type, default=Type.VOLUNTEER)
    work_unit = models.CharField(_("work unit"), max_length=60, blank=True)
    education = models.CharField(_("education"), max_length=20, blank=True)
    languages = models.CharField(_("languages spoken"), max_length=40, blank=True)
    skills = models.CharField(_("skills"), max_length=200, blank=True)
    availability = models.CharField(_("times available"), max_length=120, blank=True)
    motivation = models.CharField(pgettext_lazy("proxy parent", "why"), max_length=500, blank=True)
    health_statement = EncryptedTextField(_("statement on health"), purpose="volunteer.health")
    told_on = models.DateField(_("told how the data are used on"), null=True)
    online = models.BooleanField(_("applied on the public page"), default=False, editable=False)
    may_host = models.BooleanField(_("would have children at home"), default=False)
    max_children = models.PositiveSmallIntegerField(_("at most so many children"), default=2)
    insurance = models.CharField(_("accident insurance"), max_length=8, choices=Insurance, default=Insurance.NONE)
    insured_until = models.DateField(_("insured until"), null=True, blank=True)
    photo = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("photo"))
    pledged_on = models.DateField(_("pledge signed on"), null=True)
    vetted_until = models.DateField(_("vetting holds until"), null=True, db_index=True)
    trained_until = models.DateField(_("training holds until"), null=True)
    appointed_on = models.DateField(_("appointed on"), null=True)
    suspended_because = models.CharField(max_length=12, blank=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    client_uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = VolunteerQuerySet.as_manager()
    action_prefix = "volunteer"

    class Meta:
        verbose_name = _("proxy parent")
        verbose_name_plural = _("proxy parents")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=~models.Q(status__in=[VolunteerStatus.RETIRED, VolunteerStatus.REJECTED]),
                name="one_running_volunteer_a_person",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=~models.Q(status__in=[VolunteerStatus.RETIRED, VolunteerStatus.REJECTED]),
                name="one_running_volunteer_an_account",
            ),
        ]
        indexes = [models.Index(fields=["status", "division"])]

    def __str__(self) -> str:
        return self.number or f"PXP {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.phone_index = blind_index(self.phone, purpose="phone")
        self.phone_masked = mask_phone(self.phone) if self.phone else ""
        super().save(*args, **kwargs)

    @property
    def code(self) -> Any:
        """The dossier's code: what stands in URLs."""
        return self.dossier.code

    def also_moves(self) -> list[int]:
        """The children's files that a suspension or retirement of this person writes to."""
        return list(self.pairings.live().values_list("dossier_id", flat=True))

    @transition(
        "status",
        source=VolunteerStatus.NEW,
        target=VolunteerStatus.APPLIED,
        custom=step(
            _("Take the application"),
            actors=(Role.VOLUNTEER_COORDINATOR, Role.TOWN_CHILD_SUPERVISOR),
            guards=(guards.old_enough, guards.has_two_referees),
            writes=writes.application,
            papers=("PXP-02", "PXP-03", "PXP-04"),
            opens=due.by_rules(VolunteerStatus.APPLIED),
            effect=_("Application, pledge and the authorisation for the record check are printed for signature."),
        ),
    )
    def apply(self, **entered: Any) -> None:
        """Enter an application from the public page (nobody acts) or the counter. `entered` are fields of this row."""
        for name, value in entered.items():
            setattr(self, name, value)

    @transition(
        "status",
        source=VolunteerStatus.APPLIED,
        target=VolunteerStatus.PLEDGED,
        custom=step(
            _("Register the signed pledge"),
            actors=(Role.VOLUNTEER_COORDINATOR,),
            guards=(guards.not_oneself, guards.signed_before_today, guards.identity_was_checked),
            writes=writes.pledge,
            papers=("FLW-01",),
            opens=due.by_rules(VolunteerStatus.PLEDGED),
            closes=due.of_candidates,
        ),
    )
    def pledge(self, *, signed_on: dt.date) -> None:
        """The candidate came with the ID card and signed pledge and authorisation; the scan is in the file."""
        self.pledged_on = signed_on

    @transition(
        "status",
        source=VolunteerStatus.PLEDGED,
        target=VolunteerStatus.VETTING,
        custom=step(
            _("Apply for the record check"),
            actors=(Role.VOLUNTEER_COORDINATOR, Role.COUNTY_CASEWORKER),
            guards=(guards.not_oneself,),
            writes=writes.nothing,
            papers=("PXP-05",),
            opens=due.by_rules(VolunteerStatus.VETTING, "vetting_result"),
            closes=due.of_candidates,
        ),
    )
    def start_vetting(self) -> None:
        """Ask the police by letter of introduction, whose `authority` the letter names (未成年人保护法 art. 62)."""

    @transition(
        "status",
        source=[*AFTER_VETTING, *SERVING],
        target=None,
        custom=step(
            _("Apply for a new record check"),
            actors=(Role.VOLUNTEER_COORDINATOR, Role.COUNTY_CASEWORKER),
            guards=(guards.not_oneself,),
            writes=writes.nothing,
            papers=("PXP-04", "PXP-05"),
            opens=due.by_rules(VolunteerStatus.VETTING, "vetting_result"),
            weight="side",
        ),
    )
    def renew_vetting(self) -> None:
        """Ask again in time, every year (未成年人保护法 art. 62). What holds goes on holding until its last day."""

    @transition(
        "status",
        source=[VolunteerStatus.VETTING, *AFTER_VETTING, *SERVING],
        target=None,
        custom=step(
            _("Enter the result of the record check"),
            actors=(Role.COUNTY_CASEWORKER,),
            guards=(guards.not_oneself, guards.check_is_sound),
            writes=writes.vetting,
            papers=("PXP-06",),
            opens=due.after_vetting,
            closes=due.of_vetting,
        ),
    )
    def record_vetting(self, *, vetted_until: dt.date | None = None) -> None:
        """Result only, never an offence. A clear one of the candidate holds 365 days; access follows it."""
        if vetted_until is not None:
            self.vetted_until = vetted_until

    @transition(
        "status",
        source=VolunteerStatus.VETTING,
        target=VolunteerStatus.INTERVIEWED,
        custom=step(
            _("Record the interview"),
            actors=(Role.TOWN_CHILD_SUPERVISOR,),
            guards=(guards.not_oneself, guards.vetting_is_clear, guards.referees_were_heard, guards.is_fit),
            other_than=("record_vetting",),
            writes=writes.interview,
            papers=("FLW-01",),
            opens=due.by_rules(VolunteerStatus.INTERVIEWED),
            closes=due.of_candidates,
        ),
    )
    def interview(self) -> None:
        """Motivation, ideas of upbringing, limits: spoken about and written down."""

    @transition(
        "status",
        source=VolunteerStatus.INTERVIEWED,
        target=VolunteerStatus.HOME_CHECKED,
        custom=step(
            _("Record the visit to the home"),
            actors=(Role.TOWN_CHILD_SUPERVISOR,),
            guards=(guards.not_oneself, guards.home_seen_by_two, guards.adults_of_home_are_clear, guards.is_fit),
            writes=writes.home_check,
            papers=("PXP-07",),
            opens=due.by_rules(VolunteerStatus.HOME_CHECKED),
            closes=due.of_candidates,
        ),
    )
    def check_home(self) -> None:
        """The home was seen; if children may come there, its other adults are vetted too."""

    @transition(
        "status",
        source=VolunteerStatus.HOME_CHECKED,
        target=VolunteerStatus.TRAINED,
        custom=step(
            _("Record the training"),
            actors=(Role.VOLUNTEER_COORDINATOR,),
            guards=(guards.not_oneself, guards.training_is_passed),
            writes=writes.training,
            papers=("PXP-08",),
            opens=due.by_rules(VolunteerStatus.TRAINED),
            closes=due.of_candidates,
        ),
    )
    def train(self, *, trained_until: dt.date) -> None:
        """Passed with the score that the program asks for."""
        self.trained_until = trained_until

    @transition(
        "status",
        source=VolunteerStatus.TRAINED,
        target=VolunteerStatus.REGISTERED,
        custom=step(
            _("Appoint"),
            actors=(Role.COUNTY_APPROVER,),
            guards=(guards.not_oneself, guards.may_be_proxy, guards.photo_is_there, guards.account_is_theirs),
            other_than=("record_vetting", "interview", "check_home", "train"),
            writes=writes.appointment,
            papers=("PXP-09",),
            opens=due.of_appointment,
            closes=due.of_candidates,
            effect=_("The work card is issued and an account for the phone is opened."),
        ),
    )
    def appoint(self, *, number: str, user_id: int | None) -> None:
        """From now on children may be paired with this person."""
        self.number, self.user_id = number, user_id
        self.appointed_on = timezone.localdate()

    @transition(
        "status",
        source=CANDIDATE,
        target=VolunteerStatus.REJECTED,
        custom=step(
            _("Do not appoint"),
            actors=(Role.COUNTY_APPROVER, Role.TOWN_APPROVER),
            guards=(guards.not_oneself,),
            writes=writes.rejection,
            reason_required=True,
            papers=("PXP-20",),
            closes=("*",),
            weight="grave",
            effect=_("The applicant gets a notice. When the record check is the reason it says no more than that."),
        ),
    )
    def reject(self, *, reason: str) -> None:
        """Decline the application. The notice names no reason beyond 不符合条件 when the vetting is the reason."""
        self.ended_on = timezone.localdate()

    @transition(
        "status",
        source=VolunteerStatus.REGISTERED,
        target=None,
        custom=step(
            _("Record a further training"),
            actors=(Role.VOLUNTEER_COORDINATOR,),
            guards=(guards.not_oneself, guards.training_is_passed),
            writes=writes.training,
            papers=("PXP-08",),
            opens=due.training_renewal,
            closes=("training",),
            weight="side",
        ),
    )
    def train_again(self, *, trained_until: dt.date) -> None:
        """The yearly refresher."""
        self.trained_until = trained_until

    @transition(
        "status",
        source=VolunteerStatus.REGISTERED,
        target=VolunteerStatus.SUSPENDED,
        custom=step(
            pgettext_lazy("proxy parent", "Suspend"),
            actors=(Role.VOLUNTEER_COORDINATOR, Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER),
            guards=(guards.not_oneself,),
            writes=writes.suspension,
            reason_required=True,
            papers=("FLW-01",),
            weight="grave",
            effect=_("Every pairing of this person is suspended at once, and they see no child any more."),
        ),
    )
    def suspend(self, *, reason: str, because: str = "decision") -> None:
        """`because` is `vetting` (lapsed), `incident` or `decision`."""
        self.suspended_because = because

    @transition(
        "status",
        source=VolunteerStatus.SUSPENDED,
        target=VolunteerStatus.REGISTERED,
        custom=step(
            pgettext_lazy("proxy parent", "Lift the suspension"),
            actors=(Role.COUNTY_APPROVER,),
            guards=(guards.not_oneself, guards.may_be_proxy),
            other_than=("suspend",),
            writes=writes.reinstatement,
            reason_required=True,
            papers=("FLW-01",),
            effect=_("Pairings stay suspended: each is resumed by itself."),
        ),
    )
    def reinstate(self, *, reason: str) -> None:
        """The ground has gone."""
        self.suspended_because = ""

    @transition(
        "status",
        source=SERVING,
        target=VolunteerStatus.RETIRED,
        custom=step(
            _("Retire"),
            actors=(Role.VOLUNTEER_COORDINATOR, Role.COUNTY_CASEWORKER),
            guards=(guards.no_live_pairing,),
            writes=writes.retirement,
            reason_required=True,
            papers=("FLW-01",),
            closes=("*",),
            weight="grave",
        ),
    )
    def retire(self, *, reason: str) -> None:
        """The end of the service, once every pairing has ended."""
        self.ended_on = timezone.localdate()

    @transition(
        "status",
        source=[*CANDIDATE, *SERVING],
        target=None,
        custom=step(
            _("Keep a photo for the work card"),
            actors=(Role.VOLUNTEER_COORDINATOR, Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER),
            papers=("FLW-01",),
            weight="side",
        ),
    )
    def add_photo(self, *, photo: int) -> None:
        """`photo` is the attachment: cut to the format of the card and encoded anew, open only through this file."""
        self.photo_id = photo

    @transition(
        "status",
        source=VolunteerStatus.REGISTERED,
        target=None,
        custom=step(
            _("Issue a new work card"),
            actors=(Role.VOLUNTEER_COORDINATOR,),
            guards=(guards.not_oneself, guards.vetting_is_clear, guards.photo_is_there),
            papers=("PXP-09",),
            weight="side",
        ),
    )
    def renew_card(self) -> None:
        """After a renewed check, another photo or a lost card. It holds as long as the check does."""

    @transition(
        "status",
        source=[*SERVING, VolunteerStatus.RETIRED],
        target=None,
        custom=step(
            _("Issue a certificate of service"),
            actors=(Role.VOLUNTEER_COORDINATOR, Role.TOWN_CHILD_SUPERVISOR),
            guards=(guards.period_is_sound,),
            writes=writes.nothing,
            papers=("PXP-21",),
            weight="side",
        ),
    )
    def certify(self) -> None:
        """Hours and kind of service from `since` to `until`, free of charge (志愿服务条例 art. 19)."""
