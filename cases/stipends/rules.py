"""Who is entitled to the study stipend in which month: pure functions over dated facts (domain report §2.4).

Invariant: a month is judged by what was true on its first day, so that every change counts from the next month, both
ways. Nothing here touches the database; facts.py gathers what the rule needs, entitling.py tells finance.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from cases.entitlements import Outcome, Span
from cases.stipends.schooling import Stage
from programs.months import month_of, plus_months

WITH_CERTIFICATE = "v2013"
STAGES = ("primary", "junior")

REASONS = {
    "before_award": _("before the first month granted"),
    "after_award": _("after the last month granted"),
    "no_birth_date": _("the date of birth is missing"),
    "sex_unknown": _("the sex is missing"),
    "sex_differs": _("the sex does not agree with the ID number"),
    "stage_unknown": _("the grade does not say primary or junior school"),
    "too_old": _("16 or older"),
    "not_left_behind": _("not left behind on the first of the month"),
    "no_school": _("at no school on the first of the month"),
    "other_stage": _("neither at primary nor at junior school"),
    "other_county": _("the school is in another county"),
    "no_certificate": _("no certificate was shown for this month"),
    "other_program": _("another program pays this month"),
    "hold_left_school": _("stopped: no longer at a school of the county"),
    "hold_parent_back": _("stopped: a parent is back"),
    "hold_unclear": _("stopped: facts are being cleared"),
    "hold_objection": _("stopped: an objection is being looked into"),
    "hold_other_program": _("stopped: another program pays"),
    "hold_request": _("stopped at the guardian's request"),
}


class Period(NamedTuple):
    """From a day until before another one; `until` empty: open."""

    since: dt.date
    until: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Whether the day lies in it."""
        return self.since <= day and (self.until is None or day < self.until)


class Schooling(NamedTuple):
    """At a school of `county` (six digits) in `stage`, from a day until before another one."""

    stage: Stage
    county: str
    since: dt.date
    until: dt.date | None = None


class Held(NamedTuple):
    """Months from `first` to `last` (counted in; empty: open) that are held for `reason`."""

    reason: str
    first: dt.date
    last: dt.date | None = None


class Months(NamedTuple):
    """Months from `first` to `last`, both counted in; `last` empty: open."""

    first: dt.date
    last: dt.date | None = None

    def has(self, month: dt.date) -> bool:
        """Whether the month is one of them."""
        return self.first <= month and (self.last is None or month <= self.last)


@dataclass(frozen=True, slots=True)
class StipendFacts:
    """What is known of one child under one version. `id_sex` is what the ID number says, empty without a number.

    `award` is empty while nothing is granted yet; `others` are months that another program of the group pays.
    """

    rule: str
    max_age: int
    county: str
    birth_date: dt.date | None
    sex: str
    id_sex: str
    left_behind: tuple[Period, ...] = ()
    schools: tuple[Schooling, ...] = ()
    certificates: tuple[Period, ...] = ()
    holds: tuple[Held, ...] = ()
    award: Months | None = None
    others: tuple[Months, ...] = ()


class Verdict(NamedTuple):
    """How one month is to be counted, and why not if it is not."""

    outcome: Outcome
    reason: str = ""


COUNTED = Verdict("counted")


def verdict(facts: StipendFacts, month: dt.date) -> Verdict:
    """The rule for one month (the first of it): counted, held, excluded or in error, with the code of the reason.

    Outside the award nothing else is asked; wrong facts come before missing ones; a hold only stops what would count.
    """
    if outside := _outside(facts.award, month):
        return Verdict("excluded", outside)
    if wrong := _wrong(facts):
        return Verdict("error", wrong)
    if _is_too_old(facts, month):
        return Verdict("excluded", "too_old")
    if not any(period.holds_on(month) for period in facts.left_behind):
        return Verdict("excluded", "not_left_behind")
    if against := _against_school(facts, month):
        return against
    if facts.rule == WITH_CERTIFICATE and not any(shown.holds_on(month) for shown in facts.certificates):
        return Verdict("excluded", "no_certificate")
    if any(months.has(month) for months in facts.others):
        return Verdict("excluded", "other_program")
    for reason, first, last in facts.holds:
        if first <= month and (last is None or month <= last):
            return Verdict("held", f"hold_{reason}")
    return COUNTED


def _outside(award: Months | None, month: dt.date) -> str:
    if award is None or award.has(month):
        return ""
    return "before_award" if month < award.first else "after_award"


def _wrong(facts: StipendFacts) -> str:
    if facts.birth_date is None:
        return "no_birth_date"
    if not facts.sex:
        return "sex_unknown"
    return "sex_differs" if facts.id_sex and facts.id_sex != facts.sex else ""


def last_month_of_age(birth_date: dt.date, max_age: int) -> dt.date:
    """The month of the birthday on which a child reaches `max_age`: it still counts, later ones do not."""
    return plus_months(month_of(birth_date), 12 * max_age)


def _is_too_old(facts: StipendFacts, month: dt.date) -> bool:
    return facts.birth_date is not None and month > last_month_of_age(facts.birth_date, facts.max_age)


def _against_school(facts: StipendFacts, month: dt.date) -> Verdict | None:
    """What the school of that month says against it; the first of several counts, there can be only one at a time."""
    for stage, county, since, until in facts.schools:
        if since <= month and (until is None or month < until):
            if not stage:
                return Verdict("error", "stage_unknown")
            if stage not in STAGES:
                return Verdict("excluded", "other_stage")
            return None if county == facts.county else Verdict("excluded", "other_county")
    return Verdict("excluded", "no_school")


def effective(day: dt.date) -> dt.date:
    """The first month for which something that happens on `day` counts: that month on the 1st, else the next one."""
    return day if day.day == 1 else plus_months(month_of(day), 1)


def _turns(facts: StipendFacts) -> Iterator[dt.date | None]:
    """The months in which the verdict may change: every date of the facts, as the month it counts from."""
    for period in (*facts.left_behind, *facts.certificates):
        yield from (effective(day) for day in period if day)
    for school in facts.schools:
        yield from (effective(day) for day in (school.since, school.until) if day)
    months = [facts.award, *facts.others] if facts.award else facts.others
    for first, last in [(each.first, each.last) for each in (*facts.holds, *months) if each]:
        yield first
        yield plus_months(last, 1) if last else None
    if facts.birth_date:
        yield plus_months(last_month_of_age(facts.birth_date, facts.max_age), 1)


def spans(facts: StipendFacts, first: dt.date, last: dt.date) -> tuple[Span, ...]:
    """Months from `first` to `last` with their outcomes, equal neighbours merged; together exactly that period."""
    turns = {turn for turn in _turns(facts) if turn and first < turn <= last}
    found: list[Span] = []
    begins = [first, *sorted(turns)]
    for place, begin in enumerate(begins):
        end = plus_months(begins[place + 1], -1) if place + 1 < len(begins) else last
        outcome, reason = verdict(facts, begin)
        if found and (found[-1].outcome, found[-1].reason) == (outcome, reason):
            found[-1] = Span(found[-1].first, end, outcome, reason)
        else:
            found.append(Span(begin, end, outcome, reason))
    return tuple(found)
