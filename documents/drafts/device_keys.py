"""The key of a phone's store, kept for a forgotten PIN and given back to its owner after a new login only.

The one invariant: nobody but the user who made the key ever gets it. Called by the phone's views.
"""

import base64
import binascii
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.drafts.models import DeviceKey
from documents.refusals import NotPossible
from organisation.encryption import blind_index
from organisation.models import User

KEY_BYTES = 32
MOST_PHONES = 20


def owner_of_phone_store(user: User) -> str:
    """What names a user's store on a phone without naming the user."""
    return blind_index(str(user.pk), purpose="phone-user")[:32]


def keep_key(user: User, device: UUID, key: str) -> None:
    """Keep the key of a new store, as base64. A phone's key is written once: another would lose what it opens.

    Raises NotPossible for something that is no key, or another key than the one that is kept.
    """
    try:
        whole = len(base64.b64decode(key, validate=True)) == KEY_BYTES
    except (binascii.Error, ValueError):
        whole = False
    if not whole:
        raise NotPossible(_("This is not the key of a phone. Load the page again and set the PIN once more."))
    own = DeviceKey.objects.of(user)
    if own.filter(device=device).exists():
        if own.get(device=device).key != key:
            raise NotPossible(_("This phone has a key already. Use “PIN forgotten” to set another PIN."))
        return
    for old in own.order_by("-made_at")[MOST_PHONES - 1 :]:
        old.delete()
    DeviceKey.objects.create(user=user, device=device, key=key)


def key_of(user: User, device: UUID) -> str | None:
    """The key of that phone, or nothing when it has none of this user. The view has asked for the password again."""
    row: DeviceKey | None = DeviceKey.objects.of(user).filter(device=device).first()
    if row is None:
        return None
    row.given_back_at = timezone.now()
    row.save(update_fields=["given_back_at"])
    return row.key
