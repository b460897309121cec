"""The drawn state machines are those of the code."""

from cases.diagrams import document, machines
from cases.management.commands.drawstates import PATH


def test_the_state_diagrams_in_docs_are_fresh() -> None:
    assert PATH.read_text(encoding="utf-8") == document(machines()), "run manage.py drawstates"
