"""What the programs tell the others when they are ready: the words of what happens to their rules. Called by Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Programs")

    def ready(self) -> None:
        """Name the acts on rules for the trail's readers."""
        from documents.transitions import name_actions, name_transitions
        from programs.models import Rate

        name_transitions(Rate)
        name_actions(
            {
                "rate.propose": _("Propose a rate"),
                "due_rule.change": _("Changed how often something is due"),
                "due_rule.follow": _("Moved due dates after their rule or the calendar"),
            }
        )
