"""Idempotency keys: the same key is the same act, so that a second click or a repeated request changes nothing.

The one invariant: the key of another act never passes for this one. Asked by every act, once the dossier is locked.
"""

from django.utils.translation import gettext as _

from documents.models import Dossier, Event
from documents.refusals import NotPossible


def first_time(dossier: Dossier, key: str | None, action: str) -> Event | None:
    """The event of the first click, or nothing when this is it. Raises NotPossible for the key of another act."""
    earlier = Event.objects.filter(dossier=dossier, key=key).first() if key else None
    if earlier and earlier.action != action:
        raise NotPossible(_("This form was sent for another act already. Open the page again and fill it in anew."))
    return earlier
