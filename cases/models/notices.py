"""Public notices (公示) and the objections raised against them. For children by village, never a name (§3.8).

Invariants: what is posted is computed from the cases it is about and never holds an ID number, an account, a telephone
or a minor's name; counts under three are not shown; it is taken down on its last day.
"""

import datetime as dt
import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from cases import notice_rules as rules
from cases.models.cases import Case
from documents.declarations import step
from documents.models import Dossier, OfDossierQuerySet
from documents.state_field import StateField
from organisation.encryption import EncryptedTextField
from organisation.models import User
from organisation.roles import Role

KEEPERS = (Role.COUNTY_CASEWORKER,)


class PublicNoticeQuerySet(OfDossierQuerySet):
    """Notices; for everybody only those that hang."""

    def shown(self, on: dt.date) -> Self:
        """What the public pages show on that day, the newest first."""
        return self.filter(status=PublicNotice.Status.POSTED, first_day__lte=on, last_day__gte=on)


class PublicNotice(models.Model):
    """One posting. `dossier` is that of the round or case that it belongs to; `rows` is exactly what is shown."""

    class Mode(models.TextChoices):
        AGGREGATE = "aggregate", _("by village, without names")
        MASKED = "masked", _("with masked names")

    class Status(models.TextChoices):
        POSTED = "posted", pgettext_lazy("public notice", "posted")
        TAKEN_DOWN = "taken_down", pgettext_lazy("public notice", "taken down")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT)
    status = StateField(_("state"), default=Status.POSTED, choices=Status.choices, max_length=10)
    mode = models.CharField(_("how"), max_length=10, choices=Mode, default=Mode.AGGREGATE)
    title = models.CharField(_("title"), max_length=80)
    rows = models.JSONField(_("what is shown"), default=list)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    where = models.CharField(_("where it hangs"), max_length=120)
    phone = models.CharField(_("telephone for objections"), max_length=30)
    address = models.CharField(_("address for objections"), max_length=120, blank=True)
    mail = models.CharField(_("e-mail for objections"), max_length=80, blank=True)

    objects = PublicNoticeQuerySet.as_manager()
    action_prefix = "notice"

    class Meta:
        ordering = ["-first_day", "-pk"]
        verbose_name = _("public notice")
        verbose_name_plural = _("public notices")
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gt=F("first_day")), name="notice_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.first_day:%Y-%m-%d}"

    def is_shown(self, on: dt.date) -> bool:
        """Whether the public page shows it on that day."""
        return self.status == self.Status.POSTED and self.first_day <= on <= self.last_day

    @transition(
        "status",
        source=Status.POSTED,
        target=Status.TAKEN_DOWN,
        custom=step(
            _("Take the notice down"),
            actors=KEEPERS,
            guards=(rules.period_is_over, rules.objections_are_answered),
            papers=rules.result_papers,
            closes=("notice_ends",),
        ),
    )
    def take_down(self, *, words: str = "") -> None:
        """End the posting; the report says what came in. `words` are printed on it."""


class Objection(models.Model):
    """What somebody said against a notice, and the answer. Who said it and about whom is kept encrypted."""

    class Status(models.TextChoices):
        NEW = "new", pgettext_lazy("objection", "being registered")
        REGISTERED = "registered", pgettext_lazy("objection", "registered")
        UPHELD = "upheld", pgettext_lazy("objection", "upheld")
        DISMISSED = "dismissed", pgettext_lazy("objection", "dismissed")

    class How(models.TextChoices):
        VISIT = "visit", pgettext_lazy("objection", "in person")
        CALL = "call", pgettext_lazy("objection", "by telephone")
        LETTER = "letter", pgettext_lazy("objection", "by letter")
        MAIL = "mail", pgettext_lazy("objection", "by e-mail")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT)
    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, verbose_name=_("case it is about"))
    status = StateField(_("state"), default=Status.NEW, choices=Status.choices, max_length=10)
    received_on = models.DateField(_("received on"))
    how = models.CharField(_("how it came"), max_length=20, choices=How)
    by_name = EncryptedTextField(_("who objects"), purpose="objection.by")
    words = EncryptedTextField(_("what is objected"), purpose="objection.words")
    findings = EncryptedTextField(_("what was found"), purpose="objection.findings")
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, editable=False)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    objects = OfDossierQuerySet.as_manager()
    action_prefix = "objection"

    class Meta:
        ordering = ["received_on", "pk"]
        verbose_name = _("objection")
        verbose_name_plural = _("objections")

    def __str__(self) -> str:
        return f"{self.notice} {self.received_on:%Y-%m-%d}"

    def also_moves(self) -> list[int]:
        """The file of the case that it is about: its clock stands still until the answer."""
        case = self.case
        return [case.dossier_id] if case else []

    @transition(
        "status",
        source=Status.NEW,
        target=Status.REGISTERED,
        custom=step(
            _("Register an objection"),
            actors=(Role.COUNTY_CASEWORKER, Role.TOWN_CHILD_SUPERVISOR),
            guards=(rules.notice_takes_objections,),
            papers=rules.objection_papers,
            opens=rules.answer_due,
        ),
    )
    def register(self) -> None:
        """Write it down; the case it is about waits for the answer."""

    @transition(
        "status",
        source=Status.REGISTERED,
        target=Status.UPHELD,
        custom=step(
            _("Uphold the objection"),
            actors=(Role.COUNTY_REVIEWER,),
            guards=(rules.answer_has_words,),
            writes=rules.with_who_answers,
            papers=rules.objection_papers,
            closes=("answer_objection",),
            other_than=("register",),
        ),
    )
    def uphold(self, *, answer: str, findings: str = "", answered_by: User | None = None) -> None:
        """The objection is right: the case it is about is taken out of the round by consequence."""
        self._answer(answer, findings, answered_by)

    @transition(
        "status",
        source=Status.REGISTERED,
        target=Status.DISMISSED,
        custom=step(
            _("Dismiss the objection"),
            actors=(Role.COUNTY_REVIEWER,),
            guards=(rules.answer_has_words,),
            writes=rules.with_who_answers,
            papers=rules.objection_papers,
            closes=("answer_objection",),
            other_than=("register",),
            weight="side",
        ),
    )
    def dismiss(self, *, answer: str, findings: str = "", answered_by: User | None = None) -> None:
        """The objection does not hold: everything goes on as it was."""
        self._answer(answer, findings, answered_by)

    def _answer(self, answer: str, findings: str, answered_by: User | None) -> None:
        self.answer, self.findings, self.answered_by = answer, findings, answered_by
        self.answered_on = timezone.localdate()
