"""The study stipend (助学金): its application, certification and roll. Finance begins at the accrual."""

from cases.stipends.models.case import StipendCase
from cases.stipends.models.records import FamilyCertificate, Hold
from cases.stipends.models.rounds import CertificationRound, TownList
from cases.stipends.models.states import Status

__all__ = ["CertificationRound", "FamilyCertificate", "Hold", "Status", "StipendCase", "TownList"]
