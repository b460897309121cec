"""Photos taken at a visit: what may be kept, and whose consent a face needs (domain report §2.2).

The one invariant: a photo is known by its content, shrunk and drawn anew, so that neither place nor time nor camera is
left in it. Called by the visit forms and by the actions that record visits.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from PIL import Image

from cases.registry.models import Consent
from documents.refusals import NotPossible
from documents.scans import MOST_BYTES, checked

LONGEST_SIDE = 2000  # enough to see a room; a phone's twelve megapixels are not
PHONE_FORMATS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypheim")


@dataclass(frozen=True)
class Photo:
    """A checked photo, and whether somebody can be recognised on it."""

    content: bytes
    shows_face: bool


def prepared(file: IO[bytes]) -> bytes:
    """The photo as it may be kept. Raises NotPossible with what is wrong with the file and what to do."""
    data = file.read(MOST_BYTES + 1)
    if data[4:12] in PHONE_FORMATS:
        raise NotPossible(
            _("This phone saves photos as HEIC. Set its camera to “most compatible” (JPEG) and take the photo again.")
        )
    if not data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise NotPossible(_("This is no photo. Choose a JPEG or PNG picture."))
    with Image.open(BytesIO(checked(data).content)) as picture:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        target = BytesIO()
        picture.convert("RGB").save(target, "JPEG", quality=85)
    return target.getvalue()


def may_show_face(case: Any, on: dt.date) -> bool:
    """True when the newest word on photos of this child is a consent, and it holds on that day."""
    said = Consent.objects.filter(child=case.person_id, purpose=Consent.Purpose.PHOTO, valid_from__lte=on)
    newest = said.order_by("-valid_from", "-pk").first()
    return bool(newest and newest.given and (newest.valid_to is None or newest.valid_to >= on))


def without_consent(cases: Iterable[Any], photos: Sequence[Photo]) -> int:
    """For how many of these children a photo shows a face that may not be kept."""
    if not any(photo.shows_face for photo in photos):
        return 0
    today = timezone.localdate()
    return sum(not may_show_face(case, today) for case in cases)


def check_consents(cases: Iterable[Any], photos: Sequence[Photo]) -> None:
    """Raise NotPossible when a photo shows a face and one of the children has no consent in force."""
    if missing := without_consent(cases, photos):
        raise NotPossible(consent_sentence(missing))


def consent_sentence(missing: int) -> str:
    """What to do when a face may not be kept."""
    return ngettext(
        "For %(count)d child of this visit no consent to photos is in force. Choose a photo on which nobody can be "
        "recognised, or register the guardian's consent first.",
        "For %(count)d children of this visit no consent to photos is in force. Choose a photo on which nobody can be "
        "recognised, or register the guardians' consent first.",
        missing,
    ) % {"count": missing}
