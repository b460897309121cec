"""Background work: recurring jobs with rows that tell when they ran, and workers that may be killed at any time."""

import datetime as dt
import os
import select
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config import wiring
from documents import papers, ticker
from documents.models import Document
from documents.queues import forget_finished_tasks, oldest_wait, put_back_stale_tasks, put_back_tasks_of, waiting
from documents.ticker import Job, jobs, leading, run_due_jobs
from documents.workers import claim_worker_id
from organisation.jobs import late_jobs, ticker_has_run
from organisation.models import JobRun
from tests.cases.stages import register
from tests.documents.sheets import sheet

ROOT = Path(__file__).resolve().parents[2]
RAN = []
PDF = sheet()


def well():
    RAN.append("well")


def badly():
    raise ValueError("a sentence that may quote a person")


@pytest.fixture
def table(monkeypatch, db):
    """A table of jobs of this test's own."""
    RAN.clear()
    here = f"{__name__}."
    table = {"bad": Job(f"{here}badly", every=3600), "good": Job(f"{here}well", every=60)}
    monkeypatch.setattr(wiring, "JOBS", table)
    monkeypatch.setattr(Job, "function", lambda self: globals()[self.run.rpartition(".")[2]])
    return table


def task(**fields):
    made = DBTaskResult.objects.create(
        args_kwargs={"args": [1], "kwargs": {}}, task_path="documents.tasks.render_paper", queue_name="papers",
        backend_name="default", run_after=timezone.now(), **fields,
    )  # fmt: skip
    return made


def test_every_job_of_the_house_can_be_found():
    assert all(callable(job.function()) for job in jobs().values())


def test_a_job_runs_when_it_is_due_and_not_before(table):
    assert run_due_jobs() == ["bad", "good"]
    assert run_due_jobs() == []
    assert RAN == ["well"]


def test_a_missed_job_runs_at_the_next_round(table):
    run_due_jobs()
    JobRun.objects.filter(name="good").update(next_due=timezone.now() - dt.timedelta(days=2))

    assert run_due_jobs() == ["good"]


def test_a_failed_job_is_late_and_tried_again_soon_and_says_nothing_of_persons(table, caplog):
    run_due_jobs()

    row = JobRun.objects.get(name="bad")
    assert late_jobs() == [row] and row.error == "ValueError"
    assert row.next_due <= timezone.now() + dt.timedelta(minutes=1)


def test_a_job_that_nobody_ran_is_late(table):
    run_due_jobs()
    JobRun.objects.filter(name="bad").delete()
    JobRun.objects.filter(name="good").update(next_due=timezone.now() - dt.timedelta(minutes=6))

    assert [job.name for job in late_jobs()] == ["good"]


def test_a_job_that_no_longer_exists_is_forgotten(table):
    JobRun.objects.create(name="former", next_due=timezone.now() - dt.timedelta(days=1))
    run_due_jobs()

    assert ticker_has_run() and not JobRun.objects.filter(name="former").exists()


def test_a_sweep_waits_until_its_queue_is_empty(table):
    table["good"] = Job(table["good"].run, every=60, when_idle="papers")
    task()
    run_due_jobs()

    assert RAN == []


def test_a_daily_job_is_due_at_its_hour_in_china():
    job = Job("x", daily_at=3)
    evening = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)

    assert job.next_after(evening) == dt.datetime(2026, 11, 23, 19, 0, tzinfo=dt.UTC)
    assert job.next_after(evening + dt.timedelta(hours=7)) == dt.datetime(2026, 11, 24, 19, 0, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_only_one_ticker_leads(settings, tmp_path):
    settings.VAR = tmp_path
    if ticker.connection.vendor == "postgresql":
        pytest.skip("one connection may take its advisory lock twice")
    with leading() as first, leading() as second:
        assert (first, second) == (True, False)
    with leading() as again:
        assert again


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_only_one_ticker_leads_across_machines():
    from django.db import connection

    other = connection.copy()
    with leading() as leads, other.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ticker.ADVISORY_LOCK])
        assert leads and cursor.fetchone() == (False,)
    other.close()


def test_a_task_of_a_killed_worker_is_ready_again(db):
    mine = task(status="RUNNING", worker_ids=["here/papers/1"], started_at=timezone.now())
    other = task(status="RUNNING", worker_ids=["there/papers/1"], started_at=timezone.now())

    assert put_back_tasks_of("here/papers/1") == 1
    assert list(DBTaskResult.objects.order_by("enqueued_at").values_list("pk", "status")) == [
        (mine.pk, "READY"), (other.pk, "RUNNING"),
    ]  # fmt: skip


