"""A batch on its way from the towns to the bank, as human work: who checks, approves, requests and releases.

Flow and node names are stored in the database: they are frozen. The gateways read the batch's state and decide
nothing. What the towns owe are due dates on their rolls, and what comes after the bank has none of this.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import PROCESS, flow

from cases.flows import DossierLock, Work, active_task, bind, finish, processes_of, subject_of
from documents.models import Event
from finance.models import Batch

Status = Batch.Status


def _stands_in(state: str) -> Any:
    return lambda activation: subject_of(activation.process).status == state


class BatchFlow(flow.Flow):
    """From the last town's signature to the file for the bank. Whoever has a step may return the batch instead."""

    process_title = _("Batch")
    lock_impl = DossierLock()

    begin = flow.StartHandle(this.take_up).Annotation(title=_("Reviewed by the towns")).Next(this.checks)
    checks = (
        Work("review", Status.TOWN_REVIEWED, due="review_batch")
        .Annotation(title=_("Review the batch"))
        .Next(this.checked)
    )
    checked = (
        flow.Switch().Annotation(title="").Case(this.approves, _stands_in(Status.COUNTY_REVIEWED)).Default(this.end)
    )
    approves = (
        Work("approve", Status.COUNTY_REVIEWED, due="approve_batch")
        .Annotation(title=_("Approve the batch"))
        .Next(this.approved)
    )
    approved = flow.Switch().Annotation(title="").Case(this.requests, _stands_in(Status.APPROVED)).Default(this.end)
    requests = (
        Work("request_funds", Status.APPROVED, due="request_funds")
        .Annotation(title=_("Request the funds"))
        .Next(this.requested)
    )
    requested = (
        flow.Switch().Annotation(title="").Case(this.releases, _stands_in(Status.FUNDING_REQUESTED)).Default(this.end)
    )
    releases = (
        Work("send", Status.FUNDING_REQUESTED, due="send_batch")
        .Annotation(title=_("Release to the bank"))
        .Next(this.end)
    )
    end = flow.End().Annotation(title=_("End"))

    def take_up(self, activation: Any, batch: Batch) -> Any:
        """Bind the new process to the batch."""
        return bind(activation.process, batch)


def follow(batch: Batch, event: Event) -> None:
    """A consequence of every step until the bank: close the one that this was, open the next, or begin a round."""
    task = active_task(batch)
    if task is not None and task.flow_task.state != batch.status:
        finish(task, event.by)
    elif task is None and batch.status == Status.TOWN_REVIEWED and not _running(batch):
        BatchFlow.begin.run(batch=batch)


def _running(batch: Batch) -> bool:
    return processes_of([batch.pk], Batch).filter(flow_class=BatchFlow, status=PROCESS.NEW).exists()
