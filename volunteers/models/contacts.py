"""What a proxy parent does with the child: contacts, things given, and the questions of the supervisor (§2.3).

Invariant: a contact is written once, whatever the phone sends again; after the review it stays as it is.
"""

import json
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from documents.declarations import step
from documents.models import Access, Attachment, Dossier
from documents.state_field import StateField
from organisation.encryption import EncryptedTextField
from organisation.roles import Role
from volunteers import contact_due, contact_guards, writes
from volunteers.models.pairings import Pairing

SUPERVISORS = (Role.VOLUNTEER_COORDINATOR, Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER)


def in_charge(user: Any, volunteer: str) -> Q:
    """The scope of whoever looks after proxy parents; `volunteer` is the path from the row to the volunteer."""
    visible = Dossier.objects.visible_to(user)
    beside = Q(dossier__in=Dossier.objects.reduced_for(user), **{f"{volunteer}__dossier__in": visible})
    paired = Access.objects.valid_today(user).filter(capacity=Access.Capacity.PAIRED).values("dossier_id")
    return (Q(dossier__in=visible) | beside) & ~Q(dossier__in=paired)


class OfPairingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Those of children whose file the user may see in full, or reduced beside the volunteer's whole file.

        Who is paired with a child sees nothing of it this way: neither their own entries, which are `own_of`, nor those
        of whoever came before.
        """
        return self.filter(in_charge(user, "pairing__volunteer"))

    def own_of(self, user: Any) -> Self:
        """What the proxy parent did under their own running pairings."""
        return self.filter(pairing__in=Pairing.objects.own_of(user))

    def for_page(self) -> Self:
        """With what a list shows of them, in one query."""
        return self.select_related(
            "dossier", "pairing__case__person", "pairing__case__division__parent", "pairing__volunteer__person"
        )


STANDING = ("recorded", "reviewed")


class ContactQuerySet(OfPairingQuerySet):
    def written(self) -> Self:
        """Contacts and attempts that stand; void ones are read, never counted."""
        return self.filter(status__in=STANDING)

    def counted(self) -> Self:
        """What counts as a contact in every figure and period: somebody was reached, and it is not void."""
        return self.written().filter(made=True)


class AidQuerySet(OfPairingQuerySet):
    def standing(self) -> Self:
        """Without those whose contact turned out void."""
        return self.exclude(contact__status="void")

    def counted(self) -> Self:
        """What counts in every sum: within the limit or confirmed."""
        return self.standing().filter(status__in=("given", "confirmed"))

    def to_confirm(self) -> Self:
        """What waits for the coordinator."""
        return self.standing().filter(status="to_confirm")

    def total_fen(self) -> int:
        """The worth of all of them."""
        return int(self.aggregate(total=Sum("amount_fen"))["total"] or 0)


class OfPairing(models.Model):
    """What hangs on a pairing: it lies in the child's file and speaks of the child's case."""

    class Meta:
        abstract = True

    @property
    def case(self) -> Any:
        """The child's case, for the slip."""
        return self.pairing.case  # type: ignore[attr-defined]

    @property
    def number(self) -> str:
        """The number of the child's case, for the paper's head."""
        return str(self.pairing.number)  # type: ignore[attr-defined]


