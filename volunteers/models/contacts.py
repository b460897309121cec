"""What a proxy parent does with the child: contacts, things given, and the questions of the supervisor (§2.3).

Invariant: a contact is written once, whatever the phone sends again; after the review it stays as it is.
"""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMField, transition

from documents.declarations import step
from documents.models import Attachment, Dossier
from organisation.encryption import EncryptedTextField
from organisation.roles import Role
from volunteers import contact_guards, due, writes
from volunteers.models.pairings import Pairing

SUPERVISORS = (Role.VOLUNTEER_COORDINATOR, Role.TOWN_CHILD_SUPERVISOR)


class OfPairingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Those of children whose file the user may see in full, and of volunteers whose file they may see."""
        visible = Dossier.objects.visible_to(user)
        return self.filter(Q(dossier__in=visible) | Q(pairing__volunteer__dossier__in=visible))

    def own_of(self, user: Any) -> Self:
        """What the proxy parent did under their own running pairings."""
        return self.filter(pairing__in=Pairing.objects.own_of(user))


class Contact(models.Model):
    """One contact with the child, or an attempt. `client_uuid` makes a repeated sending the same contact."""

    class How(models.TextChoices):
        VISIT = "visit", pgettext_lazy("contact", "visit")
        PHONE = "phone", pgettext_lazy("contact", "telephone")
        VIDEO = "video", _("video call")
        MESSAGE = "message", pgettext_lazy("contact", "message")
        OTHER = "other", pgettext_lazy("contact", "otherwise")

    class Status(models.TextChoices):
        NEW = "new", _("being entered")
        RECORDED = "recorded", _("recorded")
        REVIEWED = "reviewed", _("reviewed")
        VOID = "void", _("void")

    client_uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT)
    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="contacts")
    status = FSMField(_("state"), default=Status.NEW, choices=Status.choices, max_length=10)
    done_on = models.DateField(_("date"))
    made = models.BooleanField(_("contact made"))
    how = models.CharField(_("how"), max_length=8, choices=How)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    topics = EncryptedTextField(_("what was spoken about"), purpose="contact.topics")  # JSON: topic code → words
    note = EncryptedTextField(_("note"), purpose="contact.note")
    private_note = EncryptedTextField(_("private note"), purpose="contact.private_note")
    worried = models.BooleanField(_("something worries me"), default=False)
    entered_late = models.BooleanField(_("entered late"), default=False)
    review_words = models.CharField(_("words of the reviewer"), max_length=300, blank=True)
    thanked = models.BooleanField(_("thanked"), default=False)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField(_("why void"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfPairingQuerySet.as_manager()
    action_prefix = "contact"

    class Meta:
        ordering = ["-done_on", "-id"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [models.Index(fields=["pairing", "made", "-done_on"]), models.Index(fields=["status", "done_on"])]

    def __str__(self) -> str:
        return f"{self.get_how_display()} {self.done_on}"

    @property
    def number(self) -> str:
        """The number of the child's case, for the paper's head."""
        return self.pairing.number

    @transition(
        "status",
        source=Status.NEW,
        target=Status.RECORDED,
        custom=step(
            _("Log the contact"),
            actors=(Role.PROXY_PARENT,),
            guards=(contact_guards.own_running_pairing, contact_guards.contact_is_sound),
            papers=("PXP-14",),
            opens=due.next_contact,
            closes=due.met_child,
            reduced=True,
        ),
    )
    def record(self) -> None:
        """What was done; an attempt that reached nobody counts as an attempt only."""

    @transition(
        "status",
        source=Status.RECORDED,
        target=Status.REVIEWED,
        custom=step(
            pgettext_lazy("contact", "Review"),
            actors=SUPERVISORS,
            guards=(contact_guards.not_ones_own,),
            writes=writes.reviewer,
            papers=("FLW-01",),
            reduced=True,
        ),
    )
    def review(self, *, reviewed_by: int, words: str = "", thanked: bool = False) -> None:
        """Read by the supervisor; `thanked` is shown to the proxy parent."""
        self.reviewed_by_id, self.review_words, self.thanked = reviewed_by, words, thanked

    @transition(
        "status",
        source=Status.RECORDED,
        target=Status.VOID,
        custom=step(
            pgettext_lazy("contact", "Make void"),
            actors=(Role.PROXY_PARENT, *SUPERVISORS),
            reason_required=True,
            papers=("FLW-01",),
            opens=due.contact_again,
            weight="grave",
            reduced=True,
        ),
    )
    def void(self, *, reason: str) -> None:
        """Entered for the wrong child or by mistake; it counts nowhere any more and stays readable."""
        self.void_reason = reason


class AidItem(models.Model):
    """Money's worth given to the child (PXP-15), never cash. Above the limit the coordinator confirms it."""

    class Status(models.TextChoices):
        NEW = "new", _("being entered")
        GIVEN = "given", pgettext_lazy("aid", "given")
        TO_CONFIRM = "to_confirm", _("to be confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        QUESTIONED = "questioned", _("questioned")

    client_uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT)
    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="aid_items")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="aid_items")
    status = FSMField(_("state"), default=Status.NEW, choices=Status.choices, max_length=12)
    given_on = models.DateField(_("given on"))
    what = models.CharField(_("what"), max_length=80)
    amount_fen = models.PositiveIntegerField(_("worth in fen"))
    receipt = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("receipt"))
    words = models.CharField(_("words of the coordinator"), max_length=300, blank=True)

    objects = OfPairingQuerySet.as_manager()
    action_prefix = "aid"

    class Meta:
        ordering = ["-given_on", "-id"]
        verbose_name = _("aid item")
        verbose_name_plural = _("aid items")

    def __str__(self) -> str:
        return f"{self.what} {self.given_on}"

    @property
    def number(self) -> str:
        """The number of the child's case, for the paper's head."""
        return self.pairing.number

    @transition(
        "status",
        source=Status.NEW,
        target=Status.GIVEN,
        custom=step(
            _("Enter an aid item"),
            actors=(Role.PROXY_PARENT,),
            guards=(contact_guards.own_running_pairing, contact_guards.within_limit, contact_guards.no_cash),
            papers=("PXP-15",),
            reduced=True,
        ),
    )
    def give(self) -> None:
        """Within the limit of the program: it counts at once."""

    @transition(
        "status",
        source=Status.NEW,
        target=Status.TO_CONFIRM,
        custom=step(
            _("Enter an aid item for confirmation"),
            actors=(Role.PROXY_PARENT,),
            guards=(contact_guards.own_running_pairing, contact_guards.above_limit, contact_guards.no_cash),
            papers=("FLW-01",),
            opens=due.confirm_aid,
            reduced=True,
        ),
    )
    def submit(self) -> None:
        """Above the limit: the coordinator looks at it first."""

    @transition(
        "status",
        source=[Status.TO_CONFIRM, Status.QUESTIONED],
        target=Status.CONFIRMED,
        custom=step(
            _("Confirm the aid item"),
            actors=(Role.VOLUNTEER_COORDINATOR,),
            guards=(contact_guards.not_ones_own,),
            papers=("PXP-15",),
            closes=("confirm_aid",),
            reduced=True,
        ),
    )
    def confirm(self, *, words: str = "") -> None:
        """It is fitting and the receipt agrees."""
        self.words = words

    @transition(
        "status",
        source=Status.TO_CONFIRM,
        target=Status.QUESTIONED,
        custom=step(
            _("Question the aid item"),
            actors=(Role.VOLUNTEER_COORDINATOR,),
            guards=(contact_guards.not_ones_own,),
            reason_required=True,
            papers=("FLW-01",),
            closes=("confirm_aid",),
            weight="grave",
            reduced=True,
        ),
    )
    def question(self, *, reason: str) -> None:
        """Not fitting, or the receipt does not agree; it does not count until it is confirmed."""
        self.words = reason


