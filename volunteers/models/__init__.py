"""Who serves: proxy parents, their pairings with children, and what they do."""

from volunteers.models.contacts import AidItem, Contact, FollowUpFlag
from volunteers.models.held import HeldApplication
from volunteers.models.pairings import Evaluation, Pairing
from volunteers.models.places import NeighbourTown
from volunteers.models.records import HomeAdult, Referee, Suitability, Training, VettingCheck
from volunteers.models.recruitments import Recruitment
from volunteers.models.states import (
    AFTER_VETTING,
    CANDIDATE,
    LIVE,
    PAIRING_WAY,
    RUNNING,
    SERVING,
    VOLUNTEER_WAY,
    PairingStatus,
    VolunteerStatus,
)
from volunteers.models.volunteers import Volunteer

__all__ = [
    "AFTER_VETTING",
    "CANDIDATE",
    "LIVE",
    "PAIRING_WAY",
    "RUNNING",
    "SERVING",
    "VOLUNTEER_WAY",
    "AidItem",
    "Contact",
    "Evaluation",
    "FollowUpFlag",
    "HeldApplication",
    "HomeAdult",
    "NeighbourTown",
    "Pairing",
    "PairingStatus",
    "Recruitment",
    "Referee",
    "Suitability",
    "Training",
    "VettingCheck",
    "Volunteer",
    "VolunteerStatus",
]
