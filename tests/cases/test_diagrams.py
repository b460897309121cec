"""The drawn state machines are those of the code."""

from cases.children.management.commands.drawstates import MACHINES, PATH
from cases.diagrams import document


def test_the_state_diagrams_in_docs_are_fresh() -> None:
    assert PATH.read_text(encoding="utf-8") == document(MACHINES), "run manage.py drawstates"
