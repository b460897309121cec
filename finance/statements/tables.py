"""The temporary tables that a program's answer is laid out in, and how statements are run."""

# ruff: noqa: S608 - the texts are our own; whatever varies between two calls is a parameter

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

CHILD = {
    "ordinal": "integer",
    "case_id": "bigint",
    "dossier_id": "bigint",
    "award_id": "bigint",
    "person_id": "bigint",
    "division_id": "bigint",
    "town_id": "bigint",
    "account_id": "bigint",
    "main": "integer",  # 1 for the case that carries what belongs to the person as such
    "problem": "text",
}
SPAN = {
    "ordinal": "integer",
    "first_month": "date",
    "last_month": "date",
    "outcome": "text",
    "reason": "text",
    "series_id": "bigint",
    "fen": "bigint",
}
MONTH = {
    "ordinal": "integer",
    "person_id": "bigint",
    "month": "date",
    "outcome": "text",
    "reason": "text",
    "rate_id": "bigint",
    "fen": "bigint",
}
PICK = {
    "ordinal": "integer",
    "person_id": "bigint",
    "month": "date",
    "accrual_id": "bigint",
    "adjustment_id": "bigint",
    "fen": "bigint",
}
LEFT = {"ordinal": "integer", "month": "date", "outcome": "text", "reason": "text"}
TABLES = {
    "compiling_child": CHILD,
    "compiling_span": SPAN,
    "compiling_month": MONTH,
    "compiling_pick": PICK,
    "compiling_left": LEFT,
}
WORK_MEMORY = "64MB"  # of each sort or hash of a compiling PostgreSQL, until its transaction ends


def run(statement: str, parameters: Sequence[Any] = ()) -> int:
    """Execute one statement; how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        return int(cursor.rowcount)


def rows(statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows that one statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        return list(cursor.fetchall())


def ids(statement: str, parameters: Sequence[Any] = ()) -> Any:
    """A subquery of ids for `filter(pk__in=…)`."""
    return RawSQL(statement, list(parameters))  # noqa: S611 - see above


def begin() -> None:
    """Empty temporary tables, those of an earlier run in this transaction gone; room to sort and join in memory."""
    if connection.vendor == "postgresql":
        run(f"SET LOCAL work_mem = '{WORK_MEMORY}'")
    for table, columns in TABLES.items():
        fields = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        run(f"DROP TABLE IF EXISTS {table}")
        run(f"CREATE TEMPORARY TABLE {table} ({fields})")


def end() -> None:
    """Leave nothing behind."""
    for table in TABLES:
        run(f"DROP TABLE {table}")


def load(table: str, given: Iterable[Sequence[Any]]) -> None:
    """Fill one of the temporary tables with rows in the order of its columns, as one JSON parameter."""
    columns = TABLES[table]
    run(f"INSERT INTO {table} ({', '.join(columns)}) {_json_rows(columns)}", [json.dumps(list(given), default=str)])


def _json_rows(columns: dict[str, str]) -> str:
    kinds = enumerate(columns.values())
    if connection.vendor == "sqlite":
        values = ", ".join(f"json_extract(value, '$[{n}]')" for n, _kind in kinds)
        return f"SELECT {values} FROM json_each(%s)"
    fields = ", ".join(f"(given->>{n})::{kind}" for n, kind in kinds)
    return f"SELECT {fields} FROM jsonb_array_elements(%s::jsonb) AS each(given)"


def months_given() -> str:
    """A subquery of months (`month`) from one JSON parameter."""
    if connection.vendor == "sqlite":
        return "SELECT value AS month FROM json_each(%s)"
    return "SELECT value::date AS month FROM jsonb_array_elements_text(%s::jsonb)"


def prepare() -> None:
    """Let the database count what was filled in: temporary tables have no statistics. SQLite needs them found."""
    if connection.vendor == "postgresql":
        run(f"ANALYZE {', '.join(TABLES)}")
        return
    run("CREATE INDEX temp.compiling_child_ordinal ON compiling_child (ordinal)")
    run("CREATE INDEX temp.compiling_span_ordinal ON compiling_span (ordinal)")


def count_rows(table: str) -> None:
    """The same for one of our tables after a batch was written to it: no statistics know the new batch yet."""
    if connection.vendor == "postgresql":
        run(f"ANALYZE {table}")
