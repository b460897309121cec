"""The application for the study stipend and the child's place on the roll, each transition declared once (§2.4).

No code outside documents.transitions and documents.sets calls a transition or writes `status`; a test holds that.
"""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from cases.models import Case
from cases.stipends import due, guards, writes
from cases.stipends.models.states import NOT_ENDED, UNDECIDED, Status
from documents.declarations import step
from organisation.roles import Role

COUNTER = (Role.VILLAGE_CHILD_OFFICER, Role.TOWN_INTAKE_CLERK)


def at_counter(subject: Case | models.Model) -> tuple[str, ...]:
    """Who takes applications: the counters one by one, the county when it draws up the list of a town."""
    return COUNTER if isinstance(subject, Case) else (Role.COUNTY_CASEWORKER,)


def accepters(subject: Case | models.Model) -> tuple[str, ...]:
    """Who accepts them: the town's counter, or the county for a whole list."""
    return (Role.TOWN_INTAKE_CLERK,) if isinstance(subject, Case) else (Role.COUNTY_CASEWORKER,)


def refusers(case: Case) -> tuple[str, ...]:
    """Who may refuse: the town before its review, the county after it."""
    early = (Status.SUBMITTED, Status.ACCEPTED)
    return (Role.TOWN_CHILD_SUPERVISOR,) if case.status in early else (Role.COUNTY_REVIEWER,)


