"""Who is served, and how a case moves."""

from cases.models.cases import FINISHED, Case, RiskLevel
from cases.models.visits import ChildSeen, Visit

__all__ = ["FINISHED", "Case", "ChildSeen", "RiskLevel", "Visit"]
