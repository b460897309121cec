"""A pairing on its way to the agreement, as human work: who asks the family, who decides, who has it signed.

Flow and node names are stored in the database: they are frozen. The gateways read the pairing's state and decide
nothing. What happens while a pairing runs has due dates and no flow.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import PROCESS, flow

from cases.flows import DossierLock, Work, active_task, bind, finish, hand_back, processes_of, subject_of
from cases.models import RiskLevel
from documents.models import Event
from volunteers.models import Pairing, PairingStatus


def _stands_in(*states: str) -> Any:
    return lambda activation: subject_of(activation.process).status in states


def _is_high(activation: Any) -> bool:
    pairing = subject_of(activation.process)
    return pairing.status == PairingStatus.CONSENTED and pairing.case.risk_level == RiskLevel.HIGH


class PairingFlow(flow.Flow):
    """From the proposal to the signed agreement."""

    process_title = _("Pairing")
    lock_impl = DossierLock()

    begin = flow.StartHandle(this.take_up).Annotation(title=_("Proposed")).Next(this.consents)
    consents = (
        Work("consent", PairingStatus.PROPOSED, due="consent_pairing")
        .Annotation(title=_("Ask guardian and child"))
        .Next(this.asked)
    )
    asked = (
        flow.Switch()
        .Annotation(title=_("risk"))
        .Case(this.county_decision, _is_high)
        .Case(this.town_decision, _stands_in(PairingStatus.CONSENTED))
        .Default(this.end)
    )
    town_decision = (
        Work("approve", PairingStatus.CONSENTED, due="decide_pairing")
        .Annotation(title=_("Town decides"))
        .Next(this.decided)
    )
    county_decision = (
        Work("approve", PairingStatus.CONSENTED, due="decide_pairing")
        .Annotation(title=_("County decides"))
        .Next(this.decided)
    )
    decided = (
        flow.Switch()
        .Annotation(title="")
        .Case(this.agreement, _stands_in(PairingStatus.APPROVED))
        .Case(this.consents, _stands_in(PairingStatus.PROPOSED))
        .Default(this.end)
    )
    agreement = (
        Work("activate", PairingStatus.APPROVED, due="activate")
        .Annotation(title=_("Have the agreement signed"))
        .Next(this.end)
    )
    end = flow.End().Annotation(title=_("End"))

    def take_up(self, activation: Any, pairing: Pairing) -> Any:
        """Bind the new process to the pairing."""
        return bind(activation.process, pairing)


def follow(pairing: Pairing, event: Event) -> None:
    """A consequence of every step until the agreement: close the one that this was, open the next, or begin."""
    task = active_task(pairing)
    if task is not None and task.flow_task.state != pairing.status:
        finish(task, event.by)
    elif task is None and pairing.status == PairingStatus.PROPOSED and not _running(pairing):
        PairingFlow.begin.run(pairing=pairing)
    if event.action == "pairing.send_back":
        hand_back(pairing, event, "consent")


def _running(pairing: Pairing) -> bool:
    return processes_of([pairing.pk], Pairing).filter(flow_class=PairingFlow, status=PROCESS.NEW).exists()
