"""What the study stipend tells finance: its enrolled children with the outcome of each of their months.

Invariant: every award that touches the period is yielded once, whatever the outcome; a fixed number of statements.
Registered as the source of STP (cases.entitlements); the guards of the application ask `failing` and `failing_in`.
"""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.entitlements import Entitled, Span, reason_label
from cases.models import Award
from cases.registry.models import PayeeAccount
from cases.stipends.facts import IDENTITY, Around, Identity, OfCases, Rule, facts_from, facts_of_cases, rule_of
from cases.stipends.models import Hold, Status, StipendCase
from cases.stipends.rules import Months, StipendFacts, spans, verdict
from documents.declarations import Text
from organisation.models import Division, User
from programs.models import Program, ProgramVersion, RateSeries
from programs.months import month_of, plus_months

ENROLLED_ONCE = (Status.ON_ROLL, Status.SUSPENDED, Status.REMOVED)
MANY = 5000  # more ids than this are filtered here: engines limit the number of parameters


def entitled(
    program: Program, county: Division, first: dt.date, last: dt.date, cases: Collection[int] | None = None
) -> Iterator[Entitled]:
    """Every child of the county on the roll in that period, by village and case. See cases.entitlements.Source."""
    awards = _awards(program, county, first, last)
    wanted: frozenset[int] | None = None
    if cases is not None and len(cases) > MANY:
        wanted = frozenset(cases)
    elif cases is not None:
        awards = awards.filter(case__in=cases)
    around = Around(awards.order_by().values("case__person_id"), program.exclusivity_group, first=first)
    of_cases = OfCases(awards.order_by().values("case_id"))
    accounts = _accounts(awards)
    rules, series = _rules(program), series_of(program)
    places = _Places(county)
    columns = ("pk", "first_month", "last_month", "case_id", "dossier_id", "case__division_id", *VERSION, *OF_PERSON)
    rows = awards.order_by("case__division__code", "case_id", "pk").values_list(*columns)
    for award, begins, ends, case, dossier, division, version, *identity in rows.iterator():
        if wanted is not None and case not in wanted:
            continue
        who = Identity(*identity)
        granted = (award, Months(begins, ends))
        facts = facts_from(who, rules[version], places.county, around, of_cases=of_cases, case=case, award=granted)
        worth = series.get((version, facts.sex)) or series.get((version, ""))
        yield Entitled(
            case=case,
            dossier=dossier,
            award=award,
            person=who.person,
            division=division,
            town=places.town_of(division),
            account=accounts.get(who.person),
            spans=_worth(spans(facts, first, last), worth),
        )


def lifted_a_hold(by: User, cases: Any, first: dt.date, last: dt.date) -> bool:
    """Whether `by` ended a hold of one of these cases. One that ended in June frees July: the month before counts."""
    near = {"first_month__lte": last, "last_month__gte": plus_months(first, -1)}
    return Hold.objects.filter(lifted_by=by, case__in=cases, **near).exists()


VERSION = ("case__program_version_id",)
OF_PERSON = tuple(f"case__{column}" for column in IDENTITY)


def _worth(found: tuple[Span, ...], series: int | None) -> tuple[Span, ...]:
    return tuple(replace(span, series=series) if span.outcome == "counted" else span for span in found)


def _awards(program: Program, county: Division, first: dt.date, last: dt.date) -> Any:
    return Award.objects.filter(
        Q(last_month__isnull=True) | Q(last_month__gte=first),
        program=program,
        kind="monthly",
        first_month__lte=last,
        case__status__in=ENROLLED_ONCE,
        case__division__code__startswith=county.code[:6],
    )


def _accounts(awards: Any) -> dict[int, int]:
    rows = PayeeAccount.objects.filter(child__in=awards.order_by().values("case__person_id"), valid_to__isnull=True)
    return dict(rows.values_list("child_id", "pk"))


def _rules(program: Program) -> dict[int, Rule]:
    return {version.pk: rule_of(version) for version in ProgramVersion.objects.filter(program=program)}


def series_of(program: Program) -> dict[tuple[int, str], int]:
    """Id of the rate series by version and sex (empty: everybody)."""
    rows = RateSeries.objects.filter(version__program=program).values_list("version_id", "sex", "pk")
    return {(version, sex): pk for version, sex, pk in rows}


class _Places:
    """The town of every village of a county."""

    def __init__(self, county: Division) -> None:
        self.county = county.code[:6]
        rows = Division.objects.filter(code__startswith=self.county).values_list("pk", "code")
        by_code = {code: pk for pk, code in rows}
        self._towns = {pk: by_code.get(code[:9] + "000", pk) for code, pk in by_code.items()}

    def town_of(self, division: int) -> int:
        """Id of the town in which that village lies."""
        return self._towns[division]


def months_asked(case: StipendCase, today: dt.date) -> list[dt.date]:
    """The months in which one must count for the rule to hold: those of the round, else this one and the next."""
    if case.round:
        return case.round.months
    return [month_of(today), plus_months(month_of(today), 1)]


def why_not(facts: StipendFacts, months: list[dt.date]) -> str:
    """The code of the reason why none of these months counts, that of the last one; empty when one does.

    The last one tells best: what was not yet true in the first month may be true by then.
    """
    found = [verdict(facts, month) for month in months]
    return "" if any(each.outcome == "counted" for each in found) else found[-1].reason


def failing(case: Any, today: dt.date) -> Text | None:
    """Why this child is not entitled, as a sentence; nothing when the rule holds."""
    stipend = StipendCase.objects.select_related("round").get(pk=case.pk)
    ((_pk, facts),) = facts_of_cases(StipendCase.objects.filter(pk=case.pk))
    if reason := why_not(facts, months_asked(stipend, today)):
        return _("The child is not entitled: %(reason)s. Correct the facts, or do not certify.") % {
            "reason": reason_label(reason)
        }
    return None


def failing_in(rows: Any, today: dt.date) -> int:
    """How many stipends of the queryset the rule does not hold for."""
    asked = {case.pk: months_asked(case, today) for case in rows.select_related("round")}
    return sum(bool(why_not(facts, asked[pk])) for pk, facts in facts_of_cases(rows))
