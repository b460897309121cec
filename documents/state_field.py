"""The column that holds the state of anything with transitions.

The one invariant: to a migration it is plain text. The field of django-fsm would listen to every class that a migration
prepares, which doubled the time of the first `migrate`. Used by every model with declared transitions.
"""

from typing import Any

from django_fsm import FSMField


class StateField(FSMField):
    """A state that transitions move; its values come from the model's `choices`."""

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """What a migration writes: a text column."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
