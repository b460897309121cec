"""What one act causes in several apps is not lost when a second app writes itself into the wiring."""

import pytest

from config import wiring


@pytest.mark.parametrize("name", wiring.MOVES_THE_FLOW)
def test_every_step_of_a_case_moves_its_flow(name: str) -> None:
    assert "cases.children.flows.follow" in wiring.CONSEQUENCES[f"case.{name}"]


@pytest.mark.parametrize("name", wiring.INTAKE_STEPS)
def test_a_step_that_somebody_claimed_is_not_done_by_another(name: str) -> None:
    assert "cases.flows.claimed_by_someone_else" in wiring.BLOCKERS[f"case.{name}"]
