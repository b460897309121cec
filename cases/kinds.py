"""What the shared pages ask a kind of case: its states and way, its forms, and the parts of its page.

Each kind registers itself when its app is ready, so that the pages of `cases` never know a kind by name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cases.forms import ActForm
from cases.models import VISITED, Case
from documents.declarations import Text
from documents.models import Event
from organisation.models import User


@dataclass(frozen=True)
class Part:
    """One part of the case page: what it is called, and the template with the context it shows."""

    id: str
    label: Text
    template: str
    context: Callable[[Any, User], dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """One kind of case. `acts` are actions that do more than `perform` does: (case, by=, expected=, key=, **data).

    `measures` are those of the case's plan, as (id, words), for follow-up visits.
    """

    code: str
    label: Text
    model: type[Case]
    states: Sequence[tuple[str, Text]]
    steps: Callable[[Any], list[dict[str, Any]]]
    parts: Sequence[Part]
    forms: Mapping[str, type[ActForm]] = field(default_factory=dict)
    acts: Mapping[str, Callable[..., Event]] = field(default_factory=dict)
    measures: Callable[[Any], Sequence[tuple[str, str]]] = lambda case: ()

    @property
    def visited(self) -> bool:
        """Whether visits are recorded in cases of this kind."""
        return self.code in VISITED

    def state_label(self, state: str) -> str:
        """The state in the reader's language."""
        return str(dict(self.states).get(state, state))

    def part(self, id: str) -> Part:
        """The part of that id; the first one for an unknown id."""
        return next((part for part in self.parts if part.id == id), self.parts[0])


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Make a kind known to the pages. Called when its app is ready."""
    _kinds[kind.code] = kind


def add_part(code: str, part: Part, *, after: str) -> None:
    """Put a part of another app on the pages of a kind, behind the part `after`. Called when that app is ready."""
    kind = _kinds[code]
    place = [each.id for each in kind.parts].index(after) + 1
    _kinds[code] = replace(kind, parts=(*kind.parts[:place], part, *kind.parts[place:]))


def kind_of(code: str) -> Kind:
    """The kind of that code, such as LBC. Raises KeyError."""
    return _kinds[code]


def state_words(model_label: str, state: str) -> str:
    """The state of a case of that model (`children.leftbehindcase`) in the reader's language; else the code itself."""
    kinds = (kind for kind in all_kinds() if kind.model._meta.label_lower == model_label)
    return next((kind.state_label(state) for kind in kinds), state)


def all_kinds() -> list[Kind]:
    """Every kind, by code."""
    return [kind for _code, kind in sorted(_kinds.items())]
