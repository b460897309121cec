"""The tests that docs/faults.md names are there: a fault is not kept away by a test that was renamed or deleted."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
NAMED = re.findall(r"`([\w/]+\.py)::(test_\w+)`", (TESTS.parent / "docs" / "faults.md").read_text(encoding="utf-8"))

pytestmark = pytest.mark.house


@lru_cache
def names_in(path: str) -> set[str]:
    """Names of the tests in a file under tests/."""
    tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_the_test_that_a_fault_names_is_there(path: str, name: str) -> None:
    assert name in names_in(path)


def test_every_fault_names_a_test() -> None:
    rows = [
        line for line in (TESTS.parent / "docs" / "faults.md").read_text(encoding="utf-8").splitlines() if "|" in line
    ]
    faults = [row for row in rows if not row.startswith(("| fault", "| ---"))]
    assert len(faults) == len(NAMED) > 30