class FollowUpFlag(models.Model):
    """A supervisor's question to a proxy parent. One is open at a time for a pairing."""

    class Status(models.TextChoices):
        NEW = "new", _("being entered")
        OPEN = "open", pgettext_lazy("flag", "open")
        RESOLVED = "resolved", pgettext_lazy("flag", "settled")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT)
    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="flags")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="flags")
    status = FSMField(_("state"), default=Status.NEW, choices=Status.choices, max_length=10)
    question = models.CharField(_("question"), max_length=300)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_on = models.DateField(default=timezone.localdate)
    settled_on = models.DateField(null=True)

    objects = OfPairingQuerySet.as_manager()
    action_prefix = "flag"

    class Meta:
        ordering = ["-id"]
        verbose_name = _("follow-up question")
        verbose_name_plural = _("follow-up questions")
        constraints = [
            models.UniqueConstraint(fields=["pairing"], condition=Q(status="open"), name="one_open_flag_a_pairing")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def number(self) -> str:
        """The number of the child's case, for the paper's head."""
        return self.pairing.number

    @transition(
        "status",
        source=Status.NEW,
        target=Status.OPEN,
        custom=step(
            _("Ask the proxy parent"),
            actors=SUPERVISORS,
            guards=(contact_guards.no_other_flag,),
            papers=("FLW-01",),
            opens=due.answer_flag,
            reduced=True,
        ),
    )
    def ask(self) -> None:
        """The question goes to the proxy parent's phone."""

    @transition(
        "status",
        source=Status.OPEN,
        target=Status.RESOLVED,
        custom=step(
            _("Settle the question"),
            actors=(Role.PROXY_PARENT, *SUPERVISORS),
            papers=("FLW-01",),
            closes=("answer_flag",),
            reduced=True,
        ),
    )
    def settle(self, *, answer: str) -> None:
        """Answered by the proxy parent or settled by the supervisor."""
        self.answer = answer
        self.settled_on = timezone.localdate()
