"""The left-behind-child case and its transitions, each declared once (domain report §2.1).

No code outside documents.transitions calls a transition or writes `status`; a test holds that.
"""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from cases.children import due, guards, writes
from cases.children.models.states import RUNNING, Status
from cases.models import Case, RiskLevel
from documents.declarations import step
from organisation.roles import Role
from programs.due_rules import RulesOf


def approvers(case: Case) -> tuple[str, ...]:
    """High risk goes to the county, everything else to the town."""
    return (Role.COUNTY_APPROVER,) if case.risk_level == RiskLevel.HIGH else (Role.TOWN_APPROVER,)


SEND_BACK = step(
    _("Send back"),
    actors=approvers,
    reason_required=True,
    papers=("FLW-01",),
    opens=due.after_going_back,
    closes=("decide",),
    weight="side",
    effect=_("The last step is done again; the reason goes to the person who did it."),
)
TAKE_BACK = step(
    _("Take back"),
    actors=(Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_REVIEWER),
    same_as=("assess", "start_review"),
    reason_required=True,
    papers=("FLW-01",),
    opens=due.after_going_back,
    closes=("decide",),
    weight="side",
)


class LeftBehindCase(Case):
    """A left-behind child's case with what its transitions wrote on it."""

    found_by = models.CharField(
        _("how the child was found"),
        max_length=12,
        blank=True,
        choices=[
            ("search", _("found by a round of the village")),
            ("request", _("own request")),
            ("school", _("reported by the school")),
            ("moved", _("moved in from elsewhere")),
            ("roster", _("from the county's roster")),
        ],
    )
    told_to = models.CharField(_("guardian who was told"), max_length=60, blank=True)
    told_on = models.DateField(_("told on"), null=True)
    schooling = models.CharField(pgettext_lazy("registration form", "schooling"), max_length=20, blank=True)
    guardianship_type = models.CharField(_("type of guardianship"), max_length=40, blank=True)
    income_sources = models.CharField(_("sources of income"), max_length=60, blank=True)
    aid_received = models.CharField(_("aid received"), max_length=60, blank=True)
    allergies = models.CharField(_("allergies and urgent medical information"), max_length=200, blank=True)
    contact_times = models.CharField(_("preferred contact times"), max_length=60, blank=True)
    languages = models.CharField(_("languages spoken"), max_length=40, blank=True)
    may_collect = models.CharField(_("who may collect the child"), max_length=120, blank=True)
    verification_findings = models.CharField(_("findings of the verification"), max_length=500, blank=True)
    opinion = models.CharField(_("opinion of the approver"), max_length=500, blank=True)
    rural_override = models.CharField(_("why the hukou counts as rural"), max_length=200, blank=True)
    finished_reason = models.CharField(_("reason of the end"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("left-behind child's case")
        verbose_name_plural = _("left-behind children's cases")

    def get_status_display(self) -> str:
        """The state in the reader's language."""
        return str(Status(self.status).label)

    @transition(
        "status",
        source=Status.NEW,
        target=Status.IMPORTED,
        custom=step(
            _("Take in from the roster"),
            actors=(Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER),
            papers=("IMP-01",),
        ),
    )
    def take_in(self) -> None:
        """Put an imported child on the list of those to be registered. Sets only: see documents.sets."""

    @transition(
        "status",
        source=[Status.NEW, Status.IMPORTED],
        target=Status.REGISTERED,
        custom=step(
            _("Register"),
            actors=(Role.VILLAGE_CHILD_OFFICER,),
            guards=(guards.guardian_was_told,),
            writes=writes.registration,
            papers=("LBC-01", "LBC-02"),
            opens=RulesOf("registered"),
            effect=_("The town has 10 working days to verify the child's situation at home."),
        ),
    )
    def register(self, **registered: Any) -> None:
        """Enter the child after the guardian was told. `registered` are fields of this case."""
        self._set(registered)

    @transition(
        "status",
        source=Status.REGISTERED,
        target=Status.VERIFIED,
        custom=step(
            _("Verify"),
            actors=(Role.TOWN_CHILD_SUPERVISOR,),
            guards=(guards.home_visit_done, guards.rule_holds, guards.everything_checked),
            other_than=("register",),
            papers=("LBC-03",),
            opens=RulesOf("verified"),
            closes=("verify",),
        ),
    )
    def verify(self, *, findings: str, id_checked: bool, schooling_checked: bool) -> None:
        """Confirm after a home visit that the child is left behind."""
        self.verification_findings = findings

    @transition(
        "status",
        source=Status.REGISTERED,
        target=Status.NOT_ELIGIBLE,
        custom=step(
            _("Refuse"),
            actors=(Role.TOWN_CHILD_SUPERVISOR,),
            guards=(guards.rule_fails,),
            other_than=("register",),
            reason_required=True,
            papers=("LBC-04",),
            closes=("*",),
            weight="grave",
            effect=_("The guardian gets a written refusal with the reasons and the remedies."),
        ),
    )
    def refuse(self, *, reason: str) -> None:
        """Decide that the rule does not cover the child. `reason` stands in the refusal."""
        self._finish(reason)

    @transition(
        "status",
        source=Status.VERIFIED,
        target=Status.ASSESSED,
        custom=step(
            pgettext_lazy("act", "Assess risk and plan support"),
            actors=(Role.TOWN_CHILD_SUPERVISOR,),
            guards=(guards.child_was_heard, guards.assessed_by_two),
            writes=writes.assessment,
            papers=("LBC-05",),
            opens=RulesOf("assessed"),
            closes=("assess",),
        ),
    )
    def assess(self, *, risk_level: str) -> None:
        """Fix the risk level that the assessment of this round gave."""
        self.risk_level = risk_level

    @transition(
        "status",
        source=Status.ASSESSED,
        target=Status.OPENED,
        custom=step(
            _("Approve and open"),
            actors=approvers,
            guards=(guards.assessment_exists, guards.plan_covers_three_aims),
            other_than=("register", "verify", "assess"),
            papers=("LBC-06", "LBC-07"),
            opens=RulesOf("opened"),
            closes=("decide",),
            effect=_("The support plan comes into force and goes to the guardian."),
        ),
    )
    def open(self, *, opinion: str) -> None:
        """Approve case and plan. `opinion` is printed on the approval form."""
        self.opinion = opinion
        self.opened_on = timezone.localdate()

    @transition(
        "status",
        source=Status.ASSESSED,
        target=Status.MONITORED,
        custom=step(
            _("Put under observation"),
            actors=(Role.TOWN_APPROVER,),
            guards=(guards.assessment_exists, guards.risk_is_low),
            other_than=("register", "verify", "assess"),
            papers=("LBC-08",),
            opens=RulesOf("monitored"),
            closes=("decide",),
            weight="side",
        ),
    )
    def monitor(self, *, opinion: str) -> None:
        """Low risk and no needs: contact every quarter is enough."""
        self.opinion = opinion

    @transition(
        "status",
        source=Status.MONITORED,
        target=Status.VERIFIED,
        custom=step(
            _("Assess again"),
            actors=(Role.TOWN_CHILD_SUPERVISOR,),
            reason_required=True,
            papers=("FLW-01",),
            opens=RulesOf("verified"),
            closes=("contact",),
            weight="side",
        ),
    )
    def reassess(self, *, reason: str) -> None:
        """Something changed for a child under observation: a new round of assessment begins."""

    @transition(
        "status",
        source=[Status.OPENED, Status.IN_SERVICE],
        target=None,
        custom=step(
            _("Register the care agreement"),
            actors=(Role.TOWN_CHILD_SUPERVISOR, Role.VILLAGE_CHILD_OFFICER),
            guards=(guards.agreement_is_sound,),
            writes=writes.agreement,
            papers=("FLW-01",),
            closes=("other_care",),
            weight="side",
        ),
    )
    def register_agreement(self) -> None:
        """Note the care agreement that parents and carer signed on paper (§2.1b); it is kept as a scan."""

    @transition(
        "status",
        source=[Status.OPENED, Status.IN_SERVICE, Status.UNDER_REVIEW],
        target=None,
        custom=step(
            _("Suspend the care agreement"),
            actors=(Role.TOWN_CHILD_SUPERVISOR,),
            guards=(guards.agreement_can_be_suspended,),
            writes=writes.suspension,
            papers=("FLW-01",),
            opens=RulesOf("care_suspended"),
            weight="side",
            effect=_("The agreement holds no more. Other care is arranged at once."),
        ),
    )
    def suspend_agreement(self) -> None:
        """The carer must not look after the child for now: other care is found and registered (§2.1b, §2.17)."""

    @transition(
        "status",
        source=Status.OPENED,
        target=Status.IN_SERVICE,
        custom=step(
            _("Begin the service"),
            actors=(Role.TOWN_CHILD_SUPERVISOR,),
            guards=(guards.agreement_in_force,),
            papers=("FLW-01",),
            opens=due.service,
            closes=("start",),
        ),
    )
    def start_service(self) -> None:
        """The measures of the plan begin."""

    @transition(
        "status",
        source=Status.IN_SERVICE,
        target=Status.UNDER_REVIEW,
        custom=step(
            _("Review"),
            actors=(Role.COUNTY_REVIEWER,),
            writes=writes.review,
            papers=("LBC-09",),
            opens=due.decision_on_review,
            closes=("review",),
        ),
    )
    def start_review(self) -> None:
        """Write down the periodic review and what it recommends."""

    @transition(
        "status",
        source=Status.UNDER_REVIEW,
        target=Status.IN_SERVICE,
        custom=step(
            _("Go on with the service"),
            actors=(Role.COUNTY_REVIEWER,),
            papers=("FLW-01",),
            opens=due.service,
            closes=("decide",),
        ),
    )
    def continue_service(self) -> None:
        """The review found that support must go on."""

    @transition(
        "status",
        source=Status.UNDER_REVIEW,
        target=Status.CLOSED,
        custom=step(
            _("Approve closing"),
            actors=approvers,
            guards=(guards.closing_is_recommended, guards.visits_are_recorded),
            other_than=("start_review",),
            papers=("LBC-12", "LBC-13"),
            opens=RulesOf("closed"),
            closes=("*",),
            weight="grave",
            effect=_("The guardian gets a closing notice. A return visit is made after 3 months."),
        ),
    )
    def close(self, *, opinion: str) -> None:
        """Close on the review's recommendation. `opinion` is printed on the closing form."""
        self.opinion = opinion
        self.finished_on = timezone.localdate()

    @transition(
        "status",
        source=RUNNING,
        target=Status.TERMINATED,
        custom=step(
            _("Terminate"),
            actors=(Role.COUNTY_APPROVER,),
            reason_required=True,
            papers=("LBC-14",),
            closes=("*",),
            weight="grave",
            effect=_("Refusing the service does not end the statutory duties of protection."),
        ),
    )
    def terminate(self, *, ground: str, reason: str) -> None:
        """End a case before its aims are met: the guardian declines, the child died, or was never eligible."""
        self._finish(reason)

    @transition("status", source=Status.ASSESSED, target=Status.VERIFIED, custom=SEND_BACK)
    @transition("status", source=Status.UNDER_REVIEW, target=Status.IN_SERVICE, custom=SEND_BACK)
    def send_back(self, *, reason: str) -> None:
        """The approver wants it done again: a new round begins with the last step."""

    @transition("status", source=Status.ASSESSED, target=Status.VERIFIED, custom=TAKE_BACK)
    @transition("status", source=Status.UNDER_REVIEW, target=Status.IN_SERVICE, custom=TAKE_BACK)
    def take_back(self, *, reason: str) -> None:
        """Whoever did the last step saw a mistake, and nobody has taken the case up yet."""

    @transition(
        "status",
        source=RUNNING,
        target=None,
        custom=step(
            _("Correct the facts"),
            actors=(Role.VILLAGE_CHILD_OFFICER, Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER),
            reason_required=True,
            writes=writes.correction,
            papers=("FLW-01",),
            weight="side",
        ),
    )
    def correct(self, **corrected: Any) -> None:
        """Mend what was entered wrongly about the child or the family. `corrected` are fields of this case."""
        self._set(corrected)

    @transition(
        "status",
        source=[state for state in RUNNING if state != Status.IMPORTED],
        target=None,
        custom=step(
            _("Record a consent"),
            actors=(Role.VILLAGE_CHILD_OFFICER, Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER),
            guards=(guards.consent_is_sound,),
            writes=writes.consent,
            papers=("FLW-01",),
            opens=due.consent_renewal,
            closes=("consent",),
            weight="side",
        ),
    )
    def record_consent(self) -> None:
        """Write down that the guardian gave, renewed or withdrew a consent; the newest word counts (PIPL art. 15)."""

    def _set(self, values: dict[str, Any]) -> None:
        for name, value in values.items():
            setattr(self, name, value)

    def _finish(self, reason: str) -> None:
        self.finished_reason = reason
        self.finished_on = timezone.localdate()
