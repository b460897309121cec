"""What the cases app tells the others when it is ready: the words of its acts and due dates. Called by Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        """Load what registers itself by being imported."""
        import cases.letters  # noqa: F401 - registers the papers that all cases share
        from cases.account_changes import LABELS as ACCOUNT_LABELS
        from cases.account_changes import PLACES as ACCOUNT_PLACES
        from cases.clocks import stand_still_too
        from cases.dossier_names import case_names
        from cases.models import AccountChange, OutreachRound, Visit, VisitPlan
        from cases.notice_pages import NOTICE_PLACES
        from cases.phone import offer_visits
        from cases.place_names import place_names
        from cases.visit_due import PLACES
        from cases.visit_follow_ups import LABELS
        from cases.visit_places import VISIT_PLACES
        from cases.wording import name_everything
        from documents.due_dates import after_opening, name_due_dates, place_due_dates
        from documents.naming import name_dossiers
        from documents.transitions import name_transitions

        for model in (AccountChange, Visit, VisitPlan, OutreachRound):
            name_transitions(model)
        name_dossiers("case", case_names)
        name_dossiers("office", place_names)
        name_everything()
        offer_visits()
        after_opening(stand_still_too)
        name_due_dates(ACCOUNT_LABELS | LABELS)
        place_due_dates(ACCOUNT_PLACES | PLACES | VISIT_PLACES | NOTICE_PLACES)
