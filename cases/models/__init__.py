"""Who is served, and how a case moves."""

from cases.models.account_changes import AccountChange
from cases.models.applications import ClockPause, EvidenceItem, OfCaseQuerySet, OneTimeNotice
from cases.models.awards import Award
from cases.models.cases import FINISHED, VISITED, Case, RiskLevel
from cases.models.notices import Objection, PublicNotice
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
    "VISITED",
    "VISITORS",
    "AccountChange",
    "Award",
    "Case",
    "ChildSeen",
    "ClockPause",
    "EvidenceItem",
    "FollowUp",
    "Objection",
    "OfCaseQuerySet",
    "OneTimeNotice",
    "OutreachRound",
    "PublicNotice",
    "ReturnTalk",
    "RiskLevel",
    "Visit",
    "VisitAmendment",
    "VisitPhoto",
    "VisitPlan",
]
