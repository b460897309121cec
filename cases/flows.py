"""What every flow of a case shares: the lock on the dossier, work nodes that ask the posts, and following the state.

The state machine is the truth; a flow only says whose work the next step is. `follow` runs inside perform's transaction
after every transition, so flow and state cannot disagree.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow.workflow import STATUS, chart, flow
from viewflow.workflow.models import Process, Task

from cases.models import Case
from documents.declarations import Attempt, declared
from documents.models import Dossier, Event
from documents.refusals import NotAllowed, NotPossible, NotVisible
from documents.trail import append
from documents.transitions import last_doers, locked, whose_task
from organisation.models import User
from organisation.rights import right_for

ACTIVE = (STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED)


class DossierLock:
    """viewflow's lock on a process, taken on the dossier row: the same first lock that perform takes."""

    @contextmanager
    def __call__(self, flow_class: Any, process_pk: int) -> Iterator[None]:
        with locked(case_of(Process.objects.get(pk=process_pk)).dossier_id):
            yield


class CaseWork(flow.View):
    """One step that waits for a person.

    `act` is the usual transition, `state` the case state in which it waits, `due` the name of the due date it owes.
    """

    def __init__(self, act: str, state: str, *, due: str, **kwargs: Any) -> None:
        super().__init__(view=None, **kwargs)
        self.act, self.state, self.due = act, state, due

    def actors(self, task: Any) -> set[str]:
        """The roles that may do the step for this case."""
        case = case_of(task.process)
        return set(declared(type(case))[self.act].step.actors_for(case))

    def can_assign(self, user: Any, task: Any) -> bool:
        return task.owner_id is None and self._concerns(user, task)

    def can_execute(self, user: Any, task: Any) -> bool:
        return task.owner_id == user.pk and self._concerns(user, task)

    def can_view(self, user: Any, task: Any) -> bool:
        return Case.objects.visible_to(user).filter(pk=task.process.artifact_object_id).exists()

    def _concerns(self, user: Any, task: Any) -> bool:
        case = case_of(task.process)
        visible = Dossier.objects.visible_to(user).filter(pk=case.dossier_id).exists()
        return visible and right_for(user, self.actors(task), case.dossier.division_code) is not None


def case_of(process: Any) -> Any:
    """The case, as its kind, that a process moves."""
    return Case.objects.select_related("dossier").get(pk=process.artifact_object_id).as_kind()


def processes_of(case_ids: Any) -> Any:
    """The processes of these cases, newest first."""
    root = ContentType.objects.get_for_model(Case)
    return Process.objects.filter(artifact_content_type=root, artifact_object_id__in=case_ids).order_by("-id")


def active_task(case: Case) -> Any:
    """The step that waits for a person in this case, or nothing."""
    tasks = Task.objects.filter(process__in=processes_of([case.pk]), status__in=ACTIVE, flow_task_type="HUMAN")
    return tasks.select_related("owner", "process").order_by("-id").first()


def finish(task: Any, by: User | None) -> None:
    """Complete a waiting step on behalf of whoever moved the case; the next one is created by the flow's gateways."""
    activation = task.flow_task.activation_class(task)
    if task.status == STATUS.ASSIGNED and task.owner_id != (by.pk if by else None):
        activation.unassign()
    if task.status == STATUS.NEW:
        activation.assign(by)
    activation.start(request=None)
    activation.execute()


def hand_back(case: Any, event: Event, act: str) -> None:
    """Give the step that must be done again to the person who did it last, marked as returned."""
    task = active_task(case)
    doer = User.objects.filter(pk=last_doers(case).get(act), is_active=True).first()
    if task is None or doer is None or not task.flow_task.can_assign(doer, task):
        return
    task.flow_task.activation_class(task).assign(doer)
    Task.objects.filter(pk=task.pk).update(data={"returned_by_event": event.pk}, assigned=timezone.now())


def claim(task_id: int, by: User) -> Any:
    """Take a waiting step from the team's queue. Raises a Refused when it is gone or not this user's to take."""
    return _move(task_id, by, "claim")


def release(task_id: int, by: User) -> Any:
    """Put a claimed step back into the team's queue."""
    return _move(task_id, by, "release")


def free_step(case: Case, user: User) -> None:
    """Put the waiting step back into the queue when this user has claimed it. The caller holds the dossier."""
    task = active_task(case)
    if task and task.owner_id == user.pk and task.status == STATUS.ASSIGNED:
        task.flow_task.activation_class(task).unassign()


