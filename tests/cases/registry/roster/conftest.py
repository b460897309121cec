import pytest

from organisation.division_names import DivisionNames
from organisation.divisions import read_divisions


@pytest.fixture(scope="session")
def divisions() -> DivisionNames:
    return DivisionNames(read_divisions())
