"""The daily reminders over a county's due dates, against telling of one due date after the other with the ORM.

Both run on a fresh SQLite database in a process of its own, with an officer in every village. The reference tells of a
sample; its time is taken for each due date, as is ours for all of them. Queries are counted for each chunk.
"""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from bench import Result, at_most
from bench.imports import COUNTY, below, prepared

DUES = 30_000
SAMPLE = 300
SPREAD = 20  # days over which the last days lie, half of them over already


def run() -> Iterator[Result]:
    """The day's run over all due dates, a second run that finds nothing to do, and the queries of a chunk."""
    found = measured()
    yield below(f"reminders of {DUES} due dates, first run", found["ours"], found["one_by_one"] * DUES, 20, "s")
    yield at_most("a reminder", found["ours"] / DUES * 1000, found["one_by_one"] * 1000, 0.2, "ms")
    yield below("the same day's second run", found["again"], found["ours"], 2, "s")
    yield below("queries for a chunk of due dates", found["queries"], found["reference_queries"], 40, "queries")


def measured() -> dict[str, float]:
    """What a process of its own found out."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "TONGXIN_VAR": folder}
        environment.pop("TONGXIN_DATABASE_URL", None)
        code = "import bench.reminders as b; b.measure()"
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure() -> None:
    """Fill a database, tell of a sample one by one, then of everything; print seconds and queries."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from documents.reminders.run import CHUNK, remind_all

    fill(prepared())
    with CaptureQueriesContext(connection) as reference:
        one_by_one = seconds(one_after_the_other) / SAMPLE
    ours = seconds(remind_all)
    with CaptureQueriesContext(connection) as queries:
        remind_all(dt.date.today() + dt.timedelta(days=1))
    again = seconds(remind_all)
    chunks = DUES / CHUNK
    found = {"ours": ours, "again": again, "one_by_one": one_by_one, "queries": len(queries) / chunks}
    print(json.dumps({**found, "reference_queries": len(reference) / SAMPLE * CHUNK}))


def seconds(work: Any) -> float:
    """CPU time of `work`."""
    began = time.process_time()
    work()
    return time.process_time() - began


def fill(by: Any) -> None:
    """An officer in every village of the county, supervisor and approver in every town, and their due dates."""
    from django.db import transaction

    from documents.models import Dossier, DueDate
    from documents.offices import office_of
    from documents.trail import record
    from organisation.models import Division, Post, User

    places = list(Division.objects.filter(code__startswith=COUNTY[:6], level__in=("village", "town")))
    roles = {"village": ["village_child_officer"], "town": ["town_child_supervisor", "town_approver"]}
    wanted = [(place, role) for place in places for role in roles[place.level]]
    users = [User(username=f"u{n}", name=f"测速{n}", password="!") for n in range(len(wanted))]
    users = User.objects.bulk_create(users)
    since = dt.date(2020, 1, 1)
    Post.objects.bulk_create(
        Post(user=user, role=role, division=place, valid_from=since)
        for user, (place, role) in zip(users, wanted, strict=True)
    )
    villages = [place.code for place in places if place.level == "village"]
    event, today = record(office_of(by), "list.export", by=by), dt.date.today()
    with transaction.atomic():
        dossiers = Dossier.objects.bulk_create(
            [Dossier(kind="case", division_code=villages[n % len(villages)]) for n in range(DUES)], batch_size=2000
        )
        DueDate.objects.bulk_create(
            [
                DueDate(
                    dossier=dossier,
                    name="visit",
                    role="village_child_officer",
                    starts_on=today,
                    due_on=today + dt.timedelta(days=n % SPREAD - SPREAD // 2),
                    opened_by=event,
                )
                for n, dossier in enumerate(dossiers)
            ],
            batch_size=2000,
        )


def one_after_the_other() -> None:
    """Tell of a sample as a first version would: ask for each due date who owes it, and write a message."""
    from django.db import transaction

    from documents.models import DueDate
    from documents.reminders.models import Message, MessageItem
    from organisation.models import User

    with transaction.atomic():
        for due in DueDate.objects.order_by("-pk")[:SAMPLE]:
            for user in User.objects.holding(due.role, due.dossier.division_code, dt.date.today()):
                message, _made = Message.objects.get_or_create(user=user, key="due", once=f"bench:{user.pk}")
                MessageItem.objects.get_or_create(message=message, due=due)
