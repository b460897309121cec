"""Facts about proxy parents and pairings, read from the rows for the rules.

Invariant: what is asked here is decided in `volunteers.rules` and nowhere else. Called by guards and the match list.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any

from cases.registry.models import Consent, HouseholdMember
from volunteers.rules import ChildFacts, PairFacts, ProxyFacts

if TYPE_CHECKING:
    from volunteers.models import Pairing, Volunteer

TOWN_DIGITS = 9


def proxy_facts(volunteer: "Volunteer", on: dt.date) -> ProxyFacts:
    """What is known of the person on that day."""
    home = volunteer.suitability.filter(kind="home").first()
    return ProxyFacts(
        age=volunteer.person.age(on),
        pledged=volunteer.pledged_on is not None,
        vetted_until=volunteer.vetted_until,
        trained_until=volunteer.trained_until,
        home_passed=bool(home and home.passed),
        referees_heard=volunteer.referees.filter(heard_on__isnull=False).count(),
        open_incident=volunteer.suspended_because == "incident",
    )


def child_facts(pairing: "Pairing", on: dt.date) -> ChildFacts:
    """What is known of the child; consents only once the pairing has asked for them."""
    child = pairing.case.person
    asked = pairing.consented_on is not None
    return ChildFacts(
        sex=child.sex,
        age=child.age(on),
        town=pairing.case.division.code[:TOWN_DIGITS],
        guardian_consents=consents_to_pairing(child) if asked else None,
        child_heard=bool(pairing.child_view) if asked else None,
        paired_already=pairing.case.pairings.live().exclude(pk=pairing.pk).exists(),
    )


def consents_to_pairing(child: Any) -> bool:
    """The guardian's newest word on pairings."""
    newest = child.consents.filter(purpose=Consent.Purpose.PAIRING).order_by("-valid_from", "-id").first()
    return bool(newest and newest.given)


def pair_facts(pairing: "Pairing", *, second_adult: str) -> PairFacts:
    """What is known of these two together."""
    volunteer, child = pairing.volunteer, pairing.case.person
    shared = HouseholdMember.objects.filter(person_id=volunteer.person_id, household_id=pairing.case.household_id)
    return PairFacts(
        proxy_sex=volunteer.person.sex,
        proxy_town=volunteer.division.code[:TOWN_DIGITS],
        neighbour_towns=neighbours_of(volunteer.division.code),
        live_pairings=volunteer.pairings.live().exclude(pk=pairing.pk).count(),
        most_children=volunteer.max_children,
        second_adult=bool(second_adult),
        related=child.pk == volunteer.person_id or shared.exists(),
    )


def neighbours_of(division_code: str) -> frozenset[str]:
    """The nine digits of each town that borders on the town of that division."""
    from volunteers.models import NeighbourTown

    town = division_code[:TOWN_DIGITS]
    rows = NeighbourTown.objects.filter(town__code__startswith=town) | NeighbourTown.objects.filter(
        neighbour__code__startswith=town
    )
    codes = {code[:TOWN_DIGITS] for row in rows.values_list("town__code", "neighbour__code") for code in row}
    return frozenset(codes - {town})
