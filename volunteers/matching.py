"""Which child waits for a proxy parent, and who would suit: points with reasons, and why somebody is left out.

Invariant: `volunteers.rules` decides who may be paired; points only put those who may into an order. The number of
queries does not depend on how many children or proxy parents there are. Called by the matching pages.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.registry.models import Consent
from documents.declarations import Text
from documents.models import Dossier
from organisation.models import code_range
from volunteers import queries
from volunteers.models import LIVE, SERVING, Pairing, Volunteer
from volunteers.rules import (
    ADULT_ALONE,
    SECRET,
    TOWN_DIGITS,
    WORDS,
    ChildFacts,
    PairFacts,
    against_pair,
    against_proxy,
)

# Reason → points. A brother or sister who is paired with the person already outweighs all but distance.
POINTS = {
    "same_village": 40,
    "same_town": 25,
    "neighbour_town": 10,
    "sibling": 30,
    "same_sex": 20,
    "language": 10,
    "age_fits": 10,
    "free": 10,
}
REASON_WORDS: dict[str, Text] = {
    "same_village": _("same village"),
    "same_town": _("same town"),
    "neighbour_town": _("neighbouring town"),
    "sibling": _("has a brother or sister already"),
    "same_sex": _("same sex"),
    "language": _("same language"),
    "age_fits": _("age fits"),
    "free": _("has no child yet"),
}
# How much older than the child somebody is who could be its parent.
LEAST_YEARS, MOST_YEARS = 18, 50
URGENCY = {"high": 3, "medium": 2, "low": 1, "": 1}


@dataclass(frozen=True)
class Candidate:
    """One proxy parent for one child: points, the reasons for them, and what stands against the pair."""

    volunteer: Any
    reasons: tuple[tuple[str, int], ...]
    against: tuple[str, ...]
    needs_second_adult: bool = False

    @property
    def points(self) -> int:
        """The sum that the list is ordered by."""
        return sum(points for _code, points in self.reasons)

    @property
    def reason_words(self) -> list[tuple[str, int]]:
        """The reasons in the reader's language, each with its points."""
        return [(str(REASON_WORDS[code]), points) for code, points in self.reasons]

    @property
    def against_words(self) -> list[str]:
        """Why this person is left out, in sentences; nothing of what is told only to whoever tries."""
        return [str(WORDS[code]) for code in self.against if code not in SECRET]


def score(child: ChildFacts, pair: PairFacts) -> Iterator[tuple[str, int]]:
    """The reasons that speak for this pair, each with its points. Pure."""
    if child.village == pair.village:
        yield _points("same_village")
    elif child.town == pair.town:
        yield _points("same_town")
    elif pair.town in child.neighbour_towns:
        yield _points("neighbour_town")
    if pair.has_sibling:
        yield _points("sibling")
    if child.sex and child.sex == pair.proxy_sex:
        yield _points("same_sex")
    if child.languages & pair.languages:
        yield _points("language")
    if _age_fits(child.age, pair.proxy_age):
        yield _points("age_fits")
    if pair.live_pairings == 0:
        yield _points("free")


def _age_fits(child: int | None, proxy: int | None) -> bool:
    return child is not None and proxy is not None and LEAST_YEARS <= proxy - child <= MOST_YEARS


def _points(reason: str) -> tuple[str, int]:
    return reason, POINTS[reason]


def reachable(user: Any) -> Any:
    """Cases in service or watched that the user sees in full, or reduced as a coordinator does. No query yet."""
    seen = Q(dossier__in=Dossier.objects.visible_to(user)) | Q(dossier__in=Dossier.objects.reduced_for(user))
    return Case.objects.filter(seen, status__in=queries.SERVED)


def waiting(user: Any) -> Any:
    """Those who have no proxy parent: under sixteen, and the guardian's newest word on pairings is no refusal."""
    live = Pairing.objects.filter(case=OuterRef("pk"), status__in=LIVE)
    today = timezone.localdate()
    grown = Q(person__birth_date__lte=years_before(today, ADULT_ALONE))
    return reachable(user).exclude(grown).filter(~Exists(live), ~Exists(_refusals()))


