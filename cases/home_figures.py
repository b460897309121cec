"""Figures of the county that stand on the home page: each app above offers its own.

The one invariant: a figure counts what its reader may see and leads to the page where it is broken down; whoever may
not open that page is offered nothing. Filled when the apps are ready, read by the worklist.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from documents.declarations import Text
from organisation.models import User


@dataclass(frozen=True)
class HomeFigure:
    """What is counted, the figure as it is shown, a few words more, and where it is broken down."""

    label: Text
    shown: str
    more: str
    url: str


Source = Callable[[User], Sequence[HomeFigure]]
_sources: list[Source] = []


def offer_figures(source: Source) -> None:
    """Show what `source` gives for a reader. Called when its app is ready."""
    if source not in _sources:
        _sources.append(source)


def figures_for(user: User) -> list[HomeFigure]:
    """The figures for this reader, in the order of the apps."""
    return [figure for source in _sources for figure in source(user)]
