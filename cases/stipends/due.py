"""Periods of the stipend's application: what must happen by when (rules of the program STP). Called by declarations."""

from django.utils.translation import gettext_lazy as _

from programs.due_rules import RulesOf

LABELS = {
    "accept": _("Accept the application, or tell what is missing"),
    "supplement": _("Supplement of the family"),
    "certify_town": _("First review by the town"),
    "certify_county": _("Certification by the county"),
    "decide_stop": _("Decide whether the payment goes on"),
    "answer_objection": _("Answer an objection"),
    "notice_ends": _("Take the public notice down"),
}
ALL = tuple(LABELS)

__all__ = ["ALL", "LABELS", "RulesOf"]
