"""What the documents app does when it is ready. Called by Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("The file")

    def ready(self) -> None:
        """Name the acts of administration for the trail's readers."""
        import documents.checks  # noqa: F401 - registers the deploy checks
        from documents.administration import ACTIONS
        from documents.transitions import name_actions

        name_actions(ACTIONS)