def test_a_task_that_killed_its_worker_three_times_is_given_up(db):
    task(status="RUNNING", worker_ids=["w", "w", "w"], started_at=timezone.now())
    put_back_tasks_of("w")

    assert DBTaskResult.objects.get().status == "FAILED"


def test_a_task_of_a_machine_that_is_gone_is_ready_again_after_hours(db):
    task(status="RUNNING", worker_ids=["gone"], started_at=timezone.now() - dt.timedelta(hours=7))

    assert put_back_stale_tasks() == 1
    assert waiting("papers") == 1 and oldest_wait("papers") >= 0 and waiting("long") == 0


def test_finished_tasks_are_forgotten(db):
    task(status="SUCCESSFUL", finished_at=timezone.now() - dt.timedelta(days=4))
    task(status="FAILED", finished_at=timezone.now() - dt.timedelta(days=4))
    forget_finished_tasks()

    assert DBTaskResult.objects.get().status == "FAILED"


def test_two_workers_on_one_machine_have_two_ids_and_a_dead_ones_is_free_again(settings, tmp_path):
    settings.VAR = tmp_path
    first, lock = claim_worker_id("papers")
    second, _other = claim_worker_id("papers")
    lock.close()

    assert first.endswith("/papers/1") and second.endswith("/papers/2")
    assert claim_worker_id("papers")[0] == first


@pytest.fixture
def issued(child, cast):
    """A paper that waits for its PDF."""
    return Document.objects.get(event=register(child, cast["wei"]), kind="LBC-01")


def test_nobody_has_to_wait_while_a_paper_is_rendered(issued, monkeypatch):
    before, during = len(connection.savepoint_ids), []
    monkeypatch.setattr(papers, "pdf_of", lambda document: during.append(len(connection.savepoint_ids)) or 1 / 0)
    papers.render(issued.pk)

    assert during == [before]


def test_of_two_workers_at_one_paper_the_first_stores_it(issued, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    rivals = [Document.objects.get(pk=issued.pk) for _worker in range(2)]
    for rival in rivals:
        papers.store(rival, PDF)
    issued.refresh_from_db()

    assert [path.is_file() for path in tmp_path.rglob("*.sealed")] == [True]
    assert papers.stored_pdf(issued) == PDF and rivals[1].sha256 == issued.sha256


def test_the_renderer_is_not_loaded_before_a_paper_is_rendered():
    loaded = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'; django.setup();"
        "import documents.workers, documents.tasks, config.urls; sys.exit('weasyprint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", loaded], cwd=ROOT).returncode == 0


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory, django_db_setup, django_db_blocker):
    """An installation of its own with a copy of the tests' database, made before a test opens its transaction."""
    var = tmp_path_factory.mktemp("var")
    with django_db_blocker.unblock(), closing(sqlite3.connect(var / "db.sqlite3")) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    surroundings = {**os.environ, "TONGXIN_VAR": str(var)}
    surroundings.pop("TONGXIN_DATABASE_URL", None)
    return surroundings


@pytest.fixture
def begin(surroundings):
    """Starts the background work; gives its process and the ids of its children."""
    started = []

    def begin():
        command = [sys.executable, "manage.py", "work", "-v2"]
        work = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, text=True)
        started.append(work)
        return work, dict(next_start(work) for _child in range(3))

    yield begin
    for work in started:
        work.kill()
        work.communicate()


def next_start(work):
    """Name and id of the process that is started next."""
    line = next(line for line in work.stdout if line.startswith("started "))
    _started, name, pid = line.split()
    return name, int(pid)


def wait_until_gone(pids):
    for pid in pids:
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        assert select.select([handle], [], [], 20)[0]
        os.close(handle)


@pytest.mark.house
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_work_ends_with_all_its_processes_whatever_the_signal(begin, ending):
    work, children = begin()
    work.send_signal(ending)

    assert work.wait(timeout=20) == (-ending if ending == signal.SIGKILL else 0)
    assert list(children) == ["ticker", "papers-1", "long-1"]
    wait_until_gone(children.values())


@pytest.mark.house
def test_a_killed_worker_is_replaced(begin):
    work, children = begin()
    os.kill(children["papers-1"], signal.SIGKILL)

    name, pid = next_start(work)
    assert name == "papers-1" and pid != children["papers-1"]
