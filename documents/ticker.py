"""The ticker: runs the recurring jobs of `config/wiring.py`, each with a row that says when it ran and is next due.

Invariant: whoever runs the jobs of a round holds one lock for all machines; when a job has run is decided by its row
alone. A job that fails or is killed is late, which pages show. Called by `manage.py work`.
"""

import datetime as dt
import fcntl
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.module_loading import import_string

from documents.queues import waiting
from documents.surroundings import Surroundings, within
from organisation.models import JobRun

logger = logging.getLogger(__name__)

ROUND_SECONDS = 1
ADVISORY_LOCK = 7_203_115
RETRY = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Job:
    """A recurring job: every so many seconds, or daily at an hour of local time.

    `when_idle` names a queue whose tasks must have been taken first: nudging again for work that is still queued would
    only make the queue longer.
    """

    run: str
    every: int = 0
    daily_at: int | None = None
    when_idle: str = ""

    def next_after(self, moment: dt.datetime) -> dt.datetime:
        """When it is due after a run that ended at `moment`."""
        if self.daily_at is None:
            return moment + dt.timedelta(seconds=self.every)
        today = timezone.localtime(moment).replace(hour=self.daily_at, minute=0, second=0, microsecond=0)
        return today if today > moment else today + dt.timedelta(days=1)

    def function(self) -> Callable[[], object]:
        """What it runs. Raises ImportError."""
        found: Callable[[], object] = import_string(self.run)
        return found


def jobs() -> dict[str, Job]:
    """The jobs by name, in the order in which they run."""
    table: dict[str, Job] = import_module(settings.WIRING).JOBS
    return table


def tick_until(stopped: threading.Event) -> None:
    """Run due jobs every second until `stopped` is set. A database that is away is waited for."""
    while not stopped.is_set():
        try:
            with leading() as leads:
                if leads:
                    run_due_jobs(stopped)
        except DatabaseError:
            logger.exception("the ticker cannot reach the database and tries again")
            connection.close()
            stopped.wait(RETRY.total_seconds() / 12)
        stopped.wait(ROUND_SECONDS)


@contextmanager
def leading() -> Iterator[bool]:
    """True for one ticker at a time: an advisory lock on PostgreSQL, a lock on a file beside an SQLite database."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
            leads = bool(cursor.fetchone()[0])
            try:
                yield leads
            finally:
                if leads and connection.connection is not None:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])
        return
    with (settings.VAR / "ticker.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def run_due_jobs(stopped: threading.Event | None = None) -> list[str]:
    """Run every job whose row says that it is due, and those without a row; returns their names."""
    rows = {row.name: row for row in JobRun.objects.all()}
    JobRun.objects.filter(name__in=rows.keys() - jobs().keys()).delete()
    ran = []
    for name, job in jobs().items():
        row = rows.get(name) or JobRun.objects.create(name=name)
        if row.next_due > timezone.now() or (stopped and stopped.is_set()):
            continue
        run_job(name, job)
        ran.append(name)
    return ran


def run_job(name: str, job: Job) -> None:
    """Run one job and write on its row how it went. A failure is tried again after a minute at the latest."""
    row = JobRun.objects.filter(name=name)
    row.update(last_started=timezone.now())
    error = ""
    try:
        if not (job.when_idle and waiting(job.when_idle)):
            with within(Surroundings(request_id=f"job {name}"[:36])):
                job.function()()
    except DatabaseError:
        raise
    except Exception as failure:  # one bad job must not hold up the others; its row shows that it failed
        logger.exception("the recurring job %s failed", name)
        error = type(failure).__name__
    now = timezone.now()
    due = job.next_after(now)
    row.update(last_finished=now, next_due=min(due, now + RETRY) if error else due, error=error)
