"""What the volunteers app tells the others when it is ready: its letters, acts and words. Called by Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = _("Proxy parents")

    def ready(self) -> None:
        """Load what registers itself by being imported."""
        import volunteers.letters  # noqa: F401 - registers PXP-01 to PXP-21
        from cases.flows import moved_by_flows
        from cases.home_figures import offer_figures
        from cases.kinds import add_part
        from cases.models import RiskLevel
        from documents.due_dates import name_due_dates, place_due_dates
        from documents.naming import name_dossiers
        from documents.reminders.wording import name_messages
        from documents.transitions import name_actions, name_transitions
        from programs.due_rules import name_states
        from volunteers import due, pairing_due, telling
        from volunteers.dossier_names import volunteer_names
        from volunteers.home_figures import paired
        from volunteers.models import AidItem, Contact, FollowUpFlag, Pairing, Recruitment, Volunteer
        from volunteers.models.states import PairingStatus, VolunteerStatus
        from volunteers.pairing_pages import PROXY_PARENT
        from volunteers.phone import offer_contacts
        from volunteers.public import ACTIONS

        name_messages(telling.TEXTS)
        for model in (Volunteer, Pairing, Contact, AidItem, FollowUpFlag, Recruitment):
            name_transitions(model)
        name_due_dates(due.LABELS | pairing_due.LABELS)
        place_due_dates(due.PLACES | pairing_due.PLACES | telling.PLACES)
        moved_by_flows(Pairing)
        add_part("LBC", PROXY_PARENT, after="visits")
        name_dossiers("volunteer", volunteer_names)
        name_actions(ACTIONS | telling.ACTIONS)
        name_states("PXP", dict([*VolunteerStatus.choices, *PairingStatus.choices, *RiskLevel.choices]))
        offer_contacts()
        offer_figures(paired)
