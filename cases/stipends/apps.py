"""What the study stipend tells the others when it is ready: letters, acts and words. Called by Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StipendsConfig(AppConfig):
    name = "cases.stipends"
    label = "stipends"
    verbose_name = _("Study stipends")

    def ready(self) -> None:
        """Load what registers itself by being imported."""
        import cases.stipends.letters  # noqa: F401 - registers STP-01 to STP-07 and STP-16
        from cases.applications import obtain
        from cases.deemed import register_acceptance
        from cases.entitlements import register_source
        from cases.models import Award, Objection, PublicNotice
        from cases.notice_rules import name_notice_papers
        from cases.stipends.checklist import HAS
        from cases.stipends.due import LABELS
        from cases.stipends.entitling import entitled, lifted_a_hold
        from cases.stipends.models import CertificationRound, Status, StipendCase, TownList
        from cases.stipends.pages import register_pages
        from cases.stipends.round_pages import PLACES
        from cases.stipends.rules import REASONS
        from documents.due_dates import name_due_dates, place_due_dates
        from documents.transitions import name_transitions
        from programs.due_rules import name_states

        for model in (StipendCase, CertificationRound, TownList, PublicNotice, Objection, Award):
            name_transitions(model)
        name_due_dates(LABELS)
        place_due_dates(PLACES)
        register_pages()
        name_states("STP", dict(Status.choices))
        register_source("STP", entitled, reasons=REASONS, lifted=lifted_a_hold)
        register_acceptance("STP", act="accept", due="accept", received_on=lambda case: case.applied_on)
        for code, fact in HAS.items():
            obtain(code, fact)
        name_notice_papers("stipends.certificationround", result="STP-06", objection="STP-07")
