"""Re-adds the money from the accruals up and compares it with lines, files, answers, ledger, recoveries and papers.

Invariant: reads only, in one snapshot, and memory does not grow with the number of rows: the database compares, only
what disagrees comes back. A disagreement is named by number, never by a person. Called by `manage.py verifymoney`, the
nightly job and tests.
"""

from collections.abc import Iterator
from importlib import import_module

from documents.proof import snapshot
from finance.verifying.naming import Disagreement

PARTS = ("accruals", "lines", "states", "batches", "bank", "ledger", "recoveries", "papers")

__all__ = ["PARTS", "Disagreement", "disagreements"]


def disagreements(*parts: str) -> Iterator[Disagreement]:
    """Everything that does not agree, part after part from the accruals up; nothing when all of it does."""
    with snapshot():
        for part in parts or PARTS:
            yield from import_module(f"finance.verifying.{part}").check()
