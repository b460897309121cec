"""What may be given: programs, their dated versions, periods, evidence lists and rates."""

from programs.models.evidence import EvidenceRule
from programs.models.programs import DueRule, Program, ProgramVersion
from programs.models.rates import Rate, RateSeries

__all__ = ["DueRule", "EvidenceRule", "Program", "ProgramVersion", "Rate", "RateSeries"]
