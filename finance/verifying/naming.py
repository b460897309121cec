"""How a disagreement is named: by the number of a batch, line, fund, recovery or case, never by a person.

Called by the parts of the verification.
"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that does not agree: where, and what was found against what should be."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def line(batch: str, sequence: int, round_no: int | None = None) -> str:
    """The number of a line; with its round where that may be an earlier one."""
    number = f"{batch}-{sequence:05d}"
    return f"{number} round {round_no}" if round_no and round_no > 1 else number


def month(case: str | None, pk: int, first: dt.date) -> str:
    """A month of a case; cases without a number are named by the accrual."""
    return f"{case or f'accrual {pk}'} {first:%Y-%m}"


def yuan(fen: int | None) -> str:
    """An amount as printed on papers, for comparison by eye."""
    if fen is None:
        return "nothing"
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{rest:02d}"
