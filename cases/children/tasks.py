"""Background work on rosters: tasks on the queue `long`, and what finds a run again whose worker was killed.

Invariant: a task is only a nudge, the import itself says where it stands. Called by the pages and the ticker.
"""

import datetime as dt
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone, translation
from django.utils.translation import gettext_noop
from django_tasks import task

from cases.children.importing import runs
from cases.registry.models import RosterImport
from cases.registry.roster.errors import RosterFileError
from documents.refusals import Refused

STALLED_AFTER = dt.timedelta(minutes=3)  # a chunk takes a second or two
UNEXPECTED = gettext_noop(
    "The work on this roster stopped unexpectedly. Try again; if it stops again, tell the administrator."
)
log = logging.getLogger(__name__)


@task(queue_name="long")
def check_import(run_id: int) -> None:
    """The dry run of one import, if it still waits for it."""
    with _failure_told(run_id):
        run = RosterImport.objects.filter(pk=run_id, status=RosterImport.Status.CHECKING).first()
        if run:
            runs.check(run)


@task(queue_name="long")
def go_on_import(run_id: int) -> None:
    """Import what is left of one running import."""
    with _failure_told(run_id):
        runs.go_on(run_id)


def resume_imports() -> int:
    """Nudge again for imports whose worker has given no sign of life for three minutes; returns how many.

    Safe to call at any time and from several places: two workers on one import do not disturb each other.
    """
    now = timezone.now()
    at_work = (RosterImport.Status.CHECKING, RosterImport.Status.RUNNING)
    silent = RosterImport.objects.filter(status__in=at_work, worked_at__lt=now - STALLED_AFTER)
    nudged = 0
    for run in silent:
        nudge = check_import if run.status == RosterImport.Status.CHECKING else go_on_import
        if silent.filter(pk=run.pk, status=run.status).update(worked_at=now):
            nudge.enqueue(run.pk)
            nudged += 1
    return nudged


@contextmanager
def _failure_told(run_id: int) -> Iterator[None]:
    """Whatever goes wrong, the page says so. Sentences are kept in the source language and translated when shown.

    Messages of exceptions stay out of the log: they may repeat what stands in the roster.
    """
    try:
        yield
    except RosterFileError as error:
        with translation.override(None):
            runs.fail(run_id, str(error))
    except Refused as refused:
        runs.fail(run_id, " ".join(refused.sentences))
    except Exception as error:
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("import %s stopped with %s\n%s", run_id, type(error).__name__, where)
        runs.fail(run_id, UNEXPECTED)
