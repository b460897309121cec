"""The left-behind-child case."""

from cases.children.models.case import LeftBehindCase, approvers
from cases.children.models.records import CareAgreement, CaseReview, PlanMeasure, RiskAssessment, SupportPlan
from cases.children.models.states import MAIN_WAY, RUNNING, Status

__all__ = [
    "MAIN_WAY",
    "RUNNING",
    "CareAgreement",
    "CaseReview",
    "LeftBehindCase",
    "PlanMeasure",
    "RiskAssessment",
    "Status",
    "SupportPlan",
    "approvers",
]
