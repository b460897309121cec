"""A certification round: one program and term for a whole county, with one list for each town (domain report §2.4).

Invariant: the town certifies its own list, the county certifies it after the town, and the notice is posted once for
the whole round; each act moves all cases of a list or round at once (`perform_many`).
"""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from cases.stipends import round_rules as rules
from documents.declarations import step
from documents.models import Dossier, OfDossierQuerySet
from documents.state_field import StateField
from organisation.models import Division
from organisation.roles import Role
from programs.models import ProgramVersion
from programs.months import months_between


class CertificationRound(models.Model):
    """One term of one version in one county. Late applicants join the next round, or a small one of their own."""

    class Status(models.TextChoices):
        NEW = "new", pgettext_lazy("round", "being opened")
        OPEN = "open", pgettext_lazy("round", "towns certify")
        IN_PUBLICITY = "in_publicity", pgettext_lazy("round", "in public notice")
        CONFIRMED = "confirmed", pgettext_lazy("round", "confirmed")
        CANCELLED = "cancelled", pgettext_lazy("round", "cancelled")

    dossier = models.OneToOneField(Dossier, models.PROTECT)
    program_version = models.ForeignKey(ProgramVersion, models.PROTECT)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("county"))
    status = StateField(_("state"), default=Status.NEW, choices=Status.choices, max_length=12)
    name = models.CharField(_("name"), max_length=40)
    first_month = models.DateField(_("from the month"))
    last_month = models.DateField(_("to the month"))

    objects = OfDossierQuerySet.as_manager()
    action_prefix = "round"
    risk_level = ""  # what periods of cases depend on, when a set moves

    class Meta:
        ordering = ["-first_month", "-pk"]
        verbose_name = _("certification round")
        verbose_name_plural = _("certification rounds")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_month__day=1, last_month__day=1, last_month__gte=F("first_month")),
                name="round_months_are_firsts_in_order",
            ),
            models.UniqueConstraint(
                fields=["division", "name"], condition=~Q(status="cancelled"), name="round_name_once_a_county"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> Any:
        """The dossier's code: what stands in URLs."""
        return self.dossier.code

    @property
    def months(self) -> list[dt.date]:
        """The firsts of its months."""
        return months_between(self.first_month, self.last_month)

    @transition(
        "status",
        source=Status.NEW,
        target=Status.OPEN,
        custom=step(_("Open a round"), actors=(Role.COUNTY_CASEWORKER,), papers=("FLW-01",)),
    )
    def begin(self) -> None:
        """The towns may draw up their lists."""

    @transition(
        "status",
        source=Status.OPEN,
        target=Status.IN_PUBLICITY,
        custom=step(
            _("Post the public notice"),
            actors=(Role.COUNTY_CASEWORKER,),
            guards=(rules.lists_are_certified, rules.somebody_is_certified),
            writes=rules.post_notice,
            papers=("STP-05",),
            opens=rules.notice_ends,
            effect=_("By village, without names. Cases that are certified move to “in public notice”."),
        ),
    )
    def publish(self) -> None:
        """Post by village how many children would get how much, without a name."""

    @transition(
        "status",
        source=Status.IN_PUBLICITY,
        target=Status.CONFIRMED,
        custom=step(
            _("Confirm the roll"),
            actors=(Role.COUNTY_APPROVER,),
            guards=(rules.notice_is_down,),
            other_than=("begin", "publish"),
            papers=("FLW-01",),
            effect=_("Every child of the round whose case was not objected to goes on the roll."),
        ),
    )
    def confirm(self) -> None:
        """Put the children on the roll; their months are counted from now on."""

    @transition(
        "status",
        source=Status.OPEN,
        target=Status.CANCELLED,
        custom=step(
            _("Cancel the round"),
            actors=(Role.COUNTY_CASEWORKER,),
            reason_required=True,
            papers=("FLW-01",),
            weight="grave",
        ),
    )
    def cancel(self, *, reason: str) -> None:
        """Leave the applications for another round."""


class TownList(models.Model):
    """The children of one town in a round. Its dossier lies in the town, so that the town may work on it."""

    class Status(models.TextChoices):
        NEW = "new", pgettext_lazy("list", "being drawn up")
        OPEN = "open", pgettext_lazy("list", "drawn up")
        CERTIFIED_TOWN = "certified_town", pgettext_lazy("list", "first review by the town")
        CERTIFIED_COUNTY = "certified_county", pgettext_lazy("list", "certified by the county")

    dossier = models.OneToOneField(Dossier, models.PROTECT)
    round = models.ForeignKey(CertificationRound, models.PROTECT, related_name="lists")
    division = models.ForeignKey(Division, models.PROTECT, verbose_name=_("town"))
    status = StateField(_("state"), default=Status.NEW, choices=Status.choices, max_length=16)

    opinion_town = models.CharField(_("opinion of the town"), max_length=300, blank=True)
    opinion_county = models.CharField(_("opinion of the county"), max_length=300, blank=True)

    objects = OfDossierQuerySet.as_manager()
    action_prefix = "townlist"
    risk_level = ""

    class Meta:
        ordering = ["round", "division__code"]
        verbose_name = _("list of a town")
        verbose_name_plural = _("lists of towns")
        constraints = [models.UniqueConstraint(fields=["round", "division"], name="one_list_a_round_and_town")]

    def __str__(self) -> str:
        return f"{self.round} {self.division}"

    @property
    def code(self) -> Any:
        """The dossier's code: what stands in URLs."""
        return self.dossier.code

    @property
    def program_version(self) -> ProgramVersion:
        """The version of its round, whose periods hold for the list."""
        return self.round.program_version

    @property
    def cases(self) -> Any:
        """The stipends of this town in the round."""
        return self.round.cases.filter(division__code__startswith=self.division.significant)

    @transition(
        "status",
        source=[Status.NEW, Status.OPEN],
        target=Status.OPEN,
        custom=step(
            _("Draw up the list"),
            actors=(Role.COUNTY_CASEWORKER,),
            guards=(rules.round_is_open,),
            writes=rules.keep_certificates_aside,
            papers=("FLW-01",),
            effect=_(
                "Every child of the town for whom the rule holds joins the list; the others are named with reasons."
            ),
        ),
    )
    def draw_up(self) -> None:
        """Take in the children of the roster, and the applications that were accepted one by one. May be repeated."""

    @transition(
        "status",
        source=Status.OPEN,
        target=Status.CERTIFIED_TOWN,
        custom=step(
            _("First review by the town"),
            actors=(Role.TOWN_CHILD_SUPERVISOR,),
            guards=(rules.round_is_open, rules.somebody_is_listed),
            other_than=("draw_up",),
            papers=("STP-03B",),
            effect=_("All children of the list pass the first review at once."),
        ),
    )
    def certify_town(self, *, opinion: str = "") -> None:
        """The town vouches for its children."""
        self.opinion_town = opinion

    @transition(
        "status",
        source=Status.CERTIFIED_TOWN,
        target=Status.CERTIFIED_COUNTY,
        custom=step(
            _("Certify"),
            actors=(Role.COUNTY_REVIEWER,),
            guards=(rules.round_is_open,),
            other_than=("draw_up", "certify_town"),
            papers=("STP-03B",),
            effect=_("All children of the list join the public notice of the round."),
        ),
    )
    def certify_county(self, *, opinion: str = "") -> None:
        """The county finds the children of the list entitled."""
        self.opinion_county = opinion

    @transition(
        "status",
        source=Status.CERTIFIED_TOWN,
        target=Status.OPEN,
        custom=step(
            _("Send back"),
            actors=(Role.COUNTY_REVIEWER,),
            guards=(rules.round_is_open,),
            reason_required=True,
            papers=("FLW-01",),
            weight="side",
        ),
    )
    def send_back(self, *, reason: str) -> None:
        """The town reviews once more."""
