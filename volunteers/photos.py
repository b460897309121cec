"""The photo for the work card: cut to the format of an ID photo and encoded anew, so that nothing else comes with it.

Invariant: the same bytes in give the same bytes out, at most some tens of kilobytes. Called when a photo is added.
"""

from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from documents.refusals import NotPossible
from documents.scans import MOST_BYTES, checked

SIZE = (295, 413)  # 25 × 35 mm at 300 dpi, the one-inch ID photo
HEAD_ROOM = 0.35  # where the cut lies between top and bottom: heads are in the upper half


def card_photo(file: IO[bytes]) -> bytes:
    """A JPEG of 295 × 413 pixels. Raises NotPossible with what is wrong with the file."""
    scan = checked(file.read(MOST_BYTES + 1))
    if scan.content_type == "application/pdf":
        raise NotPossible(_("The card needs a photo, not a PDF. Choose a JPEG or PNG file."))
    with Image.open(BytesIO(scan.content)) as picture:
        if picture.width < SIZE[0] or picture.height < SIZE[1]:
            raise NotPossible(_("The photo is too small for the card: at least 295 by 413 pixels. Choose another one."))
        cut = ImageOps.fit(picture.convert("RGB"), SIZE, Image.Resampling.LANCZOS, centering=(0.5, HEAD_ROOM))
    target = BytesIO()
    cut.save(target, "JPEG", quality=85, optimize=True)
    return target.getvalue()
