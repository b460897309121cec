"""Periods of the left-behind-child case. Lengths are parameters of the case's program version (domain report §2.1)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.models import RiskLevel
from documents.declarations import Due
from organisation.roles import Role

if TYPE_CHECKING:
    from cases.children.models import LeftBehindCase


def parameter(name: str) -> Callable[["LeftBehindCase"], int]:
    """The period's length as the case's program version says."""
    return lambda case: case.program_version.number(name)


VERIFY = Due("verify", _("Verify the child's situation"), Role.TOWN_CHILD_SUPERVISOR, parameter("verify_working_days"))
ASSESS = Due("assess", _("Assess risk and plan support"), Role.TOWN_CHILD_SUPERVISOR, parameter("assess_working_days"))
START = Due("start", _("Begin the service"), Role.TOWN_CHILD_SUPERVISOR, parameter("start_working_days"))
CONTACT = Due(
    "contact", _("Quarterly contact"), Role.VILLAGE_CHILD_OFFICER, parameter("monitored_contact_days"), "calendar_day"
)


def approver(case: "LeftBehindCase") -> str:
    """Who owes the decision: the county for high risk, else the town."""
    return Role.COUNTY_APPROVER if case.risk_level == RiskLevel.HIGH else Role.TOWN_APPROVER


def _decision_days(case: "LeftBehindCase") -> int:
    high = case.risk_level == RiskLevel.HIGH
    return case.program_version.number("decide_high_working_days" if high else "decide_working_days")


DECIDE = Due("decide", _("Decide on case and plan"), approver, _decision_days)
DECIDE_REVIEW = Due("decide", _("Decide on the review"), Role.COUNTY_REVIEWER, parameter("decide_working_days"))


def approval(case: "LeftBehindCase") -> tuple[Due, ...]:
    """After an assessment the approver has five working days, three for a high risk."""
    return (DECIDE,)


def decision_on_review(case: "LeftBehindCase") -> tuple[Due, ...]:
    """A review that recommends closing waits for the approver, any other for the reviewer."""
    from cases.children.queries import latest_review

    review = latest_review(case)
    return (DECIDE,) if review and review.recommendation == "close" else (DECIDE_REVIEW,)


def visit_and_review(case: "LeftBehindCase") -> tuple[Due, ...]:
    """Visits and reviews come as often as the risk asks: intervals are parameters by level."""
    level = case.risk_level or RiskLevel.LOW
    return (
        Due("visit", _("Home visit"), Role.VILLAGE_CHILD_OFFICER, parameter(f"visit_{level}_days"), "calendar_day"),
        Due("review", _("Periodic review"), Role.COUNTY_REVIEWER, parameter(f"review_{level}_days"), "calendar_day"),
    )


def after_going_back(case: "LeftBehindCase") -> tuple[Due, ...]:
    """A case sent or taken back owes again what its state asks for."""
    return (ASSESS,) if case.status == "verified" else visit_and_review(case)


LABELS = {each.name: each.label for each in (VERIFY, ASSESS, START, CONTACT, DECIDE)} | {
    "visit": _("Home visit"),
    "review": _("Periodic review"),
}
