"""Conditions of visit records, as sentences (domain report §2.2)."""

from django.utils.translation import gettext as _

from documents.declarations import Attempt, Text


def visit_is_complete(attempt: Attempt) -> Text | None:
    """A home visit at which the family was met needs two visitors and a word on whether the child was seen."""
    data = attempt.data
    if not attempt.complete or data.get("result") != "done":
        return None
    if data.get("done_on") and data["done_on"] > attempt.today:
        return _("The date of the visit lies in the future. Enter the day on which it took place.")
    if data.get("kind", attempt.subject.kind) == "home_visit" and not data.get("second_visitor"):
        return _("A home visit is made by two people. Enter the second visitor.")
    return None


def reviewer_did_not_visit(attempt: Attempt) -> Text | None:
    """Nobody reviews their own record."""
    if attempt.by and attempt.subject.visitor_id == attempt.by.pk:
        return _("You made this visit. Someone else must review the record.")
    return None
