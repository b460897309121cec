"""What the left-behind-child case tells the others when it is ready: its letters, acts and words. Called by Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChildrenConfig(AppConfig):
    name = "cases.children"
    label = "children"
    verbose_name = _("Left-behind children")

    def ready(self) -> None:
        """Load what registers itself by being imported."""
        import cases.children.letters  # noqa: F401 - registers LBC-01 to LBC-14
        from cases.children.due import LABELS, PLACES, RULE_STATES
        from cases.children.models import LeftBehindCase, Status
        from cases.children.pages import register_pages
        from cases.models import RiskLevel
        from documents.due_dates import name_due_dates, place_due_dates
        from documents.transitions import name_transitions
        from programs.due_rules import name_states

        name_transitions(LeftBehindCase)
        name_due_dates(LABELS)
        place_due_dates(PLACES)
        name_states("LBC", {**dict(Status.choices), **dict(RiskLevel.choices), **RULE_STATES})
        register_pages()
