"""What every flow shares: the lock on the dossier, work nodes that ask the posts, and following the state.

The state machine is the truth; a flow only says whose work the next step is. A flow moves a case, or whatever else has
a dossier and declared acts (a pairing): the artifact of its process. Each flow's `follow` runs inside perform's
transaction after every transition, so flow and state cannot disagree.
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
        with locked(subject_of(Process.objects.get(pk=process_pk)).dossier_id):
            yield


class Work(flow.View):
    """One step that waits for a person.

    `act` is the usual transition, `state` the state in which it waits, `due` the name of the due date it owes.
    """

    def __init__(self, act: str, state: str, *, due: str, **kwargs: Any) -> None:
        super().__init__(view=None, **kwargs)
        self.act, self.state, self.due = act, state, due

    def actors(self, task: Any) -> set[str]:
        """The roles that may do the step for this subject."""
        subject = subject_of(task.process)
        return set(declared(type(subject))[self.act].step.actors_for(subject))

    def can_assign(self, user: Any, task: Any) -> bool:
        return task.owner_id is None and self._concerns(user, task)

    def can_execute(self, user: Any, task: Any) -> bool:
        return task.owner_id == user.pk and self._concerns(user, task)

    def can_view(self, user: Any, task: Any) -> bool:
        return _sees(user, subject_of(task.process), self.act)

    def _concerns(self, user: Any, task: Any) -> bool:
        subject = subject_of(task.process)
        right = right_for(user, self.actors(task), subject.dossier.division_code)
        return right is not None and _sees(user, subject, self.act)


def _sees(user: Any, subject: Any, act: str) -> bool:
    """True when the user reaches the subject for that act: whole, or reduced where the act is open to such readers."""
    if Dossier.objects.visible_to(user).filter(pk=subject.dossier_id).exists():
        return True
    reduced = declared(type(subject))[act].step.reduced
    return reduced and Dossier.objects.reduced_for(user).filter(pk=subject.dossier_id).exists()


def subject_of(process: Any) -> Any:
    """What a process moves: a case as its kind, a pairing."""
    model: Any = ContentType.objects.get_for_id(process.artifact_content_type_id).model_class()
    subject = model._default_manager.select_related("dossier").get(pk=process.artifact_object_id)
    return subject.as_kind() if isinstance(subject, Case) else subject


def root_of(subject: Any) -> type[Any]:
    """The model that processes of such a subject point at: Case for every kind of case."""
    return Case if isinstance(subject, Case) else type(subject)


def processes_of(ids: Any, model: type[Any] = Case) -> Any:
    """The processes of these cases, or of these rows of another model, newest first."""
    root = ContentType.objects.get_for_model(model)
    return Process.objects.filter(artifact_content_type=root, artifact_object_id__in=ids).order_by("-id")


def bind(process: Any, subject: Any) -> Any:
    """Let a new process move this subject."""
    process.artifact_content_type = ContentType.objects.get_for_model(root_of(subject))
    process.artifact_object_id = subject.pk
    return process


def active_task(subject: Any) -> Any:
    """The step of this case or pairing that waits for a person, or nothing."""
    processes = processes_of([subject.pk], root_of(subject))
    tasks = Task.objects.filter(process__in=processes, status__in=ACTIVE, flow_task_type="HUMAN")
    return tasks.select_related("owner", "process").order_by("-id").first()


def finish(task: Any, by: User | None) -> None:
    """Complete a waiting step on behalf of whoever moved the subject; the gateways create the next one."""
    activation = task.flow_task.activation_class(task)
    if task.status == STATUS.ASSIGNED and task.owner_id != (by.pk if by else None):
        activation.unassign()
    if task.status == STATUS.NEW:
        activation.assign(by)
    activation.start(request=None)
    activation.execute()


def hand_back(subject: Any, event: Event, act: str) -> None:
    """Give the step that must be done again to the person who did it last, marked as returned."""
    task = active_task(subject)
    doer = User.objects.filter(pk=last_doers(subject).get(act), is_active=True).first()
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
    """Put the steps of this file that the user has claimed back into the queue. The caller holds the dossier."""
    for (_dossier, _due), task in steps_of([case.dossier_id]).items():
        if task.owner_id == user.pk and task.status == STATUS.ASSIGNED:
            task.flow_task.activation_class(task).unassign()


def _move(task_id: int, by: User, act: str) -> Any:
    subject = subject_of(Task.objects.select_related("process").get(pk=task_id).process)
    with locked(subject.dossier_id) as dossier:
        task = Task.objects.select_related("owner", "process").get(pk=task_id)
        activation = task.flow_task.activation_class(task)
        if task.status not in ACTIVE:
            raise NotPossible(_("This step is done already. Look at the case to see what comes next."))
        if act == "claim":
            _check_claim(task, subject, by)
            activation.assign(by)
        elif task.owner_id == by.pk and task.status == STATUS.ASSIGNED:
            activation.unassign()
        else:
            raise NotAllowed(_("Only the person who has claimed a step can release it."))
        root = root_of(subject)(pk=subject.pk)
        append(dossier, f"flow.{act}", by=by, subject=root, details={"step": task.flow_task.name})
    return subject


def _check_claim(task: Any, subject: Any, by: User) -> None:
    if not task.flow_task.can_view(by, task):
        raise NotVisible
    if task.owner_id and task.owner_id != by.pk:
        raise NotPossible(_("%s has claimed this step. Ask them to release it.") % task.owner)
    if not task.flow_task.can_assign(by, task):
        raise NotAllowed(whose_task(subject, declared(type(subject))[task.flow_task.act]))


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


def step_for(subject: Any, user: User) -> dict[str, Any] | None:
    """The waiting step of a case or pairing as its page shows it: who has it, and may this user take or release it.

    `subject` is one that the user may see; a case as its kind.
    """
    task = active_task(subject)
    if task is None:
        return None
    actors = set(declared(type(subject))[task.flow_task.act].step.actors_for(subject))
    return {
        "task": task,
        "title": task.flow_task.task_title,
        "may_claim": task.owner_id is None and right_for(user, actors, subject.dossier.division_code) is not None,
        "may_release": task.owner_id == user.pk and task.status == STATUS.ASSIGNED,
    }


_moved: list[type[Any]] = [Case]


def moved_by_flows(model: type[Any]) -> None:
    """Tell the worklist that steps of flows may wait for rows of this model. Called when its app is ready."""
    _moved.append(model)


def steps_of(dossier_ids: Any) -> dict[tuple[int, str], Any]:
    """The steps that wait in these files, by dossier and the name of the due date they owe. A query for each model, one
    for all steps.
    """
    dossiers: dict[tuple[int, int], int] = {}
    for model in _moved:
        root = ContentType.objects.get_for_model(model).pk
        rows = model._default_manager.filter(dossier__in=dossier_ids).values_list("pk", "dossier_id")
        dossiers |= {(root, pk): dossier for pk, dossier in rows}
    process = "process__artifact_"
    these = {f"{process}content_type__in": {root for root, _pk in dossiers}}
    tasks = Task.objects.filter(**these, **{f"{process}object_id__in": {pk for _root, pk in dossiers}})
    found = {}
    for task in tasks.filter(status__in=ACTIVE, flow_task_type="HUMAN").select_related("process", "owner"):
        moved = (task.process.artifact_content_type_id, task.process.artifact_object_id)
        if moved in dossiers:  # a case and a pairing may have the same number
            found[dossiers[moved], task.flow_task.due] = task
    return found


def subject_of_task(task_id: int) -> Any:
    """What a step moves; nothing for an unknown step."""
    task = Task.objects.filter(pk=task_id).select_related("process").first()
    return subject_of(task.process) if task else None


def picture(process: Any) -> str:
    """The flow as SVG with the steps done and the one that waits marked."""
    grid = chart.calc_layout_data(process.flow_class)
    chart.calc_cell_status(process.flow_class, grid, process.pk)
    return str(chart.grid_to_svg(grid))


def claimed_by(worker: User, viewer: User) -> list[tuple[Any, Case, str]]:
    """Steps that `worker` has claimed in cases that `viewer` may see: the step, its case, what is to be done."""
    tasks = list(Task.objects.filter(owner=worker, status=STATUS.ASSIGNED, flow_task_type="HUMAN").order_by("assigned"))
    subjects = {task.pk: subject_of(task.process) for task in tasks}
    dossiers = [subject.dossier_id for subject in subjects.values()]
    visible = {
        case.dossier_id: case for case in Case.objects.visible_to(viewer).for_page().filter(dossier__in=dossiers)
    }
    pairs = [(task, visible.get(subjects[task.pk].dossier_id)) for task in tasks]
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
