"""The pairing (结对) of a child with a proxy parent, each transition declared once (domain report §2.3).

Invariant: a child has one live pairing, its periods never overlap, and no row is ever deleted: the history stays.
"""

import datetime as dt
import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from cases.models import Case, RiskLevel
from documents.declarations import step
from documents.models import Access, Dossier
from documents.state_field import StateField
from organisation.encryption import EncryptedTextField
from organisation.roles import Role
from volunteers import guards, pairing_due, pairing_guards, pairing_writes
from volunteers.models.states import LIVE, PREPARED, RUNNING, PairingStatus
from volunteers.models.volunteers import Volunteer

# Nobody acts on a pairing of their own.
OTHERS = pairing_guards.not_own_pairing


def approvers(pairing: "Pairing") -> tuple[str, ...]:
    """The county approves for a child at high risk, else the town."""
    return (Role.COUNTY_APPROVER,) if pairing.case.risk_level == RiskLevel.HIGH else (Role.TOWN_APPROVER,)


class PairingQuerySet(models.QuerySet["Pairing"]):
    def visible_to(self, user: Any) -> Self:
        """Pairings of children whose file the user may see in full, or reduced beside the volunteer's whole file.

        Nobody sees this way a pairing of a child that they are paired with.
        """
        visible = Dossier.objects.visible_to(user)
        paired = Access.objects.valid_today(user).filter(capacity=Access.Capacity.PAIRED).values("dossier_id")
        beside = Q(dossier__in=Dossier.objects.reduced_for(user), volunteer__dossier__in=visible)
        return self.filter(Q(dossier__in=visible) | beside).exclude(dossier__in=paired).exclude(volunteer__user=user)

    def own_of(self, user: Any) -> Self:
        """The running pairings of a proxy parent who may see the child today."""
        return self.filter(
            volunteer__user=user, status=PairingStatus.ACTIVE, dossier__in=Dossier.objects.reduced_for(user)
        )

    def live(self) -> Self:
        """Prepared or running: the child has no room for another."""
        return self.filter(status__in=LIVE)

    def running(self) -> Self:
        """Active or suspended."""
        return self.filter(status__in=RUNNING)

    def for_page(self) -> Self:
        """With what a list or head of a page shows, in one query."""
        volunteer = ("volunteer__person", "volunteer__dossier", "volunteer__division", "volunteer__program_version")
        return self.select_related("dossier", "case__dossier", "case__person", "case__division__parent", *volunteer)