class StipendCase(Case):
    """One child's stipend under one version, from the application to the day it is taken off the roll."""

    round = models.ForeignKey(
        "stipends.CertificationRound", models.PROTECT, null=True, related_name="cases", verbose_name=_("round")
    )
    applied_on = models.DateField(_("applied on"), null=True)
    applicant = models.CharField(_("guardian who applies"), max_length=60, blank=True)
    relation = models.CharField(_("relation to the child"), max_length=20, blank=True)
    deemed = models.BooleanField(_("counts as accepted because the office was late"), default=False)
    accepted_on = models.DateField(_("accepted on"), null=True)
    enrolled_from = models.DateField(_("on the roll from the month"), null=True)
    opinion_town = models.CharField(_("opinion of the town"), max_length=300, blank=True)
    opinion_county = models.CharField(_("opinion of the county"), max_length=300, blank=True)
    finished_reason = models.CharField(_("reason of the end"), max_length=500, blank=True)

    action_prefix = "stipend"

    class Meta:
        verbose_name = _("study stipend")
        verbose_name_plural = _("study stipends")

    def get_status_display(self) -> str:
        """The state in the reader's language."""
        return str(Status(self.status).label)

    @transition(
        "status",
        source=Status.NEW,
        target=Status.SUBMITTED,
        custom=step(
            _("Apply"),
            actors=at_counter,
            guards=(guards.left_behind_case_runs, guards.no_other_program),
            writes=writes.application,
            papers=("STP-01",),
            opens=due.RulesOf("submitted"),
        ),
    )
    def submit(self, *, applicant: str = "", relation: str = "", applied_on: dt.date) -> None:
        """Enter what the guardian asks for."""
        self.applicant, self.relation, self.applied_on = applicant, relation, applied_on

    @transition(
        "status",
        source=Status.SUBMITTED,
        target=Status.SUPPLEMENT,
        custom=step(
            _("Tell what is missing"),
            actors=(Role.TOWN_INTAKE_CLERK,),
            guards=(guards.something_is_missing, guards.told_once),
            writes=writes.one_time_notice,
            papers=("STP-02",),
            opens=due.RulesOf("supplement"),
            closes=("accept",),
            weight="side",
            effect=_("One notice lists everything. The clock stands still until the family answers."),
        ),
    )
    def ask_supplement(self) -> None:
        """Tell everything that is missing, once."""

    @transition(
        "status",
        source=Status.SUPPLEMENT,
        target=Status.SUBMITTED,
        custom=step(
            _("Supplement received"),
            actors=COUNTER,
            writes=writes.supplement,
            papers=("FLW-01",),
            opens=due.RulesOf("submitted"),
            closes=("supplement",),
        ),
    )
    def supplement(self) -> None:
        """The family answered; the clock goes on."""

    @transition(
        "status",
        source=Status.SUBMITTED,
        target=Status.ACCEPTED,
        custom=step(
            _("Accept"),
            actors=accepters,
            guards=(guards.evidence_is_complete,),
            papers=("FLW-01",),
            opens=due.RulesOf("accepted"),
            closes=("accept",),
        ),
    )
    def accept(self, *, accepted_on: dt.date, deemed: bool = False) -> None:
        """The application is complete, or counts as accepted on the day it was received."""
        self.accepted_on, self.deemed = accepted_on, deemed

    @transition(
        "status",
        source=NOT_ENDED,
        target=None,
        custom=step(
            _("Add a certificate that was shown"),
            actors=(*COUNTER, Role.COUNTY_CASEWORKER),
            guards=(guards.rule_asks_for_certificates, guards.certificate_is_new),
            writes=writes.certificate,
            papers=("FLW-01",),
            weight="side",
            fits=guards.asks_for_certificates,
            effect=_("Months that begin while the certificate is valid are counted from now on."),
        ),
    )
    def show_certificate(self) -> None:
        """The family showed a certificate of its own will (the rule of 2013)."""

    @transition(
        "status",
        source=Status.ACCEPTED,
        target=Status.CERTIFIED_TOWN,
        custom=step(
            _("First review by the town"),
            actors=(Role.TOWN_CHILD_SUPERVISOR,),
            guards=(guards.rule_holds,),
            other_than=("submit",),
            papers=("FLW-01",),
            opens=due.RulesOf("certified_town"),
            closes=("certify_town",),
        ),
    )
    def certify_town(self, *, opinion: str = "") -> None:
        """School and left-behind case agree with what the guardian said."""
        self.opinion_town = opinion

    @transition(
        "status",
        source=Status.CERTIFIED_TOWN,
        target=Status.CERTIFIED_COUNTY,
        custom=step(
            _("Certify"),
            actors=(Role.COUNTY_REVIEWER,),
            guards=(guards.rule_holds,),
            other_than=("submit", "certify_town"),
            papers=("STP-03",),
            closes=("certify_county",),
            effect=_("The child joins the next public notice of the county."),
        ),
    )
    def certify_county(self, *, opinion: str = "") -> None:
        """The county finds the child entitled."""
        self.opinion_county = opinion

    @transition(
        "status",
        source=Status.CERTIFIED_TOWN,
        target=Status.ACCEPTED,
        custom=step(
            _("Send back"),
            actors=(Role.COUNTY_REVIEWER,),
            reason_required=True,
            papers=("FLW-01",),
            opens=due.RulesOf("accepted"),
            closes=("certify_county",),
            weight="side",
        ),
    )
    def send_back(self, *, reason: str) -> None:
        """The town reviews once more."""

    @transition(
        "status",
        source=[Status.SUBMITTED, Status.ACCEPTED, Status.CERTIFIED_TOWN, Status.CERTIFIED_COUNTY, Status.IN_PUBLICITY],
        target=Status.REJECTED,
        custom=step(
            _("Do not certify"),
            actors=refusers,
            reason_required=True,
            papers=("STP-04",),
            closes=due.ALL,
            weight="grave",
        ),
    )
    def refuse(self, *, reason: str) -> None:
        """The child is not entitled; the guardian is told why and what can be done about it."""
        self._finish(reason)

    @transition(
        "status",
        source=UNDECIDED,
        target=Status.WITHDRAWN,
        custom=step(
            _("Withdraw the application"),
            actors=COUNTER,
            reason_required=True,
            papers=("FLW-01",),
            closes=due.ALL,
            weight="side",
        ),
    )
    def withdraw(self, *, reason: str) -> None:
        """The guardian does not want it any more."""
        self._finish(reason)

    @transition(
        "status",
        source=Status.CERTIFIED_COUNTY,
        target=Status.IN_PUBLICITY,
        custom=step(_("Post the public notice"), actors=(Role.COUNTY_CASEWORKER,), papers=("STP-05",)),
    )
    def publish(self) -> None:
        """Moved with the whole round, see models.rounds. Sets only: see documents.sets."""

    @transition(
        "status",
        source=Status.IN_PUBLICITY,
        target=Status.CONFIRMED,
        custom=step(_("Confirm"), actors=(Role.COUNTY_APPROVER,), papers=("FLW-01",)),
    )
    def confirm(self) -> None:
        """Moved with the whole round. Sets only: see documents.sets."""

    @transition(
        "status",
        source=Status.CONFIRMED,
        target=Status.ON_ROLL,
        custom=step(_("Put on the roll"), actors=(Role.COUNTY_APPROVER,), papers=("FLW-01",)),
    )
    def enrol(self) -> None:
        """Moved with the whole round; the award is written with it. Sets only: see documents.sets."""

    @transition(
        "status",
        source=Status.ON_ROLL,
        target=Status.SUSPENDED,
        custom=step(
            _("Stop payment"),
            actors=(Role.COUNTY_REVIEWER,),
            reason_required=True,
            writes=writes.hold,
            papers=("STP-16",),
            opens=due.RulesOf("suspended"),
            weight="side",
            effect=_("Months from the chosen one on are held until the payment is resumed."),
        ),
    )
    def suspend(self, *, reason: str) -> None:
        """Hold months from one month on."""

    @transition(
        "status",
        source=Status.SUSPENDED,
        target=Status.ON_ROLL,
        custom=step(
            _("Resume payment"),
            actors=(Role.COUNTY_REVIEWER,),
            reason_required=True,
            writes=writes.lift_hold,
            papers=("FLW-01",),
            closes=("decide_stop",),
        ),
    )
    def resume(self, *, reason: str) -> None:
        """End the hold with a month, or lift it from its beginning."""

    @transition(
        "status",
        source=[Status.ON_ROLL, Status.SUSPENDED],
        target=Status.REMOVED,
        custom=step(
            _("Take off the roll"),
            actors=(Role.COUNTY_REVIEWER,),
            reason_required=True,
            papers=("STP-16",),
            closes=due.ALL,
            weight="grave",
            effect=_("Months after the last one are not counted. What was paid beyond it is proposed for recovery."),
        ),
    )
    def remove(self, *, last_month: dt.date, reason: str) -> None:
        """The entitlement ends with a month."""
        self._finish(reason)

    def _finish(self, reason: str) -> None:
        self.finished_reason = reason
        self.finished_on = timezone.localdate()
