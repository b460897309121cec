"""Periods of the left-behind child's case: which due dates an act opens. Lengths and roles are rules of the version.

The one invariant: no length stands here; programs.models.DueRule has them all (domain report §2.1). Called by the
declarations of transitions.
"""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.registry.consents import newest_consents
from documents.declarations import Due
from documents.models import DueDate
from programs.due_rules import RulesOf, dues_of

if TYPE_CHECKING:
    from cases.children.models import LeftBehindCase

LABELS = {
    "verify": _("Verify the child's situation"),
    "assess": _("Assess risk and plan support"),
    "decide": _("Decide on case and plan"),
    "start": _("Begin the service"),
    "contact": _("Quarterly contact"),
    "visit": _("Home visit"),
    "review": _("Periodic review"),
    "checkup": _("Yearly check-up"),
    "return_visit": _("Return visit"),
    "consent": _("Renew a consent"),
    "other_care": _("Arrange other care"),
}

# States that only rules know: of something in the case, not of the case.
RULE_STATES = {
    "consented": _("consent given for a time"),
    "care_suspended": _("care agreement suspended"),
    "nobody_home": _("nobody at home"),
    "refused": _("refused"),
    "moved": _("moved away"),
}


def decision_on_review(case: "LeftBehindCase") -> tuple[Due, ...]:
    """A review that recommends closing waits for whoever decides on cases, any other for the reviewer."""
    from cases.children.queries import latest_review

    review = latest_review(case)
    return RulesOf("assessed" if review and review.recommendation == "close" else "under_review")(case)


def service(case: "LeftBehindCase") -> tuple[Due, ...]:
    """Visits, reviews and check-ups as often as the risk asks. What is running already goes on: no review delays it."""
    running = set(DueDate.objects.filter(dossier_id=case.dossier_id).open().values_list("name", flat=True))
    return tuple(due for due in RulesOf("in_service")(case) if due.name not in running)


def after_going_back(case: "LeftBehindCase") -> tuple[Due, ...]:
    """A case sent or taken back owes again what its state asks for."""
    return RulesOf("verified")(case) if case.status == "verified" else service(case)


def consent_renewal(case: "LeftBehindCase") -> tuple[Due, ...]:
    """The renewal of the consent that runs out first. Nothing while all consents hold until they are withdrawn."""
    if first_end(case) is None:
        return ()
    return dues_of(case.program_version, "consented", since=first_end)


def first_end(case: "LeftBehindCase") -> dt.date | None:
    """The day on which the first of the consents in force runs out."""
    today = timezone.localdate()
    ends = [
        row.valid_to for row in newest_consents(case.person_id) if row.given and row.valid_to and row.valid_to >= today
    ]
    return min(ends, default=None)


def _act(name: str) -> Callable[[Any, Any], str]:
    return lambda due, user: reverse("case-act", args=[due.dossier.code, name])


# Where each is done. A decision is taken on the case page, where the choice stands.
PLACES = {
    "verify": _act("verify"),
    "assess": _act("assess"),
    "start": _act("start_service"),
    "review": _act("start_review"),
    "consent": _act("record_consent"),
    "other_care": _act("register_agreement"),
}
