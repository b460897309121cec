"""A report of danger to a child and its machine, each transition declared once (domain report §2.17).

Invariants: nobody approves a report and nobody edits it; its file is locked; who reported it stands on no paper but the
first. No code outside documents.transitions calls a transition or writes `status`.
"""

import datetime as dt
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from cases.incidents import guards, writes
from cases.incidents.models.states import OPEN, PROTECTED, Harm, Status
from cases.models import Case
from documents.declarations import step
from documents.models import Dossier, Event
from documents.state_field import StateField
from documents.transitions import seams
from organisation.encryption import EncryptedTextField
from organisation.models import Division
from organisation.roles import Role
from programs.models import ProgramVersion

EVERYBODY = tuple(Role)
OFFICER = (Role.CHILD_PROTECTION_OFFICER,)
SLIP = ("FLW-01",)
# What the reporter may do: on these acts nobody reads who it was.
REPORTERS_ACTS = ("incident.report", "incident.note_call", "incident.add_words")


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: Any) -> Self:
        """Those whose locked file the user reads: protection and privacy officers of the county."""
        return self.filter(dossier__in=Dossier.objects.visible_to(user))

    def reported_by(self, user: Any) -> Self:
        """The user's own reports, of which they see what they wrote and how far it is; newest first."""
        seen = Q(dossier__in=Dossier.objects.reduced_for(user)) | Q(dossier__in=Dossier.objects.visible_to(user))
        return self.filter(seen, reporter=user).order_by("-reported_at")

    def open(self) -> Self:
        """Reported and not closed."""
        return self.filter(status__in=OPEN)

    def alarming(self, now: dt.datetime) -> Self:
        """Open ones of which a clock has run out and nobody has said why."""
        phone = Q(phoned_at=None, phone_by__lt=now, phone_explained_at=None)
        written = Q(written_at=None, write_by__lt=now, write_explained_at=None)
        following = Q(next_on__lt=timezone.localdate(now), next_explained_at=None)
        return self.open().filter(phone | written | following)

    def for_page(self) -> Self:
        """With what a list or head of a page shows, in one query."""
        return self.select_related("dossier", "case__person", "case__dossier", "division__parent", "program_version")


