"""Photos that travel before the entry they belong to, each in a request of its own that can be repeated.

The one invariant: what is kept is a picture by its content, without place and camera data. Called by the outbox view
and by delivering.py.
"""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from documents.drafts.kinds import NotDeliverable
from documents.drafts.models import Delivery, WaitingPhoto
from documents.refusals import NotPossible
from documents.scans import checked
from organisation.encryption import derived_key, seal, unseal
from organisation.models import User

MOST_PHOTOS = 12
MOST_BYTES = 10 * 2**20
MOST_WAITING_BYTES = 300 * 2**20
ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}


def keep_photo(user: User, uuid: UUID, number: int, data: bytes) -> None:
    """Keep one photo of an entry that is on its way; the same again changes nothing.

    Raises NotPossible with what is wrong with the picture.
    """
    if not 0 <= number < MOST_PHOTOS:
        raise NotPossible(_("At most 12 photos can be sent with one record. Leave out the others."))
    sent = hashlib.sha256(data).hexdigest()
    own = WaitingPhoto.objects.of(user)
    if own.filter(uuid=uuid, number=number, sent_sha256=sent).exists() or _arrived(user, uuid):
        return
    if len(data) > MOST_BYTES:
        raise NotPossible(_("The photo is larger than 10 MB. Take it again with a smaller picture size."))
    if own.count() * MOST_BYTES >= MOST_WAITING_BYTES:
        raise NotPossible(_("Too many photos are waiting on the server. Send the records they belong to first."))
    scan = checked(data)
    if scan.content_type not in ENDINGS:
        raise NotPossible(_("Only photos can be sent here, as JPEG or PNG. Take the photo again."))
    values = {
        "sent_sha256": sent,
        "content_type": scan.content_type,
        "content": seal(scan.content, key=derived_key("waiting-photo"), bound_to=uuid.bytes),
    }
    WaitingPhoto.objects.update_or_create(user=user, uuid=uuid, number=number, defaults=values)


def photos_of(user: User, uuid: UUID, numbers: Iterable[int]) -> dict[int, SimpleUploadedFile]:
    """The pictures of an entry by number. Raises NotDeliverable with code `photos_missing` when one has not come."""
    wanted = set(numbers)
    rows = {row.number: row for row in WaitingPhoto.objects.of(user).filter(uuid=uuid, number__in=wanted)}
    if missing := sorted(wanted - rows.keys()):
        raise NotDeliverable({"photos": [str(number) for number in missing]}, code="photos_missing")
    return {number: _opened(row) for number, row in sorted(rows.items())}


def _opened(row: WaitingPhoto) -> SimpleUploadedFile:
    content = unseal(bytes(row.content), key=derived_key("waiting-photo"), bound_to=row.uuid.bytes)
    return SimpleUploadedFile(f"{row.number}.{ENDINGS[row.content_type]}", content, content_type=row.content_type)


def _arrived(user: User, uuid: UUID) -> bool:
    return bool(Delivery.objects.of(user).filter(uuid=uuid).exists())
