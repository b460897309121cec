"""Many rows at once, each by itself: reviewing contacts, and handing one worker's work to another.

Invariant: every row is attempted, each in a transaction of its own, and each says what became of it. The same key again
does nothing twice.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from documents.refusals import Refused
from documents.transitions import perform
from organisation.models import User
from volunteers.models import Contact


@dataclass(frozen=True)
class RowResult:
    """What became of one row; `sentences` say why it was not done."""

    row: Any
    done: bool
    sentences: Sequence[str] = ()


def each_by_itself(rows: Iterable[Any], act: Callable[[Any], object]) -> list[RowResult]:
    """Do `act` with every row, whatever becomes of the others."""
    results = []
    for row in rows:
        try:
            act(row)
            results.append(RowResult(row, True))
        except Refused as refused:
            results.append(RowResult(row, False, refused.sentences))
    return results


def review_contacts(contacts: Iterable[Contact], *, by: User, thanked: bool, key: str) -> list[RowResult]:
    """Mark contacts as reviewed, with thanks or without. The contacts must be visible to the user."""
    return each_by_itself(
        contacts,
        lambda contact: perform(contact, "review", by=by, thanked=thanked, key=f"{key}:{contact.pk}"),
    )
