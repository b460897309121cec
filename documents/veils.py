"""Who did an act is kept secret where the law protects the person, such as whoever reports danger to a child.

The one invariant: the trail knows who it was, pages and papers do not. A model that has secrets defines
`veils(event, paper)`; asked by papers, pages of papers, timelines and the sentences of stale pages.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps

from documents.models import Event


def veiled(event: Event, paper: str = "") -> bool:
    """True when nobody may read who did this act: on `paper` (its code), or on any page."""
    return event.pk in veiled_among([event], paper)


def veiled_among(events: Iterable[Event], paper: str = "") -> set[int]:
    """The keys of those events of which nobody may read who did them. A query for each model that has secrets."""
    secretive: dict[Any, list[Event]] = {}
    for event in events:
        model = apps.get_model(event.subject_label) if event.subject_label else None
        if hasattr(model, "veils"):
            secretive.setdefault(model, []).append(event)
    found: set[int] = set()
    for model, acts in secretive.items():
        subjects = model._base_manager.in_bulk({event.subject_id for event in acts})
        found |= {event.pk for event in acts if subjects[event.subject_id].veils(event, paper)}
    return found