def _move(task_id: int, by: User, act: str) -> Any:
    case = case_of(Task.objects.select_related("process").get(pk=task_id).process)
    with locked(case.dossier_id) as dossier:
        task = Task.objects.select_related("owner", "process").get(pk=task_id)
        activation = task.flow_task.activation_class(task)
        if task.status not in ACTIVE:
            raise NotPossible(_("This step is done already. Look at the case to see what comes next."))
        if act == "claim":
            _check_claim(task, case, by)
            activation.assign(by)
        elif task.owner_id == by.pk and task.status == STATUS.ASSIGNED:
            activation.unassign()
        else:
            raise NotAllowed(_("Only the person who has claimed a step can release it."))
        append(dossier, f"flow.{act}", by=by, subject=Case(pk=case.pk), details={"step": task.flow_task.name})
    return case


def _check_claim(task: Any, case: Any, by: User) -> None:
    if not Dossier.objects.visible_to(by).filter(pk=case.dossier_id).exists():
        raise NotVisible
    if task.owner_id and task.owner_id != by.pk:
        raise NotPossible(_("%s has claimed this step. Ask them to release it.") % task.owner)
    if not task.flow_task.can_assign(by, task):
        raise NotAllowed(whose_task(case, declared(type(case))[task.flow_task.act]))


def claimed_by_someone_else(attempt: Attempt) -> Iterator[str]:
    """A blocker: while one person has claimed the step, colleagues of the same role keep off."""
    task = attempt.once("task", lambda: active_task(attempt.subject))
    if task and task.owner_id and attempt.by and task.owner_id != attempt.by.pk:
        yield _("%s has claimed this step. Ask them to release it.") % task.owner


def next_person_has_claimed(attempt: Attempt) -> Iterator[str]:
    """A blocker: what the next person has taken up cannot be taken back."""
    task = attempt.once("task", lambda: active_task(attempt.subject))
    if task and task.owner_id and attempt.by and task.owner_id != attempt.by.pk:
        yield _("%s has taken the case up already. Ask them to send it back.") % task.owner


def step_for(case: Any, user: User) -> dict[str, Any] | None:
    """The waiting step of a case as its page shows it: who has it, and whether this user may take or release it.

    `case` is one that the user may see, as its kind.
    """
    task = active_task(case)
    if task is None:
        return None
    actors = set(declared(type(case))[task.flow_task.act].step.actors_for(case))
    return {
        "task": task,
        "title": task.flow_task.task_title,
        "may_claim": task.owner_id is None and right_for(user, actors, case.dossier.division_code) is not None,
        "may_release": task.owner_id == user.pk and task.status == STATUS.ASSIGNED,
    }


def tasks_of(case_ids: list[int]) -> dict[int, Any]:
    """For each of these cases the step that waits, if one does. Two queries."""
    tasks = Task.objects.filter(process__in=processes_of(case_ids), status__in=ACTIVE, flow_task_type="HUMAN")
    return {task.process.artifact_object_id: task for task in tasks.select_related("process", "owner")}


def task_case_id(task_id: int) -> int | None:
    """The case that a step belongs to; nothing for an unknown step."""
    return Task.objects.filter(pk=task_id).values_list("process__artifact_object_id", flat=True).first()


def picture(process: Any) -> str:
    """The flow as SVG with the steps done and the one that waits marked."""
    grid = chart.calc_layout_data(process.flow_class)
    chart.calc_cell_status(process.flow_class, grid, process.pk)
    return str(chart.grid_to_svg(grid))


def claimed_by(worker: User, viewer: User) -> list[tuple[Any, Case, str]]:
    """Steps of cases that `worker` has claimed and `viewer` may see: the step, its case, and what is to be done."""
    root = ContentType.objects.get_for_model(Case)
    tasks = Task.objects.filter(owner=worker, status=STATUS.ASSIGNED, process__artifact_content_type=root)
    tasks = tasks.filter(flow_task_type="HUMAN").select_related("process").order_by("assigned")
    visible = Case.objects.visible_to(viewer).for_page().in_bulk([task.process.artifact_object_id for task in tasks])
    pairs = [(task, visible.get(task.process.artifact_object_id)) for task in tasks]
    return [(task, case, str(task.flow_task.task_title)) for task, case in pairs if case]


def hand_over_step(task_id: int, *, worker: User, to: User) -> None:
    """Give a claimed step to a colleague of the same place. The caller holds the dossier. Raises NotPossible."""
    task = Task.objects.select_related("process").get(pk=task_id)
    if task.owner_id != worker.pk or task.status != STATUS.ASSIGNED:
        raise NotPossible(_("This is done or handed over already. Reload the page to see what is left."))
    task.flow_task.activation_class(task).unassign()
    task.refresh_from_db()
    if not task.flow_task.can_assign(to, task):
        raise NotPossible(_("%s does not do this work in this place. Choose somebody who does.") % to)
    task.flow_task.activation_class(task).assign(to)
