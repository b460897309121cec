"""Which papers there are: for each code its title, wording of the number, organ, template and context.

Each app registers its own (`cases/children/letters.py`); `documents.issuing` freezes them. Letters are Chinese, without
gettext, whatever language the clerk uses.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from documents.models import Event

Builder = Callable[[Any, Event, dict[str, Any]], dict[str, Any]]
OrganKind = str | Callable[[Any, Event], str]


@dataclass(frozen=True)
class Letter:
    """One kind of paper. `word` stands in its number: （孟）留登〔2026〕35号.

    `organ` is the kind of organ that issues it, or a function of subject and event where that depends on who decides.
    `signed` says that the paper is signed by hand and comes back as a scan, `final` that nobody may ever correct it.
    """

    code: str
    title: str
    word: str
    organ: OrganKind
    version: int
    basis: str
    build: Builder
    signed: bool = False
    final: bool = False

    @property
    def template(self) -> str:
        """The template file named after the code."""
        return f"documents/letters/{self.code}.html"

    def organ_for(self, subject: Any, event: Event) -> str:
        """The kind of organ that issues this paper for that subject and act."""
        return self.organ(subject, event) if callable(self.organ) else self.organ


_letters: dict[str, Letter] = {}


def letter(
    code: str,
    title: str,
    *,
    word: str,
    organ: OrganKind,
    basis: str = "",
    version: int = 1,
    signed: bool = False,
    final: bool = False,
) -> Callable[[Builder], Builder]:
    """Register the decorated function as builder of this paper's context: (subject, event, data) -> JSON-able dict."""

    def register(build: Builder) -> Builder:
        _letters[code] = Letter(code, title, word, organ, version, basis, build, signed, final)
        return build

    return register


def get_letter(code: str) -> Letter:
    """The letter of that code. Raises KeyError for one nobody registered."""
    return _letters[code]


def all_letters() -> dict[str, Letter]:
    """Every registered letter by code."""
    return dict(sorted(_letters.items()))
