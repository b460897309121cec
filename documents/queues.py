"""The queues of background tasks: what waits, how long, and what a killed worker left half done.

A task is only a nudge and may run twice; so whatever was left running is simply put back. Called by the ticker, the
workers and the health page.
"""

import datetime as dt

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

QUEUES = ("papers", "long")
MOST_STARTS = 3
LONGEST_TASK = dt.timedelta(hours=6)


def waiting(queue: str) -> int:
    """How many tasks of the queue are ready and have not been taken."""
    return DBTaskResult.objects.ready().filter(queue_name=queue).count()


def oldest_wait(queue: str) -> int:
    """Seconds for which the oldest ready task of the queue has waited; 0 when none waits."""
    first = DBTaskResult.objects.ready().filter(queue_name=queue).order_by("enqueued_at").first()
    return int((timezone.now() - first.enqueued_at).total_seconds()) if first else 0


def put_back_tasks_of(worker_id: str) -> int:
    """Make tasks ready again that a worker of this id was killed in; returns how many. Called when it starts anew."""
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    return _put_back([task for task in running if task.worker_ids and task.worker_ids[-1] == worker_id])


def put_back_stale_tasks() -> int:
    """Make tasks ready again whose worker must be gone with its machine; returns how many."""
    started_before = timezone.now() - LONGEST_TASK
    return _put_back(list(DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=started_before)))


def _put_back(tasks: list[DBTaskResult]) -> int:
    """A task that killed its worker three times is given up; the row that it was about stays visible as not done."""
    for task in tasks:
        given_up = len(task.worker_ids) >= MOST_STARTS
        DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING).update(
            status=TaskResultStatus.FAILED if given_up else TaskResultStatus.READY,
            finished_at=timezone.now() if given_up else None,
        )
    return len(tasks)


def forget_finished_tasks() -> None:
    """Delete what is left of finished tasks after three days, of failed ones after thirty."""
    for status, days in ((TaskResultStatus.SUCCESSFUL, 3), (TaskResultStatus.FAILED, 30)):
        DBTaskResult.objects.filter(status=status, finished_at__lt=timezone.now() - dt.timedelta(days=days)).delete()
