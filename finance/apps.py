"""What finance tells the others when it is ready: its letters, acts and words. Called by Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FinanceConfig(AppConfig):
    name = "finance"
    verbose_name = _("Payments")

    def ready(self) -> None:
        """Load what registers itself by being imported."""
        import finance.letters  # noqa: F401 - registers STP-08 to STP-15 and STP-17 to STP-20
        from cases.flows import moved_by_flows
        from cases.home_figures import offer_figures
        from cases.kinds import add_part, all_kinds
        from documents.due_dates import name_due_dates, place_due_dates
        from documents.naming import name_dossiers
        from documents.reminders.wording import name_messages
        from documents.transitions import name_actions, name_transitions
        from finance.dossier_names import money_names
        from finance.home_figures import paid_so_far
        from finance.models import Accrual, Adjustment, Batch, Fund, Line, Recovery, TownRoll
        from finance.payments import PAYMENTS
        from finance.places import PLACES
        from finance.sampling import ACTIONS
        from finance.verifying import nightly
        from finance.wording import BANK_ACTIONS, DUE_LABELS, RULE_STATES
        from programs.due_rules import name_states

        for model in (Accrual, Adjustment, Batch, Fund, Line, Recovery, TownRoll):
            name_transitions(model)
        name_actions(BANK_ACTIONS | ACTIONS | nightly.ACTIONS)
        name_messages(nightly.TEXTS)
        moved_by_flows(Batch)
        name_dossiers("money", money_names)
        name_due_dates(DUE_LABELS)
        place_due_dates(PLACES)
        offer_figures(paid_so_far)
        for kind in all_kinds():
            add_part(kind.code, PAYMENTS, after=kind.parts[-3].id)  # in front of papers and timeline
        name_states("STP", {**dict(Batch.Status.choices), **RULE_STATES})
