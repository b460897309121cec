"""States are plain text to a migration; only the models of today listen for their transitions."""

from django.db.migrations.loader import MigrationLoader
from django_fsm import FSMField


def test_no_migration_prepares_classes_that_listen_for_transitions() -> None:
    project = MigrationLoader(None).project_state()
    models = project.models.items()
    listening = {
        key: name for key, model in models for name, each in model.fields.items() if isinstance(each, FSMField)
    }
    assert not listening
