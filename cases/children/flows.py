"""Intake and approval of a left-behind child's case as human work: who does the next step.

Flow and node names are stored in the database: they are frozen. The gateways read the case's state and decide nothing.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import PROCESS, flow

from cases.children.models import LeftBehindCase, Status
from cases.flows import DossierLock, Work, active_task, bind, finish, hand_back, processes_of, subject_of
from cases.models import RiskLevel
from documents.models import Event


def _stands_in(*states: str) -> Any:
    return lambda activation: subject_of(activation.process).status in states


def _is_high(activation: Any) -> bool:
    return subject_of(activation.process).risk_level == RiskLevel.HIGH


class IntakeFlow(flow.Flow):
    """From the registered child to the service that begins."""

    process_title = _("Intake and approval")
    lock_impl = DossierLock()

    begin = flow.StartHandle(this.take_up).Annotation(title=_("Registered")).Next(this.entry)
    entry = (
        flow.Switch()
        .Annotation(title="")
        .Case(this.verify, _stands_in(Status.REGISTERED))
        .Case(this.assess, _stands_in(Status.VERIFIED))
        .Default(this.end)
    )
    verify = Work("verify", Status.REGISTERED, due="verify").Annotation(title=_("Verify")).Next(this.verified)
    verified = flow.Switch().Annotation(title="").Case(this.assess, _stands_in(Status.VERIFIED)).Default(this.end)
    assess = Work("assess", Status.VERIFIED, due="assess").Annotation(title=_("Assess and plan")).Next(this.level)
    level = (
        flow.Switch()
        .Annotation(title=_("risk"))
        .Case(this.end, _stands_in(Status.TERMINATED))
        .Case(this.county_decision, _is_high)
        .Default(this.town_decision)
    )
    town_decision = Work("open", Status.ASSESSED, due="decide").Annotation(title=_("Town decides")).Next(this.decided)
    county_decision = (
        Work("open", Status.ASSESSED, due="decide").Annotation(title=_("County decides")).Next(this.decided)
    )
    decided = (
        flow.Switch()
        .Annotation(title="")
        .Case(this.begin_service, _stands_in(Status.OPENED))
        .Case(this.assess, _stands_in(Status.VERIFIED))
        .Default(this.end)
    )
    begin_service = (
        Work("start_service", Status.OPENED, due="start").Annotation(title=_("Begin the service")).Next(this.end)
    )
    end = flow.End().Annotation(title=_("End"))

    def take_up(self, activation: Any, case: LeftBehindCase) -> Any:
        """Bind the new process to the root case."""
        return bind(activation.process, case)


ENTRY_STATES = (Status.REGISTERED, Status.VERIFIED)
AGAIN = {Status.VERIFIED: "assess"}


def follow(case: LeftBehindCase, event: Event) -> None:
    """A consequence of every transition: close the step that this was, open the next one, or start the flow."""
    task = active_task(case)
    if task is not None and task.flow_task.state != case.status:
        finish(task, event.by)
    elif task is None and case.status in ENTRY_STATES and not _running(case):
        IntakeFlow.begin.run(case=case)
    if event.action in ("case.send_back", "case.take_back") and case.status in AGAIN:
        hand_back(case, event, AGAIN[case.status])


def _running(case: LeftBehindCase) -> bool:
    return processes_of([case.pk]).filter(flow_class=IntakeFlow, status=PROCESS.NEW).exists()
