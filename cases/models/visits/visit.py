"""The visit (四访, domain report §2.2). Recorded once; after the review it is amended, never edited.

A visit is one row per case in that case's own dossier, so that event, paper, due dates and transfer of each child stand
alone. What one household visit found together shares `together`.
"""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from cases import visit_guards as guards
from cases import visit_writes as writes
from cases.models.cases import Case
from cases.models.visits.plans import VisitPlan
from cases.visit_follow_ups import FOLLOW_UPS, closed_by_visit, opened_by_visit
from documents.declarations import step
from documents.models import Dossier
from documents.state_field import StateField
from organisation.encryption import EncryptedTextField
from organisation.roles import Role

VISITORS = (Role.VILLAGE_CHILD_OFFICER, Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER)
SUPERVISORS = (Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER)
PAPERS = {"home_visit": ("VIS-01",), "follow_up_visit": ("VIS-03",), "return_visit": ("VIS-04",)}


def paper_of_kind(visit: "Visit") -> tuple[str, ...]:
    """The record form of this kind of visit."""
    return PAPERS[visit.kind]


def who_may_void(visit: "Visit") -> tuple[str, ...]:
    """A reviewed record is voided by the supervisors alone."""
    return SUPERVISORS if visit.status == Visit.Status.REVIEWED else VISITORS


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: Any) -> Self:
        """Visits of the dossiers that the user may see."""
        return self.filter(dossier__in=Dossier.objects.visible_to(user))

    def recorded(self) -> Self:
        """Visits that took place or were tried; neither planned nor void ones."""
        return self.filter(status__in=[Visit.Status.DONE, Visit.Status.REVIEWED])

    def done_at_home(self) -> Self:
        """Home visits at which somebody was met, newest first."""
        met = self.recorded().filter(kind=Visit.Kind.HOME, result=Visit.Result.DONE)
        return met.order_by("-done_on", "-id")