def _refusals() -> Any:
    """The guardian's newest word on pairings of the outer case's child, when it is a refusal."""
    words = Consent.objects.filter(purpose=Consent.Purpose.PAIRING)
    later = Q(valid_from__gt=OuterRef("valid_from")) | Q(valid_from=OuterRef("valid_from"), pk__gt=OuterRef("pk"))
    newer = words.filter(later, child=OuterRef("child"))
    return words.filter(~Exists(newer), child=OuterRef("person"), given=False)


def years_before(day: dt.date, years: int) -> dt.date:
    """The day so many years earlier: who was born then or before has the age on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, month=2, day=28)


def in_order(cases: Any) -> list[int]:
    """Primary keys, whoever is most urgent first: days of waiting, counted double at medium and triple at high risk.

    Waiting begins with the end of the last pairing, else with the opening of the case. One query.
    """
    today = timezone.localdate()
    last = Max("pairings__ended_on", filter=Q(pairings__status__in=("replaced", "ended")))
    rows = cases.annotate(last_end=last).values_list("pk", "opened_on", "last_end", "risk_level")
    waits = [(((today - (end or opened or today)).days + 1) * URGENCY[risk], pk) for pk, opened, end, risk in rows]
    return [pk for _days, pk in sorted(waits, key=lambda wait: (-wait[0], wait[1]))]


def candidates(case: Case, user: Any) -> tuple[list[Candidate], list[Candidate], int]:
    """Of those whose file the user sees: who may be proposed for the child, best first; who of its town and the
    neighbouring ones may not; how many are too far away. A constant number of queries.

    The case must be loaded with person, division and kind.
    """
    on = timezone.localdate()
    neighbours = queries.neighbours_of(case.division.code)
    child = _facts_of(case, on, neighbours)
    serving = Volunteer.objects.visible_to(user).filter(status__in=SERVING)
    near = Q()
    for town in sorted({case.division.code[:TOWN_DIGITS], *neighbours}):
        lower, upper = code_range(town)
        near |= Q(division__code__gte=lower, division__code__lt=upper)
    rows = queries.with_facts(serving.filter(near)).select_related("division__parent", "dossier")
    ties, named = queries.ties_of(case), queries.named_persons()
    judged = [judge(row, child, ties, named, on) for row in rows]
    may = sorted((each for each in judged if not each.against), key=lambda each: (-each.points, each.volunteer.pk))
    return may, [each for each in judged if each.against], serving.exclude(near).count()


def _facts_of(case: Case, on: dt.date, neighbours: frozenset[str]) -> ChildFacts:
    return queries.facts_of_child(
        case,
        on,
        neighbour_towns=neighbours,
        guardian_consents=queries.guardian_consents(case.person, asked=False),
        paired_already=Pairing.objects.live().filter(case_id=case.pk).exists(),
    )


def judge(row: Any, child: ChildFacts, ties: queries.Ties, named: frozenset[int], on: dt.date) -> Candidate:
    """One volunteer that `queries.with_facts` loaded, as a candidate for the child. No query.

    That a second adult must be named is no obstacle here: it is asked in the form.
    """
    pair = ties.facts(row, on, second_adult=True)
    least = row.program_version.number("min_age")
    against = list(against_proxy(queries.facts_of(row, on, named), on, min_age=least))
    if row.status != "registered":
        against.insert(0, "not_serving")
    against += against_pair(child, pair)
    return Candidate(row, tuple(score(child, pair)), tuple(dict.fromkeys(against)), child.sex != pair.proxy_sex)


def judged_for(case: Case, volunteer: Volunteer) -> Candidate:
    """That one volunteer for the child, as the list would show them."""
    on = timezone.localdate()
    row = queries.with_facts(Volunteer.objects.filter(pk=volunteer.pk)).select_related("division").get()
    child = _facts_of(case, on, queries.neighbours_of(case.division.code))
    return judge(row, child, queries.ties_of(case), queries.named_persons(), on)


def reasons_for(case: Case, volunteer: Volunteer) -> list[list[Any]]:
    """What the match list says for this pair now, to be kept with the proposal: [code, points]."""
    return [[code, points] for code, points in judged_for(case, volunteer).reasons]
