"""What Django cannot promise on both engines, as triggers written once for SQLite and PostgreSQL.

Used by migrations only. Tests lift them for a flush with `lifted()` and for nothing else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.migrations.operations.base import Operation

REFUSAL = "append-only: this row may not be changed or removed"
OVERLAP = "periods of this row and of another one overlap"


class _Triggers(Operation):
    """A reversible operation that runs one statement list per vendor."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def forwards(self, vendor: str) -> list[str]:
        raise NotImplementedError

    def backwards(self, vendor: str) -> list[str]:
        raise NotImplementedError

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in self.forwards(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in self.backwards(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def _create(self, vendor: str, name: str, table: str, when: str, condition: str) -> list[str]:
        if vendor == "postgresql":
            return [
                f"CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation'; END $$",
                f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW WHEN ({condition}) "
                f"EXECUTE FUNCTION refuse_change()",
            ]
        return [
            f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        ]

    def _drop(self, vendor: str, name: str, table: str) -> str:
        return f"DROP TRIGGER {name} ON {table}" if vendor == "postgresql" else f"DROP TRIGGER {name}"


class AppendOnly(_Triggers):
    """Rows of `table` can be inserted and read, never changed or deleted."""

    def __init__(self, table: str) -> None:
        self.table = table

    def forwards(self, vendor: str) -> list[str]:
        return [
            *self._create(
                vendor, f"{self.table}_no_update", self.table, "UPDATE", "true" if vendor != "sqlite" else "1"
            ),
            *self._create(
                vendor, f"{self.table}_no_delete", self.table, "DELETE", "true" if vendor != "sqlite" else "1"
            ),
        ]

    def backwards(self, vendor: str) -> list[str]:
        return [self._drop(vendor, f"{self.table}_no_{act}", self.table) for act in ("update", "delete")]

    def describe(self) -> str:
        return f"Make {self.table} append-only"


class Frozen(_Triggers):
    """Once written, `columns` of `table` keep their values and the row stays. `once` may be filled a single time.

    With `when`, a condition on the row OLD, the values are kept only from then on.
    """

    def __init__(self, table: str, columns: list[str], once: list[str], when: str = "") -> None:
        self.table, self.columns, self.once, self.when = table, columns, once, when

    def forwards(self, vendor: str) -> list[str]:
        differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
        changed = [f"OLD.{column} {differs} NEW.{column}" for column in self.columns]
        changed += [f"(OLD.{column} <> '' AND OLD.{column} {differs} NEW.{column})" for column in self.once]
        always = "true" if vendor == "postgresql" else "1"
        changes = f"({' OR '.join(changed)}) AND ({self.when or always})"
        return [
            *self._create(vendor, f"{self.table}_frozen", self.table, "UPDATE", changes),
            *self._create(vendor, f"{self.table}_kept", self.table, "DELETE", always),
        ]

    def backwards(self, vendor: str) -> list[str]:
        return [self._drop(vendor, f"{self.table}_{name}", self.table) for name in ("frozen", "kept")]

    def describe(self) -> str:
        return f"Freeze issued rows of {self.table}"


class NoOverlap(_Triggers):
    """Periods of one `owner` in `table` never overlap; a period may begin on the day on which the last one ends.

    A period goes from `begins` to the first of `ends` that is filled, without end when none is. Rows that have not
    begun, with `begins` empty, are no periods. SQL's names are the table's columns.
    """

    def __init__(self, table: str, *, owner: str, begins: str, ends: list[str]) -> None:
        self.table, self.owner, self.begins, self.ends = table, owner, begins, ends

    def forwards(self, vendor: str) -> list[str]:
        if vendor == "postgresql":  # a constraint holds for transactions that do not see each other, too
            until = f"COALESCE({', '.join(self.ends)}, 'infinity'::date)"
            return [
                f"ALTER TABLE {self.table} ADD CONSTRAINT {self._name} EXCLUDE USING gist "
                f"(int8range({self.owner}, {self.owner}, '[]') WITH &&, daterange({self.begins}, {until}) WITH &&) "
                f"WHERE ({self.begins} IS NOT NULL)"
            ]
        return [  # names of our own tables and columns, written in migrations
            f"CREATE TRIGGER {self._name}_{when.lower()} BEFORE {when} ON {self.table} FOR EACH ROW WHEN EXISTS ("  # noqa: S608
            f"SELECT 1 FROM {self.table} other WHERE other.id IS NOT NEW.id AND other.{self.owner} = NEW.{self.owner} "
            f"AND other.{self.begins} < {self._until('NEW')} AND NEW.{self.begins} < {self._until('other')}) "
            f"BEGIN SELECT RAISE(ABORT, '{OVERLAP}'); END"
            for when in ("INSERT", "UPDATE")
        ]

    def backwards(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [f"ALTER TABLE {self.table} DROP CONSTRAINT {self._name}"]
        return [self._drop(vendor, f"{self._name}_{when}", self.table) for when in ("insert", "update")]

    @property
    def _name(self) -> str:
        return f"{self.table}_no_overlap"

    def _until(self, row: str) -> str:
        return f"COALESCE({', '.join(f'{row}.{column}' for column in self.ends)}, '9999-12-31')"

    def describe(self) -> str:
        return f"Let no periods of {self.table} overlap"


@contextmanager
def lifted() -> Iterator[None]:
    """Take the triggers away and put them back: SQLite's flush deletes row by row. For test fixtures."""
    if connection.vendor != "sqlite":
        yield  # PostgreSQL truncates, which fires no row trigger
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        try:
            yield
        finally:
            for _name, sql in triggers:
                cursor.execute(sql)
