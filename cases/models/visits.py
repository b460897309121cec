"""Visits to a household (四访, domain report §2.2). Recorded once; after the review they are amended, never edited."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from cases.models.cases import Case
from cases.visit_due import met_family, next_visit
from cases.visit_guards import reviewer_did_not_visit, visit_is_complete
from documents.declarations import step
from documents.models import Dossier
from organisation.encryption import EncryptedTextField
from organisation.roles import Role

VISITORS = (Role.VILLAGE_CHILD_OFFICER, Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER)


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: Any) -> Self:
        """Visits of the dossiers that the user may see."""
        return self.filter(dossier__in=Dossier.objects.visible_to(user))

    def done_at_home(self) -> Self:
        """Home visits at which somebody was met, newest first."""
        met = self.filter(kind=Visit.Kind.HOME, result=Visit.Result.DONE)
        return met.exclude(status=Visit.Status.PLANNED).order_by("-done_on", "-id")


class Visit(models.Model):
    """One visit: when, who went, what was met, what follows. What was seen of each child stands in ChildSeen."""

    class Kind(models.TextChoices):
        HOME = "home_visit", _("home visit")
        OUTREACH = "outreach_visit", _("outreach round")
        FOLLOW_UP = "follow_up_visit", _("follow-up visit")
        RETURN = "return_visit", _("return visit")

    class Result(models.TextChoices):
        DONE = "done", _("done")
        NOBODY_HOME = "nobody_home", _("nobody at home")
        REFUSED = "refused", _("refused")
        MOVED = "moved", _("moved away")
        RESCHEDULED = "rescheduled", _("put off")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        DONE = "done", _("recorded")
        REVIEWED = "reviewed", _("reviewed")

    dossier = models.ForeignKey(Dossier, models.PROTECT)
    case = models.ForeignKey(Case, models.PROTECT, related_name="visits")
    kind = models.CharField(_("kind of visit"), max_length=16, choices=Kind, default=Kind.HOME)
    status = FSMField(_("state"), default=Status.PLANNED, choices=Status.choices, max_length=10)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    done_on = models.DateField(_("date of the visit"), null=True)
    result = models.CharField(_("result"), max_length=12, choices=Result, blank=True)
    visitor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("visitor"), related_name="+")
    second_visitor = models.CharField(_("second visitor"), max_length=60, blank=True)
    carer_present = models.BooleanField(_("carer present"), default=False)
    dwelling = models.CharField(_("dwelling and surroundings"), max_length=300, blank=True)
    needs = models.CharField(_("needs"), max_length=500, blank=True)
    actions = models.CharField(_("what was done or agreed"), max_length=500, blank=True)
    next_on = models.DateField(_("next visit"), null=True, blank=True)
    entered_late = models.BooleanField(_("entered late"), default=False)
    private_note = EncryptedTextField(_("private note"), purpose="visit.note")
    review_words = models.CharField(_("words of the reviewer"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = VisitQuerySet.as_manager()
    action_prefix = "visit"

    class Meta:
        ordering = ["-done_on", "-id"]
        verbose_name = _("visit")
        verbose_name_plural = _("visits")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.done_on or self.planned_on or ''}"

    @property
    def number(self) -> str:
        """The number of the case, for the paper's head."""
        return self.case.number or ""

    @transition(
        "status",
        source=Status.PLANNED,
        target=Status.DONE,
        custom=step(
            _("Record the visit"),
            actors=VISITORS,
            guards=(visit_is_complete,),
            papers=("VIS-01",),
            opens=next_visit,
            closes=met_family,
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
            actors=(Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER),
            guards=(reviewer_did_not_visit,),
            papers=("FLW-01",),
        ),
    )
    def review(self, *, words: str = "") -> None:
        """Accept the record; from now on it can only be amended."""
        self.review_words = words


class ChildSeen(models.Model):
    """What one visit saw of one child."""

    class Mood(models.TextChoices):
        STEADY = "steady", _("steady")
        CONCERN = "concern", _("some concern")
        PROBLEM = "problem", _("clear problem")

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="children")
    case = models.ForeignKey(Case, models.PROTECT)
    seen = models.BooleanField(_("child seen in person"))
    spoken_alone = models.BooleanField(_("spoken with alone"), default=False)
    why_not_alone = models.CharField(_("why not"), max_length=120, blank=True)
    mood = models.CharField(_("mood"), max_length=8, choices=Mood, blank=True)
    health = models.CharField(_("health at a glance"), max_length=200, blank=True)
    school = models.CharField(_("school"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("child seen at a visit")
        verbose_name_plural = _("children seen at visits")
        constraints = [models.UniqueConstraint(fields=["visit", "case"], name="child_once_a_visit")]

    def __str__(self) -> str:
        return f"{self.visit_id}/{self.case_id}"
