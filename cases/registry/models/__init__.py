"""Who people are: identity once, and the dated facts around a child."""

from cases.registry.models.facts import (
    Consent,
    Enrolment,
    Guardianship,
    Household,
    HouseholdMember,
    PayeeAccount,
    School,
    Whereabouts,
)
from cases.registry.models.imports import ImportRow, RosterImport
from cases.registry.models.persons import Person

__all__ = [
    "Consent",
    "Enrolment",
    "Guardianship",
    "Household",
    "HouseholdMember",
    "ImportRow",
    "PayeeAccount",
    "Person",
    "RosterImport",
    "School",
    "Whereabouts",
]
