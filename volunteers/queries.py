"""Facts about proxy parents and pairings, read from the rows for the rules, for one or for a whole list alike.

Invariant: what is asked here is decided in `volunteers.rules` and nowhere else. Called by guards and the match list.
"""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from cases.incidents.models import NamedPerson
from cases.registry.models import Consent, Guardianship, HouseholdMember, Person, Whereabouts
from documents.models import Access
from volunteers.rules import TOWN_DIGITS, ChildFacts, PairFacts, ProxyFacts

if TYPE_CHECKING:
    from volunteers.models import Pairing, Volunteer

# States of a case in which a child may be given a proxy parent.
SERVED = ("opened", "in_service", "under_review", "monitored")
SEPARATORS = re.compile(r"[\s,，、;；/]+")
LIVE = ("proposed", "consented", "approved", "active", "suspended")


def spoken(text: str) -> frozenset[str]:
    """The languages that a free text names: 普通话、怀庆话."""
    return frozenset(filter(None, SEPARATORS.split(text)))


def with_facts(volunteers: Any) -> Any:
    """Volunteers with what the rules ask of their rows: home judgement, referees heard, live pairings. No query yet."""
    from volunteers.models import Suitability

    home = Suitability.objects.filter(volunteer=OuterRef("pk"), kind="home")
    return volunteers.select_related("person", "program_version").annotate(
        home_passed=Subquery(home.order_by("-held_on", "-id").values("passed")[:1]),
        referees_heard=Count("referees", filter=Q(referees__heard_on__isnull=False), distinct=True),
        live_pairings=Count("pairings", filter=Q(pairings__status__in=LIVE), distinct=True),
    )


def proxy_facts(volunteer: "Volunteer", on: dt.date) -> ProxyFacts:
    """What is known of the person on that day."""
    row = with_facts(type(volunteer)._default_manager.filter(pk=volunteer.pk)).get()
    return facts_of(row, on, named_persons())


def facts_of(row: Any, on: dt.date, named: frozenset[int]) -> ProxyFacts:
    """The same for a row that `with_facts` loaded. `named` are persons in open incidents. No query."""
    return ProxyFacts(
        age=row.person.age(on),
        pledged=row.pledged_on is not None,
        vetted_until=row.vetted_until,
        trained_until=row.trained_until,
        home_passed=bool(row.home_passed),
        referees_heard=row.referees_heard,
        open_incident=row.person_id in named,
    )


def named_persons() -> frozenset[int]:
    """Persons named in an open report of danger, themselves or through their account. Two queries."""
    from volunteers.models import Volunteer

    named = NamedPerson.objects.in_open_reports()
    through_account = Volunteer.objects.filter(user__in=named.filter(user__isnull=False).values("user"))
    persons = named.filter(person__isnull=False).values_list("person_id", flat=True)
    return frozenset(persons) | frozenset(through_account.values_list("person_id", flat=True))


def child_facts(pairing: "Pairing", on: dt.date) -> ChildFacts:
    """What is known of the child of a pairing; consents only once the pairing has asked for them."""
    asked = pairing.consented_on is not None
    others = pairing.case.pairings.live().exclude(pk=pairing.pk)
    return facts_of_child(
        pairing.case,
        on,
        neighbour_towns=neighbours_of(pairing.case.division.code),
        guardian_consents=guardian_consents(pairing.case.person, asked=asked),
        child_heard=bool(pairing.child_view) if asked else None,
        child_consents=pairing.child_consents if asked else None,
        paired_already=others.exists(),
    )


def facts_of_child(case: Any, on: dt.date, **known: Any) -> ChildFacts:
    """The child of a case with its person, division and kind loaded. No query."""
    child = case.person
    return ChildFacts(
        sex=child.sex,
        age=child.age(on),
        village=case.division.code,
        languages=spoken(getattr(case.as_kind(), "languages", "")),
        served=case.status in SERVED,
        **known,
    )


def guardian_consents(child: Person, *, asked: bool) -> bool | None:
    """The guardian's newest word on pairings; None while this pairing has not asked and nobody has refused."""
    newest = child.consents.filter(purpose=Consent.Purpose.PAIRING).order_by("-valid_from", "-id").first()
    if newest is None:
        return False if asked else None
    over = newest.valid_to is not None and newest.valid_to < timezone.localdate()
    if over:
        return False if asked else None
    return newest.given if asked or not newest.given else None


