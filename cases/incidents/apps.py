"""What reports of danger tell the others when the app is ready: their papers, acts and names. Called by Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "cases.incidents"
    label = "incidents"
    verbose_name = _("Reports of danger")

    def ready(self) -> None:
        """Load what registers itself by being imported."""
        import cases.incidents.letters  # noqa: F401 - registers PRO-01 to PRO-07
        from cases.incidents.models import Incident
        from cases.incidents.phone import offer_reports
        from cases.incidents.telling import TEXTS
        from cases.incidents.wording import ACTIONS, incident_names
        from documents.naming import name_dossiers
        from documents.reminders.wording import name_messages
        from documents.transitions import name_actions, name_transitions

        name_transitions(Incident)
        name_actions(ACTIONS)
        name_dossiers("incident", incident_names)
        name_messages(TEXTS)
        offer_reports()
