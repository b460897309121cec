"""What was objected is encrypted anew whenever its row is saved, so the database cannot see whether it changed.

The event that registered it keeps who wrote it down; no code writes these columns again.
"""

from typing import Any

from django.db import migrations

from documents.database import Frozen

TABLE = "cases_objection"


def thaw(apps: Any, schema_editor: Any) -> None:
    """Drop the triggers as they were."""
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    for name in ("frozen", "kept"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_{name}{on}")


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_notice_codes")]

    operations = [
        migrations.RunPython(thaw, migrations.RunPython.noop),
        Frozen(TABLE, ["code", "dossier_id", "notice_id", "case_id", "received_on", "how"], []),
    ]