def pair_facts(pairing: "Pairing", *, second_adult: str) -> PairFacts:
    """What is known of these two together."""
    volunteer = with_facts(type(pairing.volunteer)._default_manager.filter(pk=pairing.volunteer_id)).get()
    volunteer.live_pairings = volunteer.pairings.live().exclude(pk=pairing.pk).count()
    return ties_of(pairing.case).facts(volunteer, timezone.localdate(), second_adult=bool(second_adult))


@dataclass(frozen=True)
class Ties:
    """What ties a child to people: whom a list of candidates is compared with. Read once for the whole list."""

    related: frozenset[int]
    siblings_with: frozenset[int]
    recused: frozenset[int]
    barred: frozenset[int]

    def facts(self, row: Any, on: dt.date, *, second_adult: bool) -> PairFacts:
        """The facts of one volunteer that `with_facts` loaded, with this child. No query."""
        return PairFacts(
            proxy_sex=row.person.sex,
            proxy_age=row.person.age(on),
            village=row.division.code,
            live_pairings=row.live_pairings,
            most_children=row.max_children,
            second_adult=second_adult,
            languages=spoken(row.languages),
            has_sibling=row.pk in self.siblings_with,
            related=row.person_id in self.related,
            dispute=row.user_id in self.recused,
            kept_away=row.user_id in self.barred,
        )


def ties_of(case: Any) -> Ties:
    """Household, carers and parents, proxy parents of siblings, and who must keep away from this child."""
    from volunteers.models import Pairing

    siblings = Pairing.objects.filter(status__in=LIVE, case__household_id=case.household_id).exclude(case_id=case.pk)
    running = Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate())
    away = Access.objects.filter(running, dossier_id=case.dossier_id, revoked_at__isnull=True)
    return Ties(
        related=relatives(case),
        siblings_with=frozenset(siblings.values_list("volunteer_id", flat=True)),
        recused=frozenset(away.filter(capacity=Access.Capacity.RECUSED).values_list("user_id", flat=True)),
        barred=frozenset(away.filter(capacity=Access.Capacity.BARRED).values_list("user_id", flat=True)),
    )


def relatives(case: Any) -> frozenset[int]:
    """Persons of the child's household, its carers and its parents."""
    members = HouseholdMember.objects.filter(household_id=case.household_id).values_list("person_id", flat=True)
    carers = Guardianship.objects.filter(child_id=case.person_id).values_list("carer_id", flat=True)
    parents = Whereabouts.objects.filter(child_id=case.person_id, person__isnull=False)
    return frozenset(members) | frozenset(carers) | frozenset(parents.values_list("person_id", flat=True))


def neighbours_of(division_code: str) -> frozenset[str]:
    """The nine digits of each town that borders on the town of that division. One query."""
    from volunteers.models import NeighbourTown

    town = division_code[:TOWN_DIGITS]
    borders = NeighbourTown.objects.around(town).values_list("town__code", "neighbour__code")
    codes = {code[:TOWN_DIGITS] for pair in borders for code in pair}
    return frozenset(codes - {town})


def siblings_of(case: Any) -> Any:
    """Running cases of the same household that have no live pairing either, besides this one."""
    from cases.models import Case

    paired = Q(pairings__status__in=LIVE)
    cases = Case.objects.filter(household_id=case.household_id, status__in=SERVED).exclude(pk=case.pk)
    return cases.exclude(pk__in=Case.objects.filter(paired).values("pk"))


def handover_to(pairing: "Pairing") -> str:
    """The summary that the last proxy parent of this child left; nothing else of theirs is passed on."""
    return pairing.follows.handover if pairing.follows else ""


def figures(pairing: "Pairing", since: dt.date, until: dt.date) -> dict[str, int]:
    """Contacts made, visits among them and minutes of that period, void ones left out."""
    made = [
        (contact.how, contact.minutes)
        for contact in pairing.contacts.counted().filter(done_on__gte=since, done_on__lte=until).only("how", "minutes")
    ]
    return {
        "contacts": len(made),
        "visits": sum(1 for how, _minutes in made if how == "visit"),
        "minutes": sum(minutes for _how, minutes in made),
    }


def last_of(cases: Collection[int]) -> dict[int, "Pairing"]:
    """For each of these cases the newest pairing that ran and is over. One query."""
    from volunteers.models import Pairing

    over = Pairing.objects.filter(case_id__in=cases, status__in=("replaced", "ended")).order_by("ended_on", "pk")
    return {pairing.case_id: pairing for pairing in over}
