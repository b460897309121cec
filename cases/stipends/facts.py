"""Gathers the facts of many children for the rule, in a fixed number of statements whatever their number.

Invariant: rows are read as tuples, never as models, and nothing secret is decrypted: the 17th digit of the ID number
stands in its mask. Called by entitling (finance), the guards, the lists of the towns and the child's page.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.models import FINISHED, Award, Case
from cases.registry.models import Enrolment, Whereabouts
from cases.stipends.absence import LONG_AGO, Where, left_behind_periods
from cases.stipends.models import FamilyCertificate, Hold, StipendCase
from cases.stipends.rules import Held, Months, Period, Schooling, StipendFacts
from cases.stipends.schooling import stage_of
from programs.models import ProgramVersion

RUNNING_CASES = Q(kind="LBC") & ~Q(status__in=("new", *FINISHED))
WERE_LEFT_BEHIND = Q(kind="LBC") & (RUNNING_CASES | Q(finished_on__isnull=False, status__in=("closed", "terminated")))
SEX_DIGIT = 16  # place of the 17th digit, which a mask leaves to be read
FROM_ELSEWHERE = "moved"

Away = tuple[list[Where], list[Where]]


class Identity(NamedTuple):
    """What the rule asks of the person itself."""

    person: int
    birth_date: dt.date | None
    sex: str
    id_masked: str


class Around:
    """The dated facts around a set of persons: schools, cases of left-behind children, parents, other programs.

    `persons` is a queryset of one column, their ids. Beginnings that nobody recorded are open: a roster says what is,
    not since when. A child who moved in from elsewhere is the exception: its first school counts from the day entered.
    Where only months from `first` on are asked about, parents who had left long before are not read at all.
    """

    def __init__(self, persons: "QuerySet[Any, Any]", group: str, *, first: dt.date | None = None) -> None:
        self._min_absence = _min_absence_by_version()
        longest = dt.timedelta(days=max(self._min_absence.values(), default=0))
        self._cases, self._moved_in, self._days = self._read_cases(persons)
        self._schools = self._read_schools(persons)
        self._parents = _read_parents(persons, first - longest if first else None)
        self._others = _read_awards(persons, group)

    def _read_cases(self, persons: Any) -> tuple[dict[int, list[Period]], set[int], dict[int, int]]:
        """Periods, who moved in from elsewhere, and how long parents must be away, by person."""
        rows = Case.objects.filter(WERE_LEFT_BEHIND, person__in=persons).order_by("pk")
        begun = _beginnings(rows)
        found: dict[int, list[Period]] = {}
        days: dict[int, int] = {}
        columns = ("pk", "person_id", "finished_on", "program_version_id")
        for case, person, finished, version in rows.values_list(*columns).iterator():
            since = begun.get(case, LONG_AGO)
            known = found.setdefault(person, [])
            if finished is None or finished > since:
                known.append(Period(since, finished))
            days[person] = self._min_absence.get(version, 0)
        moved = rows.filter(leftbehindcase__found_by=FROM_ELSEWHERE).values_list("person_id", flat=True)
        return found, set(moved), days

    def _read_schools(self, persons: Any) -> dict[int, list[Schooling]]:
        columns = ("child_id", "grade", "school__name", "school__county_code", "valid_from", "valid_to")
        rows = Enrolment.objects.filter(child__in=persons).order_by("child_id", "valid_from", "pk")
        found: dict[int, list[Schooling]] = {}
        for child, grade, school, county, since, until in rows.values_list(*columns).iterator():
            known = found.setdefault(child, [])
            begins = since if known or child in self._moved_in else LONG_AGO
            known.append(Schooling(stage_of(grade, school), county, begins, until))
        return found

    def left_behind(self, person: int) -> tuple[Period, ...]:
        """When the person was left behind."""
        cases = self._cases.get(person, ())
        father, mother = self._parents.get(person, ((), ()))
        return left_behind_periods(cases, father, mother, self._days.get(person, 0)) if cases else ()

    def schools(self, person: int) -> tuple[Schooling, ...]:
        """The schools of the person, in order."""
        return tuple(self._schools.get(person, ()))

    def others(self, person: int, case: int | None, award: int | None) -> tuple[Months, ...]:
        """Months that another award of the group covers; of two, the older one goes first and is paid."""
        known = self._others.get(person, ())
        return tuple(months for pk, of_case, months in known if of_case != case and (award is None or pk < award))


def _beginnings(rows: "QuerySet[Case]") -> dict[int, dt.date]:
    """The day on which a case began, for those that follow another one or moved in; the others ran all along."""
    earlier = Case.objects.filter(WERE_LEFT_BEHIND, person=OuterRef("person_id"), pk__lt=OuterRef("pk")).order_by()
    dated = rows.filter(Q(leftbehindcase__found_by=FROM_ELSEWHERE) | Exists(earlier))
    made = dated.values_list("pk", "dossier__created_at")
    return {case: timezone.localtime(at).date() for case, at in made}


def _min_absence_by_version() -> dict[int, int]:
    rows = ProgramVersion.objects.filter(program__code="LBC").values_list("pk", "parameters")
    return {pk: int(parameters.get("min_absence_days", 0)) for pk, parameters in rows}


def _read_parents(persons: Any, left_by: dt.date | None) -> dict[int, Away]:
    """Where the parents were, without those who left by that day and are still away: they change nothing."""
    columns = ("child_id", "parent", "status", "capacity", "valid_from", "valid_to", "since")
    rows = Whereabouts.objects.filter(child__in=persons).order_by("child_id", "valid_from", "pk")
    if left_by:
        gone = Q(since__isnull=True) | Q(since__lte=left_by)
        rows = rows.exclude(gone, status="away", valid_to__isnull=True)
    found: dict[int, Away] = {}
    for child, parent, *where in rows.values_list(*columns).iterator():
        fathers, mothers = found.setdefault(child, ([], []))
        (fathers if parent == "father" else mothers).append(Where(*where))
    return found


def _read_awards(persons: Any, group: str) -> dict[int, list[tuple[int, int, Months]]]:
    found: dict[int, list[tuple[int, int, Months]]] = {}
    if group:
        rows = Award.objects.filter(kind="monthly", program__exclusivity_group=group, case__person__in=persons)
        columns = ("case__person_id", "pk", "case_id", "first_month", "last_month")
        for person, award, case, first, last in rows.order_by("pk").values_list(*columns).iterator():
            found.setdefault(person, []).append((award, case, Months(first, last)))
    return found


class OfCases:
    """What hangs on a set of stipends itself: holds and certificates. `cases` is a queryset of their ids."""

    def __init__(self, cases: "QuerySet[Any, Any]") -> None:
        self.holds: dict[int, list[Held]] = defaultdict(list)
        self.certificates: dict[int, list[Period]] = defaultdict(list)
        held = Hold.objects.filter(case__in=cases, lifted=False).order_by("case_id", "first_month", "pk")
        for case, reason, first, last in held.values_list("case_id", "reason", "first_month", "last_month").iterator():
            self.holds[case].append(Held(reason, first, last))
        shown = FamilyCertificate.objects.filter(case__in=cases).order_by("case_id", "valid_from", "pk")
        for case, since, last in shown.values_list("case_id", "valid_from", "valid_to").iterator():
            self.certificates[case].append(Period(since, last + dt.timedelta(days=1) if last else None))


@lru_cache(maxsize=4)
def _sex_by_digit(digit: str) -> str:
    return ("F", "M")[int(digit) % 2] if digit.isdigit() else ""


def sex_by_id(id_masked: str) -> str:
    """What the 17th digit says, read from the mask; empty without an ID number."""
    return _sex_by_digit(id_masked[SEX_DIGIT]) if len(id_masked) > SEX_DIGIT else ""


class Rule(NamedTuple):
    """Name and age limit of a version's rule."""

    name: str
    max_age: int


