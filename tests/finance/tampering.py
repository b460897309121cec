"""What somebody with all rights on the database could do: change rows past their triggers, on both engines."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from documents.database import lifted


@contextmanager
def past_the_triggers() -> Iterator[None]:
    """Rows that may not be changed can be changed inside of the block. Within a transaction."""
    if connection.vendor == "sqlite":
        with lifted():
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def change(statement: str, *values: object) -> None:
    """Run one statement past the triggers."""
    with past_the_triggers(), connection.cursor() as cursor:
        cursor.execute(statement, values)
