"""A batch of three children of one town, who get 50 yuan for each month from March to July 2026."""

import pytest

from tests.finance.roster import roster
from tests.finance.stages import fund_with, open_for


@pytest.fixture
def three(cast, monkeypatch):
    """The roster of the three, by which a test can change their months."""
    return roster(monkeypatch, 3)


@pytest.fixture
def batch(three, cast):
    """Their batch, open, and 1,000 yuan in its fund."""
    return open_for(fund_with(1_000_00, cast), cast)
