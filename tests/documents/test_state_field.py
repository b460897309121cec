"""States are plain text to a migration; only the models of today listen for their transitions."""

from django.db.migrations.loader import MigrationLoader
from django_fsm import FSMField


def test_no_migration_prepares_classes_that_listen_for_transitions() -> None:
    project = MigrationLoader(None).project_state()
    listening = [
        (key, name) for key, model in project.models.items() for name, field in model.fields.items()
        if isinstance(field, FSMField)
    ]  # fmt: skip
    assert not listening
