"""Who is a left-behind child: the rule of 2016 over facts, without a database."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.children.rules import ELSEWHERE, Facts, Parent, left_behind

ON = dt.date(2026, 11, 23)
AWAY, HOME, UNABLE = Parent("away", dt.date(2024, 3, 1)), Parent("home"), Parent("home", capacity="none")


def decided(father: Parent = AWAY, mother: Parent = AWAY, **facts: object) -> tuple[str, tuple[str, ...]]:
    values = {"birth_date": dt.date(2014, 5, 6), "hukou_kind": "villagers_committee"} | facts
    decision = left_behind(Facts(father=father, mother=mother, **values), ON)  # type: ignore[arg-type]
    return decision.verdict, decision.reasons


@pytest.mark.parametrize(
    ("father", "mother", "verdict", "reason"),
    [
        (AWAY, AWAY, "eligible", "both_away"),
        (AWAY, UNABLE, "eligible", "one_away_other_without_capacity"),
        (UNABLE, AWAY, "eligible", "one_away_other_without_capacity"),
        (AWAY, HOME, "not_eligible", "one_parent_home"),
        (HOME, AWAY, "not_eligible", "one_parent_home"),
        (HOME, HOME, "not_eligible", "nobody_away"),
        (UNABLE, HOME, "not_eligible", "nobody_away"),
        (Parent("deceased"), AWAY, "refer", "father_deceased"),
        (AWAY, Parent("missing"), "refer", "mother_missing"),
        (AWAY, Parent("unknown"), "refer", "mother_unknown"),
    ],
)
def test_the_whereabouts_of_both_parents_decide(father: Parent, mother: Parent, verdict: str, reason: str) -> None:
    assert decided(father, mother) == (verdict, (reason,))


@pytest.mark.parametrize(("birth", "verdict"), [("2010-11-24", "eligible"), ("2010-11-23", "not_eligible")])
def test_the_rule_ends_on_the_sixteenth_birthday(birth: str, verdict: str) -> None:
    assert decided(birth_date=dt.date.fromisoformat(birth))[0] == verdict


def test_a_birthday_on_the_leap_day_is_reached_on_the_first_of_march() -> None:
    facts = Facts(dt.date(2012, 2, 29), "villagers_committee", AWAY, AWAY)
    verdicts = [left_behind(facts, dt.date(2028, 2, day), max_age=16).verdict for day in (28, 29)]
    assert verdicts == ["eligible", "not_eligible"]
    assert left_behind(facts, dt.date(2027, 2, 28), max_age=15).verdict == "eligible"


def test_a_child_of_a_residents_committee_is_not_rural_unless_a_reason_was_given() -> None:
    assert decided(hukou_kind="residents_committee") == ("not_eligible", ("not_rural",))
    assert decided(hukou_kind="residents_committee", rural_override=True)[0] == "eligible"


def test_without_a_date_of_birth_nothing_is_decided_in_favour() -> None:
    assert decided(birth_date=None) == ("not_eligible", ("no_birth_date",))


@pytest.mark.parametrize(("days", "verdict"), [(180, "eligible"), (181, "not_eligible")])
def test_a_version_may_ask_for_a_minimum_absence(days: int, verdict: str) -> None:
    away = Parent("away", ON - dt.timedelta(days=180))
    facts = Facts(dt.date(2014, 5, 6), "villagers_committee", away, away)
    assert left_behind(facts, ON, min_absence_days=days).verdict == verdict


@given(st.sampled_from(sorted(ELSEWHERE)), st.sampled_from(["away", "home", *sorted(ELSEWHERE)]), st.booleans())
def test_a_parent_who_is_gone_never_counts_as_away(gone: str, other: str, swap: bool) -> None:
    pair = [Parent(gone), Parent(other)]
    assert decided(*(reversed(pair) if swap else pair))[0] == "refer"
