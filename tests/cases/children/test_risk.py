"""Scoring risk: thresholds, triggers, and what an incomplete questionnaire does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.children.risk import CURRENT, INSTRUMENTS, OFFICIAL_GRADE, score
from cases.models import RiskLevel

INSTRUMENT = INSTRUMENTS[CURRENT]
NOTHING = {factor.code: 0 for factor in INSTRUMENT.factors}
ANSWERS = st.fixed_dictionaries({factor.code: st.integers(0, len(factor.options) - 1) for factor in INSTRUMENT.factors})


def level(triggers: tuple[str, ...] = (), **answers: int) -> tuple[str, str]:
    result = score(INSTRUMENT, NOTHING | answers, set(triggers))
    return result.level.value, result.because


def test_nothing_at_all_is_low() -> None:
    assert level() == ("low", "total")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"G1": 2, "G3": 2, "G4": 2, "G5": 1}, ("low", "total")),  # 7
        ({"G1": 2, "G3": 2, "G4": 2, "G5": 2}, ("medium", "total")),  # 8
        ({"G1": 2, "G2": 2, "G3": 2, "G4": 2, "G5": 2, "S1": 2, "H1": 2, "P1": 1}, ("medium", "total")),  # 15
        ({"G1": 2, "G2": 2, "G3": 2, "G4": 2, "G5": 2, "S1": 2, "H1": 2, "P1": 2}, ("high", "total")),  # 16
        ({"G1": 3, "G4": 3}, ("low", "total")),  # two threes
        ({"G1": 3, "G4": 3, "S1": 3}, ("high", "threes")),
    ],
)
def test_the_thresholds_are_where_the_instrument_says(answers: dict[str, int], expected: tuple[str, str]) -> None:
    assert level(**answers) == expected


@pytest.mark.parametrize("trigger", [trigger.code for trigger in INSTRUMENT.triggers])
def test_each_trigger_alone_makes_the_risk_high(trigger: str) -> None:
    assert level((trigger,)) == ("high", "triggers")


def test_a_missing_answer_is_refused_by_its_factor() -> None:
    with pytest.raises(ValueError, match="S1"):
        score(INSTRUMENT, {code: 0 for code in NOTHING if code != "S1"}, set())


@pytest.mark.parametrize("answer", [-1, 3])
def test_an_answer_outside_the_options_is_refused(answer: int) -> None:
    with pytest.raises(ValueError, match="G2"):
        score(INSTRUMENT, NOTHING | {"G2": answer}, set())


@given(ANSWERS, st.sampled_from(sorted(NOTHING)))
def test_a_worse_answer_never_lowers_the_level(answers: dict[str, int], code: str) -> None:
    order = list(RiskLevel)
    worst = len(next(factor for factor in INSTRUMENT.factors if factor.code == code).options) - 1
    before, after = (score(INSTRUMENT, each, set()) for each in (answers, answers | {code: worst}))
    assert order.index(after.level) >= order.index(before.level)


def test_the_levels_are_the_three_grades_of_the_official_form() -> None:
    assert OFFICIAL_GRADE == {RiskLevel.LOW: "较好", RiskLevel.MEDIUM: "一般", RiskLevel.HIGH: "差"}