def rule_of(version: ProgramVersion) -> Rule:
    """The rule that a version names in its parameters. Raises KeyError for a version without one."""
    return Rule(str(version.parameters["rule"]), version.number("max_age"))


def facts_from(
    who: Identity,
    rule: Rule,
    county: str,
    around: Around,
    *,
    of_cases: OfCases | None = None,
    case: int | None = None,
    award: tuple[int, Months] | None = None,
    certificates: tuple[Period, ...] = (),
) -> StipendFacts:
    """One child's facts put together from what was read for all. `county` is six digits.

    `certificates` are those of a child that has no application yet.
    """
    holds: Mapping[int, Iterable[Held]] = of_cases.holds if of_cases else {}
    shown: Mapping[int, Iterable[Period]] = of_cases.certificates if of_cases else {}
    key = case or 0
    return StipendFacts(
        rule=rule.name,
        max_age=rule.max_age,
        county=county,
        birth_date=who.birth_date,
        sex=who.sex,
        id_sex=sex_by_id(who.id_masked),
        left_behind=around.left_behind(who.person),
        schools=around.schools(who.person),
        certificates=certificates or tuple(shown.get(key, ())),
        holds=tuple(holds.get(key, ())),
        award=award[1] if award else None,
        others=around.others(who.person, case, award[0] if award else None),
    )


def facts_of_cases(cases: "QuerySet[StipendCase]") -> Iterator[tuple[int, StipendFacts]]:
    """Id and facts of every stipend of the queryset, whether it is granted already or not; by id."""
    versions = {each.pk: each for each in ProgramVersion.objects.filter(program__code="STP").select_related("program")}
    group = next(iter(versions.values())).program.exclusivity_group if versions else ""
    around = Around(cases.order_by().values("person_id"), group)
    of_cases = OfCases(cases.order_by().values("pk"))
    awards = {
        case: (pk, Months(first, last))
        for case, pk, first, last in Award.objects.filter(kind="monthly", case__in=cases.order_by().values("pk"))
        .order_by("pk")
        .values_list("case_id", "pk", "first_month", "last_month")
    }
    rules = {pk: rule_of(version) for pk, version in versions.items()}
    columns = ("pk", "division__code", "program_version_id", *IDENTITY)
    for case, code, version, *identity in cases.order_by("pk").values_list(*columns).iterator():
        yield (
            case,
            facts_from(
                Identity(*identity),
                rules[version],
                code[:6],
                around,
                of_cases=of_cases,
                case=case,
                award=awards.get(case),
            ),
        )


IDENTITY = ("person_id", "person__birth_date", "person__sex", "person__id_masked")