class Contact(OfPairing):
    """One contact with the child, or an attempt. `client_uuid` makes a repeated sending the same contact."""

    class How(models.TextChoices):
        VISIT = "visit", pgettext_lazy("contact", "visit")
        PHONE = "phone", pgettext_lazy("contact", "telephone")
        VIDEO = "video", _("video call")
        MESSAGE = "message", pgettext_lazy("contact", "message")
        OTHER = "other", pgettext_lazy("contact", "otherwise")

    class Topic(models.TextChoices):
        SCHOOLING = "schooling", pgettext_lazy("topic", "school and homework")
        MOOD = "mood", pgettext_lazy("topic", "mood and friends")
        HEALTH = "health", pgettext_lazy("topic", "health and meals")
        FAMILY_CALL = "family_call", pgettext_lazy("topic", "calls with the parents")
        SAFETY = "safety", pgettext_lazy("topic", "safety")
        WISHES = "wishes", pgettext_lazy("topic", "wishes")

    class Status(models.TextChoices):
        NEW = "new", _("being entered")
        RECORDED = "recorded", _("recorded")
        REVIEWED = "reviewed", _("reviewed")
        VOID = "void", _("void")

    client_uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT)
    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="contacts")
    status = StateField(_("state"), default=Status.NEW, choices=Status.choices, max_length=10)
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
    entered_at = models.DateTimeField(null=True, editable=False, help_text="when it was written, by the phone's clock")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ContactQuerySet.as_manager()
    action_prefix = "contact"

    class Meta:
        ordering = ["-done_on", "-id"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [models.Index(fields=["pairing", "made", "-done_on"]), models.Index(fields=["status", "done_on"])]

    def __str__(self) -> str:
        return f"{self.get_how_display()} {self.done_on}"

    @property
    def told(self) -> dict[str, str]:
        """What was spoken about: code of the topic → the words on it."""
        return dict(json.loads(self.topics or "{}"))

    @property
    def topic_words(self) -> dict[str, str]:
        """What was spoken about: the topic in the reader's language → the words on it."""
        told = self.told
        return {str(topic.label): told[topic] for topic in self.Topic if topic in told}

    @property
    def code(self) -> uuid.UUID:
        """What stands in URLs."""
        return self.client_uuid

    @transition(
        "status",
        source=Status.NEW,
        target=Status.RECORDED,
        custom=step(
            _("Log the contact"),
            actors=(Role.PROXY_PARENT,),
            guards=(contact_guards.own_running_pairing, contact_guards.contact_is_sound),
            papers=("PXP-14",),
            opens=contact_due.next_contact,
            closes=contact_due.fulfilled,
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
            guards=(contact_guards.own_or_supervised,),
            reason_required=True,
            papers=("FLW-01",),
            opens=contact_due.contact_again,
            closes=contact_due.aid_of_contact,
            weight="grave",
            reduced=True,
        ),
    )
    def void(self, *, reason: str) -> None:
        """Entered for the wrong child or by mistake; it counts nowhere any more and stays readable."""
        self.void_reason = reason


class AidItem(OfPairing):
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
    status = StateField(_("state"), default=Status.NEW, choices=Status.choices, max_length=12)
    given_on = models.DateField(_("given on"))
    what = models.CharField(_("what"), max_length=80)
    amount_fen = models.PositiveIntegerField(_("worth in fen"))
    receipt = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("receipt"))
    words = models.CharField(_("words of the coordinator"), max_length=300, blank=True)

    objects = AidQuerySet.as_manager()
    action_prefix = "aid"

    class Meta:
        ordering = ["-given_on", "-id"]
        verbose_name = _("aid item")
        verbose_name_plural = _("aid items")

    def __str__(self) -> str:
        return f"{self.what} {self.given_on}"

    @property
    def code(self) -> uuid.UUID:
        """What stands in URLs."""
        return self.client_uuid

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
            guards=(
                contact_guards.own_running_pairing,
                contact_guards.above_limit,
                contact_guards.no_cash,
                contact_guards.receipt_is_there,
            ),
            papers=("FLW-01",),
            opens=contact_due.confirm_aid,
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
            guards=(contact_guards.not_ones_own, contact_guards.contact_stands),
            papers=("PXP-15",),
            closes=contact_due.aid_is_looked_at,
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
            guards=(contact_guards.not_ones_own, contact_guards.contact_stands),
            reason_required=True,
            papers=("FLW-01",),
            closes=contact_due.aid_is_looked_at,
            weight="grave",
            reduced=True,
        ),
    )
    def question(self, *, reason: str) -> None:
        """Not fitting, or the receipt does not agree; it does not count until it is confirmed."""
        self.words = reason


class FollowUpFlag(OfPairing):
    """A supervisor's question to a proxy parent. One is open at a time for a pairing."""

    class Status(models.TextChoices):
        NEW = "new", _("being entered")
        OPEN = "open", pgettext_lazy("flag", "open")
        RESOLVED = "resolved", pgettext_lazy("flag", "settled")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT)
    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="flags")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="flags")
    status = StateField(_("state"), default=Status.NEW, choices=Status.choices, max_length=10)
    question = models.CharField(_("question"), max_length=300)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who waits for the answer"),
        help_text="at first who asked; a hand-over of work changes it",
    )
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

    @transition(
        "status",
        source=Status.NEW,
        target=Status.OPEN,
        custom=step(
            _("Ask the proxy parent"),
            actors=SUPERVISORS,
            guards=(contact_guards.not_ones_own, contact_guards.pairing_is_active, contact_guards.no_other_flag),
            papers=("FLW-01",),
            opens=contact_due.answer_flag,
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
            guards=(contact_guards.own_or_supervised, contact_guards.answer_is_written),
            papers=("FLW-01",),
            closes=("answer_flag",),
            reduced=True,
        ),
    )
    def settle(self, *, answer: str) -> None:
        """Answered by the proxy parent or settled by the supervisor."""
        self.answer = answer
        self.settled_on = timezone.localdate()
