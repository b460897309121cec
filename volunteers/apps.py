"""What the volunteers app tells the others when it is ready: its letters, acts and words. Called by Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = _("Proxy parents")

    def ready(self) -> None:
        """Load what registers itself by being imported."""
        import volunteers.letters  # noqa: F401 - registers PXP-02 to PXP-21
        from documents.due_dates import name_due_dates, place_due_dates
        from documents.reminders.wording import name_messages
        from documents.transitions import name_actions, name_transitions
        from volunteers import due, pairing_due, telling
        from volunteers.models import AidItem, Contact, FollowUpFlag, Pairing, Volunteer

        name_messages(telling.TEXTS)
        name_actions(telling.ACTIONS)
        place_due_dates(telling.PLACES)
        for model in (Volunteer, Pairing, Contact, AidItem, FollowUpFlag):
            name_transitions(model)
        name_due_dates(due.LABELS | pairing_due.LABELS)