class Incident(models.Model):
    """One report: about whom, what was seen, by whom, and how far the protection has come.

    `case` is empty for a child that is unknown or has none; then `child_words` say who it is.
    """

    dossier = models.OneToOneField(Dossier, models.PROTECT)
    client_uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    number = models.CharField(  # noqa: DJ001 - several without a number must not clash
        _("number"), max_length=30, null=True, unique=True, editable=False
    )
    program_version = models.ForeignKey(ProgramVersion, models.PROTECT)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    child_words = EncryptedTextField(_("who the child is"), purpose="incident.child")
    division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("place"))
    status = StateField(_("state"), default=Status.NEW, choices=Status.choices, max_length=24, db_index=True)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    harm_types = models.JSONField(_("what kind of harm"), default=list)
    what = EncryptedTextField(_("what was seen or heard"), purpose="incident.what")
    where = EncryptedTextField(_("where it happened"), purpose="incident.where")
    observed_at = models.DateTimeField(_("seen or learned of"))
    danger_now = models.BooleanField(_("in danger now"), default=False)
    reported_at = models.DateTimeField(_("reported"), null=True, db_index=True)

    phone_by = models.DateTimeField(_("phone 110 by"), null=True, editable=False)
    phoned_at = models.DateTimeField(_("110 was phoned"), null=True)
    phone_explained_at = models.DateTimeField(null=True, editable=False)
    write_by = models.DateTimeField(_("write to the police by"), null=True, editable=False)
    written_at = models.DateTimeField(_("written report sent"), null=True)
    write_explained_at = models.DateTimeField(null=True, editable=False)
    next_on = models.DateField(_("next follow-up"), null=True)
    next_explained_at = models.DateTimeField(null=True, editable=False)

    police_station = models.CharField(_("police station"), max_length=60, blank=True)
    police_number = models.CharField(_("number of the police"), max_length=40, blank=True)
    police_officer = models.CharField(_("police officer"), max_length=60, blank=True)
    police_at = models.DateTimeField(_("acknowledged"), null=True)
    outcome = models.CharField(pgettext_lazy("incident", "outcome"), max_length=20, blank=True)
    outcome_words = EncryptedTextField(_("what came of it"), purpose="incident.outcome")
    closed_on = models.DateField(_("closed on"), null=True)

    objects = IncidentQuerySet.as_manager()
    action_prefix = "incident"

    class Meta:
        verbose_name = _("report of danger")
        verbose_name_plural = _("reports of danger")
        indexes = [models.Index(fields=["status", "phone_by"])]

    def __str__(self) -> str:
        return self.number or f"PRO {self.pk}"

    @property
    def code(self) -> Any:
        """The dossier's code: what stands in URLs."""
        return self.dossier.code

    @property
    def harm_labels(self) -> list[str]:
        """The situations in the reader's language."""
        return [str(Harm(code).label) for code in self.harm_types if code in Harm.values]

    def files(self) -> Any:
        """The cases whose files this report protects: the child's own, and those of the same household."""
        if self.case is None:
            return Case.objects.none()
        return Case.objects.filter(Q(pk=self.case.pk) | Q(household_id=self.case.household_id)).order_by("dossier_id")

    def persons_named(self) -> Any:
        """Keys of the persons who are named and not cleared, as far as the registry knows them."""
        standing = self.named.filter(cleared_at=None)
        return standing.filter(person__isnull=False).values("person_id")

    def also_moves(self) -> set[int]:
        """The files that an act here writes to: those it protects, and what other apps name in config/wiring.py."""
        others = {pk for ask in seams("ALSO_MOVED", self.action_prefix) for pk in ask(self)}
        return others | set(self.files().values_list("dossier_id", flat=True))

    def veils(self, event: Event, paper: str) -> bool:
        """True when `paper` must not say who did the act: the reporter, anywhere but on the report itself."""
        return event.by_id == self.reporter_id and event.action in REPORTERS_ACTS and paper != "PRO-01"

    @transition(
        "status",
        source=Status.NEW,
        target=Status.REPORTED,
        custom=step(
            _("Report danger"),
            actors=EVERYBODY,
            reduced=True,
            writes=writes.report,
            papers=("PRO-01",),
            effect=_("The child protection officers of the county know at once. Phone 110 within the hour."),
        ),
    )
    def report(self, **reported: Any) -> None:
        """Report at once, without anybody's approval (未成年人保护法 art. 11). Nobody edits what stands here."""
        self._set(reported)

    @transition(
        "status",
        source=OPEN,
        target=None,
        custom=step(
            _("Note the call to 110"),
            actors=EVERYBODY,
            reduced=True,
            guards=(guards.not_phoned_yet, guards.not_in_the_future),
            papers=SLIP,
        ),
    )
    def note_call(self, *, at: dt.datetime, words: str = "") -> None:
        """110 has been phoned: when, and what they said."""
        self.phoned_at = at

    @transition(
        "status",
        source=OPEN,
        target=None,
        custom=step(
            _("Add to the report"),
            actors=EVERYBODY,
            reduced=True,
            guards=(guards.something_is_said,),
            writes=writes.addition,
            papers=SLIP,
            weight="side",
        ),
    )
    def add_words(self) -> None:
        """What was learned later. It stands beside the report; the report stays as it is."""

    @transition(
        "status",
        source=OPEN,
        target=None,
        custom=step(
            _("Send the written report"),
            actors=OFFICER,
            guards=(guards.not_written_yet,),
            papers=("PRO-02",),
        ),
    )
    def send_report(self, *, addressee: str, facts: str, request: str = "") -> None:
        """The written report goes to the police. `facts` are put for them; who reported is not."""
        self.written_at = timezone.now()

    @transition(
        "status",
        source=Status.REPORTED,
        target=Status.POLICE_ACKNOWLEDGED,
        custom=step(
            _("Register the answer of the police"),
            actors=OFFICER,
            guards=(guards.not_in_the_future,),
            papers=("PRO-03",),
        ),
    )
    def acknowledge(self, *, station: str, police_number: str, officer: str, at: dt.datetime, words: str = "") -> None:
        """The police have taken it up: under which number, when, who."""
        self.police_station, self.police_number, self.police_officer = station, police_number, officer
        self.police_at = at

    @transition(
        "status",
        source=Status.POLICE_ACKNOWLEDGED,
        target=Status.SAFETY_PLAN,
        custom=step(
            _("Make the safety plan"),
            actors=OFFICER,
            guards=(guards.child_was_heard, guards.next_day_ahead),
            writes=writes.plan,
            papers=("PRO-04",),
        ),
    )
    def make_plan(self, *, next_on: dt.date) -> None:
        """Where the child stays, who keeps whom away, who looks in, until the next look on `next_on`."""
        self._next(next_on)

    @transition(
        "status",
        source=[Status.TEMPORARY_GUARDIANSHIP, Status.PROTECTED_AT_HOME, Status.FOLLOW_UP],
        target=Status.SAFETY_PLAN,
        custom=step(
            _("Change the safety plan"),
            actors=OFFICER,
            guards=(guards.child_was_heard, guards.next_day_ahead),
            writes=writes.plan,
            papers=("PRO-04",),
            weight="side",
        ),
    )
    def change_plan(self, *, next_on: dt.date) -> None:
        """A new plan takes the place of the last one; then the way of protection is decided again."""
        self._next(next_on)

    @transition(
        "status",
        source=Status.SAFETY_PLAN,
        target=Status.TEMPORARY_GUARDIANSHIP,
        custom=step(
            _("Hand over to temporary guardianship"),
            actors=OFFICER,
            guards=(guards.child_was_heard, guards.next_day_ahead, guards.not_in_the_future),
            writes=writes.placement,
            papers=("PRO-05",),
        ),
    )
    def place(self, *, next_on: dt.date) -> None:
        """The civil affairs office takes the child into temporary guardianship (arts. 92, 93)."""
        self._next(next_on)

    @transition(
        "status",
        source=Status.SAFETY_PLAN,
        target=Status.PROTECTED_AT_HOME,
        custom=step(
            _("Protect at home"),
            actors=OFFICER,
            guards=(guards.next_day_ahead,),
            writes=writes.placement,
            papers=SLIP,
            weight="side",
        ),
    )
    def protect_at_home(self, *, next_on: dt.date) -> None:
        """The child stays with a carer who is not named, under the plan."""
        self._next(next_on)

    @transition(
        "status",
        source=[Status.TEMPORARY_GUARDIANSHIP, Status.PROTECTED_AT_HOME, Status.FOLLOW_UP],
        target=Status.FOLLOW_UP,
        custom=step(
            _("Record a follow-up"),
            actors=OFFICER,
            guards=(guards.next_day_ahead,),
            writes=writes.follow_up,
            papers=("PRO-06",),
        ),
    )
    def follow(self, *, next_on: dt.date) -> None:
        """What was found when somebody looked in. As often as it takes."""
        self._next(next_on)

    @transition(
        "status",
        source=Status.FOLLOW_UP,
        target=Status.CLOSING,
        custom=step(
            _("Propose to close"),
            actors=OFFICER,
            guards=(guards.clocks_are_answered, guards.child_is_known),
            papers=SLIP,
            weight="side",
            effect=_("A second officer of the county decides. Until then the case cannot be closed either."),
        ),
    )
    def propose_closing(self, *, outcome: str, words: str) -> None:
        """The first officer holds that the child is safe."""
        self.outcome, self.outcome_words = outcome, words

    @transition(
        "status",
        source=Status.CLOSING,
        target=Status.CLOSED,
        custom=step(
            _("Sign the closing"),
            actors=OFFICER,
            other_than=("propose_closing",),
            guards=(guards.clocks_are_answered,),
            papers=("PRO-07",),
            weight="grave",
        ),
    )
    def close(self, *, opinion: str) -> None:
        """The second officer agrees. `opinion` is printed in the closing report."""
        self.closed_on = timezone.localdate()
        self.next_on = None

    @transition(
        "status",
        source=Status.CLOSING,
        target=Status.FOLLOW_UP,
        custom=step(
            _("Send back"),
            actors=OFFICER,
            other_than=("propose_closing",),
            reason_required=True,
            papers=SLIP,
            weight="side",
        ),
    )
    def send_back(self, *, reason: str) -> None:
        """The second officer wants more follow-up."""

    @transition(
        "status",
        source=Status.CLOSING,
        target=Status.FOLLOW_UP,
        custom=step(
            _("Take back"),
            actors=OFFICER,
            same_as=("propose_closing",),
            reason_required=True,
            papers=SLIP,
            weight="side",
        ),
    )
    def take_back(self, *, reason: str) -> None:
        """The first officer goes on after all."""

    @transition(
        "status",
        source=OPEN,
        target=None,
        custom=step(
            _("Explain a delay"),
            actors=OFFICER,
            reason_required=True,
            guards=(guards.that_clock_has_run_out,),
            writes=writes.explanation,
            papers=SLIP,
            weight="side",
        ),
    )
    def explain_delay(self, **explained: Any) -> None:
        """Why a clock ran out (art. 117). The alarm falls silent; that it was late stays."""
        self._set(explained)

    @transition(
        "status",
        source=OPEN,
        target=None,
        custom=step(
            _("Name a person"),
            actors=OFFICER,
            papers=SLIP,
            weight="side",
            effect=_("Whoever is named loses access to the child's file at once, without being told why."),
        ),
    )
    def name_person(self, *, named: int) -> None:
        """Somebody is possibly responsible: the row `named` was written with this act."""

    @transition(
        "status",
        source=OPEN,
        target=None,
        custom=step(
            _("Clear a person"),
            actors=OFFICER,
            reason_required=True,
            guards=(guards.is_named_here,),
            writes=writes.clearing,
            papers=SLIP,
            weight="side",
            effect=_("The person gets access back. Agreements and pairings stay as they are until the office decides."),
        ),
    )
    def clear_person(self, *, reason: str) -> None:
        """It was not this person."""

    @transition(
        "status",
        source=OPEN,
        target=None,
        custom=step(
            _("Say which child it is"),
            actors=OFFICER,
            guards=(guards.child_is_not_known_yet,),
            writes=writes.identification,
            papers=SLIP,
        ),
    )
    def identify(self, *, case_id: int) -> None:
        """The child of an anonymous report has been found among the cases."""
        self.case_id = case_id

    def _set(self, values: dict[str, Any]) -> None:
        for name, value in values.items():
            setattr(self, name, value)

    def _next(self, next_on: dt.date) -> None:
        self.next_on, self.next_explained_at = next_on, None


__all__ = ["EVERYBODY", "PROTECTED", "REPORTERS_ACTS", "Incident"]
