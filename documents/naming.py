"""What a dossier is called on a page of papers: each app above tells how to name its kind of dossier.

The one invariant: this app never asks what a case is. Filled when the apps are ready, read by lists and bound files.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from documents.models import Dossier
from organisation.models import User


@dataclass(frozen=True)
class DossierName:
    """`name` is the person or thing, `number` the case number, `place` the village, `url` the dossier's own page."""

    name: str = ""
    number: str = ""
    place: str = ""
    url: str = ""


# All dossiers of one kind at once, as this reader may see them: primary keys → names.
Namer = Callable[[Collection[int], User], dict[int, DossierName]]
_namers: dict[str, Namer] = {}
NAMELESS = DossierName()


def name_dossiers(kind: str, namer: Namer) -> None:
    """Register how dossiers of `kind` are called."""
    _namers[kind] = namer


def names_of(dossiers: Iterable[Dossier], reader: User) -> dict[int, DossierName]:
    """A name for every dossier; an empty one where nobody registered that kind."""
    kinds: dict[str, set[int]] = {}
    for dossier in dossiers:
        kinds.setdefault(dossier.kind, set()).add(dossier.pk)
    found: dict[int, DossierName] = {}
    for kind, pks in kinds.items():
        found |= dict.fromkeys(pks, NAMELESS)
        if namer := _namers.get(kind):
            found |= namer(pks, reader)
    return found


def name_of(dossier: Dossier, reader: User) -> DossierName:
    """The name of one dossier."""
    return names_of([dossier], reader)[dossier.pk]


def give_names(rows: Iterable[Any], reader: User) -> None:
    """Set `called` on every row that has a dossier (loaded with it)."""
    rows = list(rows)
    names = names_of((row.dossier for row in rows), reader)
    for row in rows:
        row.called = names[row.dossier_id]
