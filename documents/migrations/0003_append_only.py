from django.db import migrations

from documents.database import AppendOnly, Frozen


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_initial")]

    operations = [
        AppendOnly("documents_event"),
        AppendOnly("documents_batchentry"),
        AppendOnly("documents_sealblock"),
        AppendOnly("documents_eventseal"),
        AppendOnly("documents_attachment"),
        Frozen(
            "documents_document",
            [
                "code",
                "dossier_id",
                "event_id",
                "kind",
                "organ_id",
                "year",
                "serial",
                "number",
                "template_version",
                "context",
                "issued_on",
                "verify_code",
                "supersedes_id",
            ],
            once=["sha256"],
        ),
    ]
