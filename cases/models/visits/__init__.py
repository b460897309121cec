"""Visits of the four kinds (四访, domain report §2.2): the visit, what hangs on it, a month's plan, outreach rounds."""

from cases.models.visits.found import ChildSeen, FollowUp, ReturnTalk, VisitAmendment, VisitPhoto
from cases.models.visits.plans import VisitPlan
from cases.models.visits.rounds import OutreachRound
from cases.models.visits.visit import SUPERVISORS, VISITORS, Visit

__all__ = [
    "SUPERVISORS",
    "VISITORS",
    "ChildSeen",
    "FollowUp",
    "OutreachRound",
    "ReturnTalk",
    "Visit",
    "VisitAmendment",
    "VisitPhoto",
    "VisitPlan",
]
