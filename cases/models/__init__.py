"""Who is served, and how a case moves."""

from cases.models.cases import FINISHED, Case, RiskLevel
from cases.models.visits import (
    SUPERVISORS,
    VISITORS,
    ChildSeen,
    FollowUp,
    OutreachRound,
    ReturnTalk,
    Visit,
    VisitAmendment,
    VisitPhoto,
    VisitPlan,
)

__all__ = [
    "FINISHED",
    "SUPERVISORS",
    "VISITORS",
    "Case",
    "ChildSeen",
    "FollowUp",
    "OutreachRound",
    "ReturnTalk",
    "RiskLevel",
    "Visit",
    "VisitAmendment",
    "VisitPhoto",
    "VisitPlan",
]
