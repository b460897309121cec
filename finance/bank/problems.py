"""What can be wrong with an answer of the bank: each fault has a code, its sentence says what to do.

Invariant: what is kept of a fault names rows and numbers of payments, never a person or an account. Called by whoever
reads answers and shows what was refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.declarations import Text
from documents.refusals import NotPossible

MOST_KEPT = 200  # faults of one file that are kept in words; the annotated copy has all of them

WORDS: dict[str, Text] = {
    # of the file as a whole
    "empty": gettext_lazy("The file is empty. Download the answer from the bank again."),
    "garbage": gettext_lazy("This is no file of this bank's format. Choose the answer as the bank gave it."),
    "encoding": gettext_lazy(
        "The file is written in %(is)s, the bank's format says %(wants)s. Do not convert it: choose the original file."
    ),
    "workbook": gettext_lazy("The workbook cannot be read or is protected. Choose the file as the bank gave it."),
    "sent_file": gettext_lazy("This is the file that was sent, not the bank's answer. Choose the answer."),
    "heading": gettext_lazy("The column titles are not those of the bank's answer: %(wants)s. Compare the format."),
    "no_rows": gettext_lazy("The file answers for no payment. Choose the answer as the bank gave it."),
    "same_file": gettext_lazy("This very file was read on %(at)s. Nothing is booked twice."),
    "nothing_new": gettext_lazy("All that this file says is known already. Wait for the bank's next answer."),
    "count": gettext_lazy("The file says it has %(says)s rows and has %(has)s. A part is missing; download it again."),
    "total": gettext_lazy("The file's total is not the sum of its rows. A part is missing; download it again."),
    "more": gettext_lazy("%(count)s more rows have faults: the copy with remarks shows all of them."),
    # of one row
    "cells": gettext_lazy("The row has %(has)s columns instead of %(wants)s."),
    "serial": gettext_lazy("This number belongs to no payment of this batch."),
    "other_batch": gettext_lazy("This number belongs to batch %(batch)s. Read the file there."),
    "twice": gettext_lazy("This payment stands in the file twice, first in row %(first)s."),
    "amount": gettext_lazy("The amount cannot be read."),
    "wrong_amount": gettext_lazy("The amount is not the %(sent)s yuan that were sent."),
    "wrong_account": gettext_lazy(
        "The account is not the one that was sent. A spreadsheet programme spoils long numbers when it saves a file: "
        "choose the original."
    ),
    "result": gettext_lazy("The result is none of: %(wants)s."),
    "reason": gettext_lazy("The payment was made and has a reason for failing. Ask the bank which of the two holds."),
    "date": gettext_lazy("The day of the bank is missing or cannot be read."),
    "too_early": gettext_lazy("The day of the bank lies before the day of sending, %(sent)s."),
    "too_late": gettext_lazy("The day of the bank lies in the future."),
    "changed": gettext_lazy("The bank has answered “%(was)s” for this payment before. Ask it which answer holds."),
}


@dataclass(frozen=True)
class Problem:
    """One fault: of the whole file (`row` 0) or of one row. `values` fill the sentence."""

    code: str
    row: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        sentence = str(WORDS[self.code]) % self.values if self.values else str(WORDS[self.code])
        return _("Row %(row)d: %(sentence)s") % {"row": self.row, "sentence": sentence} if self.row else sentence

    @property
    def sentence(self) -> str:
        """The fault without the number of its row."""
        return str(Problem(self.code, values=self.values))

    def kept(self) -> dict[str, Any]:
        """As it is stored."""
        return {"code": self.code, "row": self.row, "values": dict(self.values)}


def kept(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """The faults as they are stored, not more than can be read on a page."""
    more = len(problems) - MOST_KEPT
    shown = [*problems[:MOST_KEPT], *([Problem("more", values={"count": more})] if more > 0 else [])]
    return [problem.kept() for problem in shown]


def told(stored: Sequence[Mapping[str, Any]]) -> list[str]:
    """Stored faults as sentences in the reader's language."""
    return [str(Problem(each["code"], each["row"], each["values"])) for each in stored if each.get("code") in WORDS]


class AnswerRefused(NotPossible):
    """The answer was not taken in, and nothing of it was booked. `problems` say why, `remarks` by row of the file."""

    MOST_SAID = 8

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        said = [str(problem) for problem in self.problems[: self.MOST_SAID]]
        if (more := len(self.problems) - self.MOST_SAID) > 0:
            said.append(str(Problem("more", values={"count": more})))
        super().__init__(_("The answer was not taken in; nothing of it was booked."), *said)

    @property
    def remarks(self) -> dict[int, str]:
        """What is wrong with each row, by its number in the file."""
        found: dict[int, list[str]] = {}
        for problem in self.problems:
            found.setdefault(problem.row, []).append(problem.sentence)
        return {row: " ".join(sentences) for row, sentences in found.items()}
