"""Posts the public notice of a round: children and sums of the term by village, never a name (domain report §3.8).

Invariant: what is posted is counted at that moment from the certified cases of the round, with the rates in force.
"""

from collections import Counter
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.notices import post_notice
from cases.stipends.entitling import series_of
from cases.stipends.facts import facts_of_cases
from cases.stipends.models import CertificationRound, Status, StipendCase
from cases.stipends.rules import spans
from cases.village_counts import Line, by_village
from documents.refusals import NotPossible
from organisation.models import Division
from programs.models import Rate
from programs.months import months_between

TITLE = "{}拟发放名单（按村汇总）公示"


def post(round: CertificationRound, **notice: Any) -> None:
    """Post the notice. `notice` is first day, place and where objections go, see cases.notices.post_notice.

    Raises NotPossible where fewer than three children are certified: a notice would tell who they are.
    """
    certified(round).update(round=round)
    rows = by_village(lines_of(round))
    if not rows:
        raise NotPossible(
            _("Fewer than three children are certified; a notice would show who they are. Add them to a larger round.")
        )
    title = TITLE.format(round.program_version.program.name)
    post_notice(round.dossier, title=title, rows=rows, version=round.program_version, **notice)


def certified(round: CertificationRound) -> Any:
    """The certified cases of the round, with those certified one by one that no round has taken yet."""
    alone = Q(round__isnull=True, program_version=round.program_version_id)
    of_county = StipendCase.objects.filter(division__code__startswith=round.division.significant)
    return of_county.filter(alone | Q(round=round), status=Status.CERTIFIED_COUNTY)


def lines_of(round: CertificationRound) -> list[Line]:
    """Each village with its certified children and what they would get in the term, by town and village."""
    cases = StipendCase.objects.filter(round=round, status__in=(Status.CERTIFIED_COUNTY, Status.IN_PUBLICITY))
    sums = worth_of(round, cases)
    children: Counter[int] = Counter()
    fen: Counter[int] = Counter()
    for pk, division in cases.values_list("pk", "division_id"):
        children[division] += 1
        fen[division] += sums[pk]
    villages = Division.objects.filter(pk__in=children).select_related("parent").order_by("code")
    return [
        Line(each.parent.short_name if each.parent else "", each.short_name, children[each.pk], fen[each.pk])
        for each in villages
    ]


def worth_of(round: CertificationRound, cases: Any) -> dict[int, int]:
    """What each case would get in the months of the round, in fen."""
    series = series_of(round.program_version.program)
    monthly = {pk: _by_month(pk, round) for pk in series.values()}
    version = round.program_version_id
    found = {}
    for pk, facts in facts_of_cases(cases):
        own = series.get((version, facts.sex)) or series.get((version, ""))
        counted = [span for span in spans(facts, round.first_month, round.last_month) if span.outcome == "counted"]
        months = [month for span in counted for month in months_between(span.first, span.last)]
        found[pk] = sum(monthly[own].get(month, 0) for month in months) if own else 0
    return found


def _by_month(series: int, round: CertificationRound) -> dict[Any, int]:
    rates = list(Rate.objects.valid().filter(series=series))
    return {
        month: rate.fen
        for month in round.months
        for rate in rates
        if rate.valid_from and rate.valid_from <= month and (rate.valid_to is None or month < rate.valid_to)
    }
