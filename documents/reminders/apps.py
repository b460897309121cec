"""The reminders: nested in documents, because every app may tell people something. Called by Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    name = "documents.reminders"
    label = "reminders"
    verbose_name = _("Reminders")

    def ready(self) -> None:
        """Name the acts of this app for the trail's readers."""
        from documents.transitions import name_actions

        name_actions({"reminder.ask": _("Reminded somebody"), "call.list": _("Printed the call list")})
