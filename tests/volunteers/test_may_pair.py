"""Who may be a proxy parent, and who may be paired with whom: each condition at the day or number where it turns."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.cast import HENGSHAN, HUAGONG, NANZHUANG
from volunteers.rules import WORDS, ChildFacts, PairFacts, ProxyFacts, against_pair, against_proxy

TODAY = dt.date(2026, 11, 2)
YESTERDAY = TODAY - dt.timedelta(days=1)
ABLE = ProxyFacts(
    age=23, pledged=True, vetted_until=TODAY, trained_until=TODAY, home_passed=True, referees_heard=2
)  # fmt: skip
CHILD = ChildFacts(sex="F", age=15, village=HENGSHAN, guardian_consents=True, child_heard=True, child_consents=True)
PAIR = PairFacts(
    proxy_sex="F", proxy_age=40, village=HENGSHAN, live_pairings=1, most_children=2, second_adult=False
)  # fmt: skip


def about(**changes: Any) -> list[str]:
    """What stands against a person of 23 whose check and training end today, with changes."""
    return list(against_proxy(replace(ABLE, **changes), TODAY, min_age=23))


def between(child: dict[str, Any], pair: dict[str, Any]) -> list[str]:
    """What stands against a girl of 15 with a woman of her village who has room for one more, with changes."""
    return list(against_pair(replace(CHILD, **child), replace(PAIR, **pair)))


def test_on_the_last_day_of_check_and_training_somebody_still_serves() -> None:
    assert about() == []


@pytest.mark.parametrize(
    ("changes", "against"),
    [
        ({"age": 22}, "too_young"),
        ({"age": None}, "too_young"),
        ({"vetted_until": YESTERDAY}, "not_vetted"),
        ({"vetted_until": None}, "not_vetted"),
        ({"pledged": False}, "not_pledged"),
        ({"trained_until": YESTERDAY}, "not_trained"),
        ({"trained_until": None}, "not_trained"),
        ({"home_passed": False}, "home_not_passed"),
        ({"referees_heard": 1}, "referees"),
        ({"open_incident": True}, "open_incident"),
    ],
)
def test_one_thing_that_is_missing_is_enough_and_is_named(changes: dict[str, Any], against: str) -> None:
    assert about(**changes) == [against]


@pytest.mark.parametrize(
    ("child", "pair"),
    [
        ({}, {}),
        ({"guardian_consents": None, "child_heard": None, "child_consents": None}, {}),  # not asked yet
        ({"age": 7, "child_consents": False}, {}),  # heard, not asked
        ({"sex": "M"}, {"second_adult": True}),
        ({"neighbour_towns": frozenset({NANZHUANG[:9]})}, {"village": NANZHUANG[:9] + "201"}),
        ({}, {"village": HUAGONG[:9] + "299"}),  # another village of the town
    ],
)
def test_nothing_stands_against_a_pair_that_fits(child: dict[str, Any], pair: dict[str, Any]) -> None:
    assert between(child, pair) == []


@pytest.mark.parametrize(
    ("child", "pair", "against"),
    [
        ({"served": False}, {}, "not_served"),
        ({"age": 16}, {}, "grown"),
        ({"paired_already": True}, {}, "paired_already"),
        ({"guardian_consents": False}, {}, "guardian_says_no"),
        ({"age": 8, "child_consents": False}, {}, "child_says_no"),
        ({"age": 7, "child_heard": False}, {}, "child_not_heard"),
        ({}, {"live_pairings": 2}, "no_room"),
        ({}, {"village": NANZHUANG}, "too_far"),
        ({"sex": "M"}, {}, "second_adult"),
        ({}, {"related": True}, "related"),
        ({}, {"dispute": True}, "dispute"),
        ({}, {"kept_away": True}, "open_incident"),
    ],
)
def test_one_thing_against_a_pair_is_enough_and_is_named(
    child: dict[str, Any], pair: dict[str, Any], against: str
) -> None:
    assert between(child, pair) == [against]


def test_every_objection_has_its_sentence() -> None:
    nothing = ProxyFacts(None, False, None, None, False, 0, open_incident=True)
    wrong = between(
        {"served": False, "age": 16, "paired_already": True, "guardian_consents": False, "child_consents": False}
        | {"child_heard": False},
        {"live_pairings": 2, "village": NANZHUANG, "proxy_sex": "M", "related": True, "dispute": True},
    )
    assert {*against_proxy(nothing, TODAY, min_age=23), *wrong, "not_serving"} == set(WORDS)
