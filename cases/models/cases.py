"""`Case` is one table for every kind; each kind adds a child table that declares the transitions on `status`."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.registry.models import Household, Person, RosterImport
from documents.models import Dossier
from documents.state_field import StateField
from organisation.models import Division
from programs.models import ProgramVersion


class RiskLevel(models.TextChoices):
    """The three levels of the official 监护情况评估: 较好, 一般, 差."""

    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: Any) -> Self:
        """Cases whose dossier the user may see."""
        return self.filter(dossier__in=Dossier.objects.visible_to(user))

    def open(self) -> Self:
        """Cases somebody still works on."""
        return self.exclude(status__in=FINISHED)

    def visited(self) -> Self:
        """Cases of the kinds whose children are visited at home: a child is one of them once at most."""
        return self.filter(kind__in=VISITED)

    def for_page(self) -> Self:
        """With what a list or head of a page shows, in one query."""
        return self.select_related("dossier", "person", "division__parent", "program_version__program")


# The table of cases knows these ends of every kind; all other states belong to the kinds.
FINISHED = ("closed", "not_eligible", "terminated", "rejected", "removed", "withdrawn")


class Case(models.Model):
    """One person served under one program version. The number is given when the case is registered."""

    dossier = models.OneToOneField(Dossier, models.PROTECT)
    kind = models.CharField(_("program"), max_length=8)
    number = models.CharField(  # noqa: DJ001 - several cases without a number must not clash
        _("case number"), max_length=30, null=True, unique=True, editable=False
    )
    program_version = models.ForeignKey(ProgramVersion, models.PROTECT)
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("child"))
    household = models.ForeignKey(Household, models.PROTECT)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("village or community"))
    status = StateField(_("state"), default="new", max_length=20, db_index=True)
    risk_level = models.CharField(_("risk"), max_length=6, choices=RiskLevel, blank=True)
    emergency = models.BooleanField(_("emergency"), default=False)
    imported_by = models.ForeignKey(RosterImport, models.PROTECT, null=True, editable=False)
    opened_on = models.DateField(_("opened on"), null=True)
    finished_on = models.DateField(_("finished on"), null=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = CaseQuerySet.as_manager()
    action_prefix = "case"

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "person"], condition=~Q(status__in=FINISHED), name="one_running_case_a_person_and_kind"
            )
        ]
        indexes = [models.Index(fields=["status", "risk_level"]), models.Index(fields=["-changed_at"])]

    def __str__(self) -> str:
        return self.number or f"{self.kind} {self.pk}"

    @property
    def code(self) -> Any:
        """The dossier's code: what stands in URLs."""
        return self.dossier.code

    def get_absolute_url(self) -> str:
        """The page of the case."""
        return reverse("case-detail", args=[self.code])

    def as_kind(self) -> Any:
        """The row of the child table that declares the transitions of this kind of case."""
        kind = self if type(self) is not Case else getattr(self, KIND_ACCESSORS[self.kind])
        if kind is not self:  # what was loaded with this row need not be loaded again
            for name in SHARED_ROWS & self._state.fields_cache.keys():
                setattr(kind, name, getattr(self, name))
        return kind


KIND_ACCESSORS = {"LBC": "leftbehindcase", "STP": "stipendcase"}
# An application needs no visit of its own: the child's case of left-behind children has them.
VISITED = ("LBC",)
SHARED_ROWS = {"dossier", "person", "household", "division", "program_version"}