class Visit(models.Model):
    """One visit to one child: when, who went, what was met, what follows. What was seen of the child is ChildSeen."""

    class Kind(models.TextChoices):
        HOME = "home_visit", _("home visit")
        FOLLOW_UP = "follow_up_visit", _("follow-up visit")
        RETURN = "return_visit", _("return visit")

    class Result(models.TextChoices):
        DONE = "done", _("done")
        NOBODY_HOME = "nobody_home", _("nobody at home")
        REFUSED = "refused", _("refused")
        MOVED = "moved", _("moved away")
        RESCHEDULED = "rescheduled", _("put off")

    class Status(models.TextChoices):
        NEW = "new", _("new")
        PLANNED = "planned", _("planned")
        DONE = "done", _("recorded")
        REVIEWED = "reviewed", _("reviewed")
        VOID = "void", _("void")

    dossier = models.ForeignKey(Dossier, models.PROTECT)
    case = models.ForeignKey(Case, models.PROTECT, related_name="visits")
    together = models.UUIDField(
        _("household visit"), null=True, blank=True, db_index=True, help_text="made where the record was written"
    )
    in_plan = models.ForeignKey(VisitPlan, models.PROTECT, null=True, blank=True, related_name="visits")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    kind = models.CharField(_("kind of visit"), max_length=16, choices=Kind, default=Kind.HOME)
    status = StateField(_("state"), default=Status.NEW, choices=Status.choices, max_length=10)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    done_on = models.DateField(_("date of the visit"), null=True)
    result = models.CharField(_("result"), max_length=12, choices=Result, blank=True)
    visitor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("visitor"), related_name="+")
    second_visitor = models.CharField(_("second visitor"), max_length=60, blank=True)
    woman_present = models.BooleanField(_("one of the visitors is a woman"), default=False)
    carer_present = models.BooleanField(_("carer present"), default=False)
    dwelling = models.CharField(_("dwelling and surroundings"), max_length=300, blank=True)
    needs = models.CharField(_("needs"), max_length=500, blank=True)
    actions = models.CharField(_("what was done or agreed"), max_length=500, blank=True)
    next_on = models.DateField(_("next visit"), null=True, blank=True)
    entered_late = models.BooleanField(_("entered late"), default=False)
    private_note = EncryptedTextField(_("private note"), purpose="visit.note")
    review_words = models.CharField(_("words of the reviewer"), max_length=300, blank=True)
    thanked = models.BooleanField(_("the reviewer says thanks"), default=False)
    void_reason = models.CharField(_("why it is void"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = VisitQuerySet.as_manager()
    action_prefix = "visit"

    class Meta:
        ordering = ["-done_on", "-id"]
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "together"], condition=Q(together__isnull=False), name="case_once_a_household_visit"
            )
        ]
        indexes = [models.Index(fields=["status", "planned_on"]), models.Index(fields=["case", "done_on"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.done_on or self.planned_on or ''}"

    @property
    def number(self) -> str:
        """The number of the case, for the paper's head."""
        return self.case.number or ""

    @transition(
        "status",
        source=Status.NEW,
        target=Status.PLANNED,
        custom=step(_("Plan the visit"), actors=VISITORS, guards=(guards.case_is_running,), papers=("FLW-01",)),
    )
    def plan(self) -> None:
        """Set the visit down for a day. Those of a month's plan are moved together, with VIS-05 as their paper."""

    @transition(
        "status",
        source=[Status.NEW, Status.PLANNED],
        target=Status.DONE,
        custom=step(
            _("Record the visit"),
            actors=VISITORS,
            guards=(
                guards.case_is_running,
                guards.day_is_sound,
                guards.two_visitors,
                guards.woman_for_a_girl,
                guards.child_is_accounted_for,
                guards.measure_or_talk_is_told,
                guards.put_off_to_a_day,
            ),
            writes=writes.found,
            papers=paper_of_kind,
            opens=opened_by_visit,
            closes=closed_by_visit,
        ),
    )
    def record(self, **recorded: Any) -> None:
        """Write down what the visit found. `recorded` are fields of this visit."""
        for name, value in recorded.items():
            setattr(self, name, value)

    @transition(
        "status",
        source=Status.DONE,
        target=Status.REVIEWED,
        custom=step(
            _("Review the visit record"),
            actors=SUPERVISORS,
            guards=(guards.reviewer_did_not_visit,),
            papers=("FLW-01",),
        ),
    )
    def review(self, *, words: str = "", thanked: bool = False) -> None:
        """Accept the record; from now on it can only be amended. `words` and thanks are shown to the visitor."""
        self.review_words = words
        self.thanked = thanked

    @transition(
        "status",
        source=[Status.DONE, Status.REVIEWED],
        target=None,
        custom=step(
            _("Amend the visit record"),
            actors=VISITORS,
            guards=(guards.something_is_amended,),
            writes=writes.amendments,
            papers=("FLW-01",),
            reason_required=True,
            weight="side",
        ),
    )
    def amend(self, *, reason: str) -> None:
        """Set right what the record says. The record stays as it is; the amendment is shown beside it."""

    @transition(
        "status",
        source=[Status.PLANNED, Status.DONE, Status.REVIEWED],
        target=Status.VOID,
        custom=step(
            _("Void the visit"),
            actors=who_may_void,
            papers=("FLW-01",),
            reason_required=True,
            effect=_("The visit counts no longer. What it had fulfilled is due again."),
            weight="grave",
        ),
    )
    def void(self, *, reason: str) -> None:
        """Take the visit out of every count, such as one recorded for the wrong child."""
        self.void_reason = reason

    @transition(
        "status",
        source=[Status.DONE, Status.REVIEWED],
        target=None,
        custom=step(
            _("Settle what was left open"),
            actors=SUPERVISORS,
            guards=(guards.something_to_settle,),
            papers=("FLW-01",),
            closes=FOLLOW_UPS,
            weight="side",
        ),
    )
    def settle(self, *, words: str) -> None:
        """The supervisor has dealt with a closed door, a refusal or a move. `words` say how."""
