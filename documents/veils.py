"""Who did an act is kept secret where the law protects the person, such as whoever reports danger to a child.

The one invariant: the trail knows who it was, pages and papers do not. A model that has secrets defines
`veils(event, paper)`; asked by papers, pages of papers, timelines and the sentences of stale pages.
"""

from django.apps import apps

from documents.models import Event


def veiled(event: Event, paper: str = "") -> bool:
    """True when nobody may read who did this act: on `paper` (its code), or on any page."""
    model = apps.get_model(event.subject_label) if event.subject_label else None
    if model is None or not hasattr(model, "veils"):
        return False
    subject = model._base_manager.filter(pk=event.subject_id).first()
    return subject is not None and bool(subject.veils(event, paper))