class Pairing(models.Model):
    """One child and one proxy parent, from the proposal to the farewell. Hangs on the child's file."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT)
    case = models.ForeignKey(Case, models.PROTECT, related_name="pairings")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="pairings")
    status = StateField(
        _("state"), default=PairingStatus.NEW, choices=PairingStatus.choices, max_length=12, db_index=True
    )
    reasons = models.JSONField(default=list, editable=False, help_text="why the match was proposed: codes and points")
    second_adult = models.CharField(_("second adult"), max_length=60, blank=True)
    goals = models.CharField(_("agreed goals"), max_length=500, blank=True)
    child_view = models.CharField(_("what the child says"), max_length=500, blank=True)
    child_consents = models.BooleanField(_("the child agrees"), null=True)
    consented_by = models.CharField(_("consent given by"), max_length=60, blank=True)
    consented_on = models.DateField(_("consent given on"), null=True)
    opinion = models.CharField(_("opinion of the approver"), max_length=500, blank=True)
    started_on = models.DateField(_("began on"), null=True)
    valid_until = models.DateField(_("agreed until"), null=True)
    ended_on = models.DateField(_("ended on"), null=True)
    end_reason = models.CharField(_("reason of the end"), max_length=500, blank=True)
    farewell = models.CharField(_("closing talk with the child"), max_length=500, blank=True)
    health_record_on = models.DateField(_("health record opened on"), null=True)
    health_record_at = models.CharField(_("where the health record is kept"), max_length=120, blank=True)
    handover_on = models.DateField(_("hand-over talk on"), null=True)
    handover = EncryptedTextField(_("summary for the next proxy parent"), purpose="pairing.handover")
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PairingQuerySet.as_manager()
    action_prefix = "pairing"

    class Meta:
        ordering = ["-id"]
        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(status__in=LIVE), name="one_live_pairing_a_child"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="pairing_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["volunteer", "status"])]

    def __str__(self) -> str:
        return f"{self.get_status_display()} #{self.pk}"

    @property
    def number(self) -> str:
        """The number of the child's case, for the paper's head."""
        return self.case.number or ""

    def also_moves(self) -> list[int]:
        """The volunteer's file: held with the child's, so that two coordinators do not give one person too many."""
        return [self.volunteer.dossier_id]

    def get_absolute_url(self) -> str:
        """The page of the pairing."""
        return reverse("pairing-detail", args=[self.code])

    @transition(
        "status",
        source=PairingStatus.NEW,
        target=PairingStatus.PROPOSED,
        custom=step(
            _("Propose the pairing"),
            actors=(Role.VOLUNTEER_COORDINATOR, Role.TOWN_CHILD_SUPERVISOR),
            guards=(
                OTHERS,
                pairing_guards.may_pair,
            ),
            writes=pairing_writes.proposal,
            papers=("PXP-10",),
            opens=pairing_due.of("proposed", "consent_pairing"),
            reduced=True,
        ),
    )
    def propose(self, *, reasons: list[Any], goals: str, second_adult: str = "", follows_id: int | None = None) -> None:
        """Ask guardian and child. `reasons` are [code, points] of the match list, `follows_id` the pairing before."""
        self.reasons, self.goals, self.second_adult = reasons, goals, second_adult
        self.follows_id = follows_id

    @transition(
        "status",
        source=PairingStatus.PROPOSED,
        target=PairingStatus.CONSENTED,
        custom=step(
            _("Register the consents"),
            actors=(Role.TOWN_CHILD_SUPERVISOR,),
            guards=(OTHERS, pairing_guards.consents_are_there),
            writes=pairing_writes.consents,
            papers=("FLW-01",),
            opens=pairing_due.of("consented", "decide_pairing"),
            closes=("consent_pairing",),
        ),
    )
    def consent(self, *, consented_by: str, consented_on: dt.date, child_view: str, child_consents: bool) -> None:
        """Guardian and child (from eight years) have said yes; a younger child's view is written down."""
        self.consented_by, self.consented_on = consented_by, consented_on
        self.child_view, self.child_consents = child_view, child_consents

    @transition(
        "status",
        source=PairingStatus.PROPOSED,
        target=PairingStatus.DECLINED,
        custom=step(
            _("Register that they decline"),
            actors=(Role.TOWN_CHILD_SUPERVISOR,),
            guards=(OTHERS,),
            reason_required=True,
            papers=("FLW-01",),
            closes=pairing_due.owed,
            weight="side",
        ),
    )
    def decline(self, *, reason: str) -> None:
        """Guardian or child does not want this pairing; another may be proposed."""
        self.end_reason = reason

    @transition(
        "status",
        source=PairingStatus.CONSENTED,
        target=PairingStatus.APPROVED,
        custom=step(
            _("Approve the pairing"),
            actors=approvers,
            guards=(OTHERS, pairing_guards.may_still_pair),
            other_than=("propose", "consent"),
            papers=("PXP-11", "PXP-12"),
            opens=pairing_due.of("approved", "activate"),
            closes=("decide_pairing",),
            effect=_("The agreement is printed for the three signatures. The proxy parent sees nothing yet."),
        ),
    )
    def approve(self, *, opinion: str) -> None:
        """`opinion` is printed on the approval form."""
        self.opinion = opinion

    @transition(
        "status",
        source=PairingStatus.CONSENTED,
        target=PairingStatus.PROPOSED,
        custom=step(
            _("Send back"),
            actors=approvers,
            guards=(OTHERS,),
            reason_required=True,
            papers=("FLW-01",),
            opens=pairing_due.of("proposed", "consent_pairing"),
            closes=("decide_pairing",),
            weight="side",
        ),
    )
    def send_back(self, *, reason: str) -> None:
        """The consents are asked for again; the reason goes to the supervisor."""
        self.consented_by, self.consented_on, self.child_consents = "", None, None

    @transition(
        "status",
        source=PREPARED,
        target=PairingStatus.WITHDRAWN,
        custom=step(
            _("Withdraw the proposal"),
            actors=(Role.VOLUNTEER_COORDINATOR, Role.TOWN_CHILD_SUPERVISOR),
            guards=(OTHERS,),
            reason_required=True,
            papers=("FLW-01",),
            closes=pairing_due.owed,
            weight="side",
            reduced=True,
        ),
    )
    def withdraw(self, *, reason: str) -> None:
        """The pairing will not come about."""
        self.end_reason = reason

    @transition(
        "status",
        source=PairingStatus.APPROVED,
        target=PairingStatus.ACTIVE,
        custom=step(
            _("Register the signed agreement"),
            actors=(Role.VOLUNTEER_COORDINATOR, Role.TOWN_CHILD_SUPERVISOR),
            guards=(
                OTHERS,
                pairing_guards.may_still_pair,
                pairing_guards.agreement_is_signed,
                pairing_guards.begins_after_the_last,
            ),
            writes=pairing_writes.activation,
            papers=("PXP-13",),
            opens=pairing_due.on_activation,
            closes=("activate",),
            effect=_("From now on the proxy parent sees the child's reduced page, no longer than the vetting holds."),
            reduced=True,
        ),
    )
    def activate(self, *, started_on: dt.date, valid_until: dt.date) -> None:
        """Proxy parent, guardian and village committee have signed on paper; the scan is in the file."""
        self.started_on, self.valid_until = started_on, valid_until

    @transition(
        "status",
        source=PairingStatus.ACTIVE,
        target=None,
        custom=step(
            _("Print the agreement for another term"),
            actors=(Role.VOLUNTEER_COORDINATOR, Role.TOWN_CHILD_SUPERVISOR),
            guards=(OTHERS, pairing_guards.may_still_pair, pairing_guards.another_term),
            papers=("PXP-12",),
            weight="side",
            effect=_(
                "The agreement is printed for the three signatures. The term stays as it is until they are there."
            ),
            reduced=True,
        ),
    )
    def print_renewal(self, *, valid_until: dt.date) -> None:
        """Another term of at most twelve months is offered; nothing changes before all three have signed."""

    @transition(
        "status",
        source=PairingStatus.ACTIVE,
        target=None,
        custom=step(
            _("Register the renewed agreement"),
            actors=(Role.VOLUNTEER_COORDINATOR, Role.TOWN_CHILD_SUPERVISOR),
            guards=(
                OTHERS,
                pairing_guards.may_still_pair,
                pairing_guards.another_term,
                pairing_guards.renewal_is_signed,
            ),
            writes=pairing_writes.renewal,
            papers=("FLW-01",),
            opens=pairing_due.end_of_term,
            closes=("pairing_end",),
            weight="side",
            reduced=True,
        ),
    )
    def renew(self, *, valid_until: dt.date) -> None:
        """All three have signed again; the day on which the pairing began stays."""
        self.valid_until = valid_until

    @transition(
        "status",
        source=PairingStatus.ACTIVE,
        target=PairingStatus.SUSPENDED,
        custom=step(
            pgettext_lazy("pairing", "Suspend"),
            actors=(Role.VOLUNTEER_COORDINATOR, Role.TOWN_CHILD_SUPERVISOR),
            guards=(OTHERS,),
            reason_required=True,
            writes=pairing_writes.access_ends,
            papers=("PXP-16",),
            opens=pairing_due.on_suspension,
            closes=pairing_due.paused,
            weight="grave",
            effect=_("The proxy parent sees the child no more from this moment. The village officer tells the child."),
            reduced=True,
        ),
    )
    def suspend(self, *, reason: str) -> None:
        """At once: an incident, a lapsed vetting, a complaint."""

    @transition(
        "status",
        source=PairingStatus.SUSPENDED,
        target=None,
        custom=step(
            _("Note that the child was told"),
            actors=(Role.VILLAGE_CHILD_OFFICER, Role.TOWN_CHILD_SUPERVISOR),
            guards=(OTHERS, pairing_guards.told_by_now),
            papers=("FLW-01",),
            closes=("tell_child",),
            weight="side",
        ),
    )
    def tell_child(self, *, told_on: dt.date, words: str) -> None:
        """The village officer has explained the pause to the child, without naming a ground."""

    @transition(
        "status",
        source=PairingStatus.SUSPENDED,
        target=PairingStatus.ACTIVE,
        custom=step(
            _("Resume"),
            actors=approvers,
            guards=(OTHERS, pairing_guards.may_still_pair, pairing_guards.term_is_running),
            other_than=("suspend",),
            reason_required=True,
            writes=pairing_writes.access_begins,
            papers=("FLW-01",),
            opens=pairing_due.on_resumption,
            closes=("tell_child",),
        ),
    )
    def resume(self, *, reason: str) -> None:
        """The ground of the suspension has gone."""

    @transition(
        "status",
        source=RUNNING,
        target=PairingStatus.REPLACED,
        custom=step(
            _("Replace the proxy parent"),
            actors=(Role.VOLUNTEER_COORDINATOR, Role.TOWN_CHILD_SUPERVISOR),
            guards=(OTHERS, pairing_guards.handover_is_written),
            reason_required=True,
            writes=pairing_writes.access_ends,
            papers=("PXP-17",),
            closes=pairing_due.owed,
            weight="side",
            reduced=True,
        ),
    )
    def replace(self, *, reason: str, handover: str, handover_on: dt.date) -> None:
        """Hand over to somebody else. The next one reads the summary and no private note."""
        self._finish(reason)
        self.handover, self.handover_on = handover, handover_on

    @transition(
        "status",
        source=RUNNING,
        target=PairingStatus.ENDED,
        custom=step(
            _("End the pairing"),
            actors=approvers,
            guards=(OTHERS, pairing_guards.farewell_is_written),
            reason_required=True,
            writes=pairing_writes.access_ends,
            papers=("PXP-18",),
            closes=pairing_due.owed,
            weight="grave",
        ),
    )
    def end(self, *, reason: str, farewell: str, handover: str = "") -> None:
        """The term is over, a parent is back, the child is sixteen, or somebody asked for it."""
        self._finish(reason)
        self.farewell, self.handover = farewell, handover

    @transition(
        "status",
        source=PairingStatus.ACTIVE,
        target=None,
        custom=step(
            _("Evaluate the year"),
            actors=(Role.TOWN_CHILD_SUPERVISOR,),
            guards=(OTHERS, guards.evaluation_is_whole),
            writes=pairing_writes.evaluation,
            papers=("PXP-19",),
            opens=pairing_due.evaluation,
            closes=("evaluate",),
            weight="side",
        ),
    )
    def evaluate(self) -> None:
        """The yearly judgement of the pairing, from what was logged and what the child says."""

    @transition(
        "status",
        source=RUNNING,
        target=None,
        custom=step(
            _("Note the health record"),
            actors=(Role.TOWN_CHILD_SUPERVISOR, Role.VILLAGE_CHILD_OFFICER),
            guards=(OTHERS, pairing_guards.record_by_now),
            papers=("FLW-01",),
            closes=("health_record",),
            weight="side",
        ),
    )
    def note_health_record(self, *, opened_on: dt.date, kept_at: str) -> None:
        """The health record that a pairing brings with it has been opened on paper: when, and where it is kept."""
        self.health_record_on, self.health_record_at = opened_on, kept_at

    def _finish(self, reason: str) -> None:
        self.end_reason = reason
        self.ended_on = timezone.localdate()


class Evaluation(models.Model):
    """The yearly evaluation of a pairing (PXP-19)."""

    class Result(models.TextChoices):
        GOOD = "good", _("good")
        FAIR = "fair", _("fair")
        POOR = "poor", _("not sufficient")

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="evaluations")
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))
    contacts = models.PositiveSmallIntegerField(_("contacts"))
    visits = models.PositiveSmallIntegerField(_("visits"))
    minutes = models.PositiveIntegerField(_("minutes"))
    child_view = models.CharField(_("what the child says"), max_length=500)
    carer_view = models.CharField(_("what the carer says"), max_length=500, blank=True)
    result = models.CharField(_("judgement"), max_length=6, choices=Result)
    words = models.CharField(_("judgement in words"), max_length=500)
    made_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("yearly evaluation")
        verbose_name_plural = _("yearly evaluations")

    def __str__(self) -> str:
        return f"{self.since}–{self.until}"
