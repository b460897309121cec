"""The rows every test's database starts with: entered once by the real command, put back after each flush.

The one invariant: after a test with real transactions the next test finds what `seed` entered, never what was left.
Used by tests/conftest.py only.
"""

import sqlite3
from io import StringIO
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.commands.flush import Command as Flush
from django.db import connection, transaction
from django.db.models import Model

from documents.database import lifted
from organisation.calendar import forget_calendar

_flush = Flush.handle
_rows: dict[type[Model], list[Model]] = {}
_copy: list[sqlite3.Connection] = []


def enter() -> None:
    """Seed the test database and remember every row that is now in it."""
    call_command("seed", stdout=StringIO())
    call_command("createcachetable", stdout=StringIO())
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy and (rows := list(model._base_manager.order_by("pk"))):
            _rows[model] = rows
    if connection.vendor == "sqlite":
        _copy[:] = [sqlite3.connect(":memory:", check_same_thread=False)]
        connection.connection.backup(_copy[0])


def flush_to_seed(self: Flush, **options: Any) -> None:
    """In place of the flush command: what `seed` entered, and nothing else, is in the database again."""
    if not (_copy and _copied_back()):
        with lifted():
            _flush(self, **(options | {"inhibit_post_migrate": True}))
        _put_rows_back()
    for forget in (forget_calendar, ContentType.objects.clear_cache, cache.clear):
        forget()


def _copied_back() -> bool:
    """Copy the seeded database over the one in use: no row is touched one by one. False when somebody holds it."""
    connection.ensure_connection()
    try:
        _copy[0].backup(connection.connection, sleep=0.01)
    except sqlite3.OperationalError:
        return False
    return True


def _put_rows_back() -> None:
    with transaction.atomic():  # some rows come before those they point at
        for model, rows in _rows.items():
            model._base_manager.bulk_create(rows, batch_size=2000)
