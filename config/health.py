"""Whether the system works, for a monitor: database, migrations, queues, jobs, reminders. Tells nothing of anybody."""

import threading
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from documents.queues import QUEUES, oldest_wait, waiting
from documents.reminders.alarms import silent_today
from organisation.jobs import late_jobs, ticker_has_run

LONGEST_WAIT = 1800  # seconds that a task may wait before somebody should look


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 with status `ok`, or 503 with what is wrong."""
    try:
        found = _found()
    except DatabaseError:
        found = {"status": "failing", "database": "unreachable"}
    return JsonResponse(found, status=200 if found["status"] == "ok" else 503)


def _found() -> dict[str, Any]:
    pending = _pending_migrations()
    queues = {queue: {"waiting": waiting(queue), "oldest_seconds": oldest_wait(queue)} for queue in QUEUES}
    late = [job.name for job in late_jobs()]
    jobs = "late" if late else "ok" if ticker_has_run() else "never started"
    silent = not pending and silent_today()
    slow = any(queue["oldest_seconds"] > LONGEST_WAIT for queue in queues.values())
    return {
        "status": "failing" if pending or late or slow or silent else "ok",
        "database": connection.vendor,
        "migrations": f"{pending} missing" if pending else "complete",
        "queues": queues,
        "jobs": jobs,
        "late_jobs": late,
        "reminders": "silent" if silent else "ok",
    }


_complete = threading.Event()


def _pending_migrations() -> int:
    """Asked of the database until the answer is none: migrations do not come undone while a process runs."""
    pending = 0 if _complete.is_set() else _count_pending()
    if not pending:
        _complete.set()
    return pending


def _count_pending() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
