"""The page for a monitor: says whether the system works, and nothing of any person."""

import datetime as dt

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config import health
from organisation.models import JobRun

pytestmark = pytest.mark.django_db


def ask(client):
    return client.get(reverse("health"))


def test_all_is_well(client):
    JobRun.objects.create(name="seal", next_due=timezone.now())
    answer = ask(client)
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok" and answer.json()["jobs"] == "ok"
    assert answer.json()["queues"] == {name: {"waiting": 0, "oldest_seconds": 0} for name in ("papers", "long")}


def test_before_the_background_work_was_started_it_says_so(client):
    assert ask(client).json()["jobs"] == "never started"


def test_a_late_job_is_named(client):
    JobRun.objects.create(name="seal", next_due=timezone.now() - dt.timedelta(minutes=6))
    answer = ask(client)
    assert answer.status_code == 503 and answer.json()["late_jobs"] == ["seal"]


def test_a_queue_that_nobody_works_on_is_a_failure(client):
    task = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="documents.tasks.render_paper", queue_name="papers",
        backend_name="default", run_after=timezone.now(),
    )  # fmt: skip
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - dt.timedelta(hours=2))
    answer = ask(client)
    assert answer.status_code == 503 and answer.json()["queues"]["papers"]["waiting"] == 1


def test_missing_migrations_are_a_failure(client, monkeypatch):
    monkeypatch.setattr(health, "_pending_migrations", lambda: 2)
    answer = ask(client)
    assert answer.status_code == 503 and answer.json()["migrations"] == "2 missing"


def test_a_database_that_is_away_is_a_failure_and_no_error_page(client, monkeypatch):
    def away():
        raise OperationalError("host 10.1.2.3 refused")

    monkeypatch.setattr(health, "_found", away)
    answer = ask(client)
    assert answer.status_code == 503 and "10.1.2.3" not in answer.content.decode()


def test_it_can_only_be_asked(client):
    assert client.post(reverse("health")).status_code == 405
