"""Who is entitled in which month: the rule itself, without a database."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.stipends.absence import LONG_AGO, Where, left_behind_periods
from cases.stipends.rules import REASONS, Held, Months, Period, Schooling, StipendFacts, spans, verdict
from programs.months import month_of, months_between, plus_months

SEPTEMBER = dt.date(2026, 9, 1)
JANUARY = dt.date(2027, 1, 1)
ENTITLED = StipendFacts(
    rule="v2022",
    max_age=16,
    county="410883",
    birth_date=dt.date(2014, 5, 6),
    sex="F",
    id_sex="F",
    left_behind=(Period(LONG_AGO),),
    schools=(Schooling("primary", "410883", LONG_AGO),),
)


def outcomes(facts: StipendFacts) -> list[str]:
    """Reason, or outcome where there is none, of each month from September to January."""
    return [verdict(facts, month).reason or "counted" for month in months_between(SEPTEMBER, JANUARY)]


def test_a_child_at_school_with_both_parents_away_is_entitled() -> None:
    assert outcomes(ENTITLED) == ["counted"] * 5


def test_the_rule_of_2013_asks_for_a_certificate_and_that_of_2022_does_not() -> None:
    without = replace(ENTITLED, rule="v2013")
    shown = replace(without, certificates=(Period(dt.date(2026, 10, 5)),))
    assert outcomes(without) == ["no_certificate"] * 5
    assert outcomes(shown) == ["no_certificate"] * 2 + ["counted"] * 3


def test_a_parent_who_comes_home_ends_it_from_the_next_month_and_leaving_begins_it_from_the_next() -> None:
    home = replace(ENTITLED, left_behind=(Period(LONG_AGO, dt.date(2026, 10, 15)), Period(dt.date(2026, 12, 2))))
    assert outcomes(home) == ["counted", "counted", "not_left_behind", "not_left_behind", "counted"]


def test_a_change_on_the_first_counts_for_that_month() -> None:
    home = replace(ENTITLED, left_behind=(Period(LONG_AGO, dt.date(2026, 11, 1)),))
    assert outcomes(home)[1:3] == ["counted", "not_left_behind"]


def test_the_month_of_the_sixteenth_birthday_still_counts_and_later_ones_do_not() -> None:
    assert outcomes(replace(ENTITLED, birth_date=dt.date(2010, 10, 20))) == ["counted"] * 2 + ["too_old"] * 3


def test_a_birthday_on_29_february_ends_it_after_february() -> None:
    facts = replace(ENTITLED, birth_date=dt.date(2012, 2, 29))
    assert [verdict(facts, dt.date(2028, month, 1)).reason for month in (2, 3)] == ["", "too_old"]


def test_a_change_of_school_inside_the_county_interrupts_nothing() -> None:
    day = dt.date(2026, 11, 10)
    moved = (Schooling("primary", "410883", LONG_AGO, day), Schooling("junior", "410883", day))
    assert outcomes(replace(ENTITLED, schools=moved)) == ["counted"] * 5


def test_a_change_to_a_school_of_another_county_ends_it_from_the_next_month() -> None:
    day = dt.date(2026, 11, 10)
    moved = (Schooling("primary", "410883", LONG_AGO, day), Schooling("primary", "410823", day))
    assert outcomes(replace(ENTITLED, schools=moved)) == ["counted"] * 3 + ["other_county"] * 2


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"birth_date": None}, "no_birth_date"),
        ({"sex": ""}, "sex_unknown"),
        ({"id_sex": "M"}, "sex_differs"),
        ({"schools": (Schooling("", "410883", LONG_AGO),)}, "stage_unknown"),
    ],
)
def test_wrong_facts_are_errors_and_never_paid(changed: dict[str, object], reason: str) -> None:
    found = verdict(replace(ENTITLED, **changed), SEPTEMBER)  # type: ignore[arg-type]
    assert (found.outcome, found.reason) == ("error", reason)


def test_a_child_at_another_stage_or_at_no_school_is_excluded() -> None:
    assert outcomes(replace(ENTITLED, schools=()))[0] == "no_school"
    assert outcomes(replace(ENTITLED, schools=(Schooling("other", "410883", LONG_AGO),)))[0] == "other_stage"


def test_held_months_are_held_and_no_others() -> None:
    held = replace(ENTITLED, holds=(Held("unclear", dt.date(2026, 10, 1), dt.date(2026, 11, 1)),))
    assert outcomes(held) == ["counted", "hold_unclear", "hold_unclear", "counted", "counted"]
    assert verdict(held, dt.date(2026, 10, 1)).outcome == "held"


def test_a_month_that_another_program_pays_is_excluded() -> None:
    assert outcomes(replace(ENTITLED, others=(Months(dt.date(2026, 12, 1)),)))[2:] == [
        "counted",
        *["other_program"] * 2,
    ]


def test_nothing_counts_outside_the_award() -> None:
    granted = replace(ENTITLED, award=Months(dt.date(2026, 10, 1), dt.date(2026, 12, 1)))
    assert outcomes(granted) == ["before_award", *["counted"] * 3, "after_award"]


def test_an_able_parent_at_home_ends_being_left_behind_and_one_without_capacity_does_not() -> None:
    day = dt.date(2026, 10, 15)
    father = [Where("away", "", dt.date(2026, 1, 1), None, None)]
    able, unable = Where("home", "good", day, None, None), Where("home", "none", day, None, None)
    away = Where("away", "", dt.date(2026, 1, 1), day, None)
    assert left_behind_periods([Period(LONG_AGO)], father, [away, able]) == (Period(LONG_AGO, day),)
    assert left_behind_periods([Period(LONG_AGO)], father, [away, unable]) == (Period(LONG_AGO),)


def test_a_child_is_left_behind_from_the_day_the_second_parent_left() -> None:
    father, mother = (
        [Where("away", "", dt.date(2026, 9, 20), None, left)] for left in (dt.date(2020, 3, 1), dt.date(2026, 9, 5))
    )
    assert left_behind_periods([Period(LONG_AGO)], father, mother) == (Period(dt.date(2026, 9, 5)),)


days = st.dates(dt.date(2025, 1, 1), dt.date(2028, 12, 31))
months = days.map(month_of)
pairs = st.tuples(days, st.none() | days).filter(lambda pair: pair[1] is None or pair[0] < pair[1])
month_pairs = st.tuples(months, st.none() | months).filter(lambda pair: pair[1] is None or pair[0] <= pair[1])
facts = st.builds(
    StipendFacts,
    rule=st.sampled_from(["v2013", "v2022"]),
    max_age=st.just(16),
    county=st.just("410883"),
    birth_date=st.none() | st.dates(dt.date(2009, 1, 1), dt.date(2015, 1, 1)),
    sex=st.sampled_from(["F", "F", "M", ""]),
    id_sex=st.sampled_from(["F", ""]),
    left_behind=st.lists(pairs.map(lambda pair: Period(*pair)), max_size=3).map(tuple),
    schools=st.lists(
        st.tuples(
            st.sampled_from(["primary", "junior", "other", ""]), st.sampled_from(["410883", "410823"]), pairs
        ).map(lambda row: Schooling(row[0], row[1], *row[2])),
        max_size=3,
    ).map(tuple),
    certificates=st.lists(pairs.map(lambda pair: Period(*pair)), max_size=2).map(tuple),
    holds=st.lists(month_pairs.map(lambda pair: Held("unclear", *pair)), max_size=2).map(tuple),
    award=st.none() | month_pairs.map(lambda pair: Months(*pair)),
    others=st.lists(month_pairs.map(lambda pair: Months(*pair)), max_size=1).map(tuple),
)


@given(facts, months, st.integers(0, 30))
def test_spans_cover_the_period_exactly_once_and_agree_with_the_rule_in_every_month(
    known: StipendFacts, first: dt.date, more: int
) -> None:
    last = plus_months(first, more)
    found = spans(known, first, last)
    covered = [(month, span) for span in found for month in months_between(span.first, span.last)]
    assert [month for month, _span in covered] == months_between(first, last)
    assert all((span.outcome, span.reason) == verdict(known, month) for month, span in covered)
    assert all((a.outcome, a.reason) != (b.outcome, b.reason) for a, b in pairwise(found))


@given(facts, months)
def test_every_reason_has_words(known: StipendFacts, month: dt.date) -> None:
    assert verdict(known, month).reason in {"", *REASONS}
