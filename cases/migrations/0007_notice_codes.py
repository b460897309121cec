"""Notices and objections get codes of their own for addresses; how an objection came is one of four ways."""

import uuid
from typing import Any

from django.db import migrations, models

from documents.database import Frozen

TABLES = {
    "cases_publicnotice": ["code", "dossier_id", "mode", "title", "rows", "first_day", "last_day"],
    "cases_objection": ["code", "dossier_id", "notice_id", "received_on", "by_name", "words"],
}


def thaw(apps: Any, schema_editor: Any) -> None:
    """Drop the triggers as they were: a new column must be among what they keep."""
    on = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for name in ("frozen", "kept"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}" + (f" ON {table}" if on else ""))


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_account_changes")]

    operations = [
        migrations.RunPython(thaw, migrations.RunPython.noop),
        migrations.AddField(
            model_name="publicnotice",
            name="code",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="objection",
            name="code",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AlterField(
            model_name="objection",
            name="how",
            field=models.CharField(
                choices=[
                    ("visit", "in person"),
                    ("call", "by telephone"),
                    ("letter", "by letter"),
                    ("mail", "by e-mail"),
                ],
                max_length=20,
                verbose_name="how it came",
            ),
        ),
        *(Frozen(table, columns, []) for table, columns in TABLES.items()),
    ]
