"""Reports of danger, and what is written beside them."""

from cases.incidents.models.incident import REPORTERS_ACTS, Incident
from cases.incidents.models.rows import Addition, FollowUp, NamedPerson, Placement, SafetyPlan
from cases.incidents.models.states import MAIN_WAY, OPEN, PROTECTED, ClockName, Harm, Part, Status, Way

__all__ = [
    "MAIN_WAY",
    "OPEN",
    "PROTECTED",
    "REPORTERS_ACTS",
    "Addition",
    "ClockName",
    "FollowUp",
    "Harm",
    "Incident",
    "NamedPerson",
    "Part",
    "Placement",
    "SafetyPlan",
    "Status",
    "Way",
]
