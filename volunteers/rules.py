"""Who may be a proxy parent, and who may be paired with whom: two rules over facts (domain report §2.3).

Invariant: nothing here touches the database; each rule gives the codes of what stands against it, none when it holds.
Asked by the guards, the match list and the tests.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from documents.declarations import Text
from documents.refusals import Discreet

TOWN_DIGITS = 9
ADULT_ALONE = 16  # a pairing ends at this age
ASKED_FROM = 8  # from this age on a child must agree, a younger one is heard


@dataclass(frozen=True)
class ProxyFacts:
    """What is known of somebody who is or wants to be a proxy parent."""

    age: int | None
    pledged: bool
    vetted_until: dt.date | None
    trained_until: dt.date | None
    home_passed: bool
    referees_heard: int
    open_incident: bool = False


@dataclass(frozen=True)
class ChildFacts:
    """What is known of the child that matters for a pairing. `village` is its division's code."""

    sex: str
    age: int | None
    village: str
    neighbour_towns: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    served: bool = True
    guardian_consents: bool | None = None  # None: not asked yet
    child_heard: bool | None = None
    child_consents: bool | None = None
    paired_already: bool = False

    @property
    def town(self) -> str:
        """The digits of the child's town."""
        return self.village[:TOWN_DIGITS]


@dataclass(frozen=True)
class PairFacts:
    """What is known of this proxy parent with this child. `village` is the division of the proxy parent."""

    proxy_sex: str
    proxy_age: int | None
    village: str
    live_pairings: int
    most_children: int
    second_adult: bool
    languages: frozenset[str] = frozenset()
    has_sibling: bool = False
    related: bool = False
    dispute: bool = False
    kept_away: bool = False

    @property
    def town(self) -> str:
        """The digits of the proxy parent's town."""
        return self.village[:TOWN_DIGITS]


def against_proxy(facts: ProxyFacts, on: dt.date, *, min_age: int) -> Iterator[str]:
    """What stands against being a proxy parent on that day (未成年人保护法 art. 62 for the yearly check)."""
    if facts.age is None or facts.age < min_age:
        yield "too_young"
    if facts.vetted_until is None or facts.vetted_until < on:
        yield "not_vetted"
    if not facts.pledged:
        yield "not_pledged"
    if facts.trained_until is None or facts.trained_until < on:
        yield "not_trained"
    if not facts.home_passed:
        yield "home_not_passed"
    if facts.referees_heard < 2:
        yield "referees"
    if facts.open_incident:
        yield "open_incident"


def against_pair(child: ChildFacts, pair: PairFacts) -> Iterator[str]:
    """What stands against this pair; consents count once they were asked for, a refusal always."""
    yield from _against_child(child)
    if pair.live_pairings >= pair.most_children:
        yield "no_room"
    if child.town != pair.town and pair.town not in child.neighbour_towns:
        yield "too_far"
    if pair.proxy_sex != child.sex and not pair.second_adult:
        yield "second_adult"
    if pair.related:
        yield "related"
    if pair.dispute:
        yield "dispute"
    if pair.kept_away:
        yield "open_incident"


def _against_child(child: ChildFacts) -> Iterator[str]:
    if not child.served:
        yield "not_served"
    if child.age is not None and child.age >= ADULT_ALONE:
        yield "grown"
    if child.paired_already:
        yield "paired_already"
    if child.guardian_consents is False:
        yield "guardian_says_no"
    if child.age is not None and child.age >= ASKED_FROM and child.child_consents is False:
        yield "child_says_no"
    if child.child_heard is False:
        yield "child_not_heard"


# Told to whoever tries and in no list, button or history: it would say that there is a report of danger.
SECRET = frozenset({"open_incident"})
WORDS: dict[str, Text] = {
    "not_serving": _("This proxy parent is not in service now. Choose another one."),
    "too_young": _("The person is too young, or the date of birth is missing. Check the ID card."),
    "not_vetted": _("There is no clear record check that still holds. Enter the result of a new one first."),
    "not_pledged": _("The pledge has not been signed. Have it signed first."),
    "not_trained": _("No passed training still holds. Record the training first."),
    "home_not_passed": _("The home has not been found fit. Visit it and record the judgement."),
    "referees": _("Two referees must have been asked. Enter what both said."),
    "open_incident": _("This person cannot serve at present. Ask the county's child protection officer."),
    "not_served": _("The child's case is not open for support now. Look at the case first."),
    "grown": _("The child is sixteen. A pairing ends at that age."),
    "paired_already": _("The child has a proxy parent, or one is proposed already. End or withdraw that first."),
    "no_room": _("This proxy parent has as many children as agreed. Choose another one."),
    "too_far": _("Child and proxy parent live neither in the same town nor in neighbouring ones. Choose another one."),
    "second_adult": _("Proxy parent and child are not of the same sex. Name a second adult who will be present."),
    "related": _("The two belong to one household. A relative is a carer, not a proxy parent."),
    "dispute": _("A dispute with the family is pending. Choose another proxy parent."),
    "guardian_says_no": _(
        "The guardian does not agree to a pairing. Withdraw the proposal, or register a new consent first."
    ),
    "child_says_no": _("The child has not agreed. Withdraw the proposal."),
    "child_not_heard": _("Write down what the child says about the pairing."),
}


def told(against: Iterable[str], *, to_all: bool = False) -> str | None:
    """What stands against it in words, each once; `to_all` when more people read it than the one who tries."""
    codes = [code for code in dict.fromkeys(against) if not (to_all and code in SECRET)]
    words = " ".join(str(WORDS[code]) for code in codes)
    return (Discreet(words) if SECRET & set(codes) else words) or None
