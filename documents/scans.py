"""What may be attached: PDF, JPEG and PNG, known by their content, with nothing in them that acts or tells on its own.

The one invariant: what `checked` returns holds no script, no embedded file and no camera or place data. Called by
documents.attachments.
"""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from documents.refusals import NotPossible

MOST_BYTES = 20 * 2**20
MOST_PAGES = 300
MOST_PIXELS = 40_000_000  # an A3 sheet at 400 dpi and some
MOST_NODES = 1_000_000
LONGEST_SIDE = 4960  # A3 at 300 dpi: more shows nothing more of a form
ACTIVE_KEYS = ("/AA", "/JS", "/JavaScript", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/RichMedia", "/XFA")
ACTIVE_ACTIONS = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/Rendition")


@dataclass(frozen=True)
class Scan:
    """The bytes to be kept, what they are, and how many pages they give."""

    content: bytes
    content_type: str
    pages: int


def checked(data: bytes) -> Scan:
    """The scan as it may be kept. Raises NotPossible with the sentence that says what to do instead."""
    if not data:
        raise NotPossible(_("The file is empty. Scan the paper again and choose the new file."))
    if len(data) > MOST_BYTES:
        raise NotPossible(_("The file is larger than 20 MB. Scan at 200 dpi or in two parts."))
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _image(data)
    raise NotPossible(_("Only PDF, JPEG and PNG can be attached. Save the scan in one of these forms."))


def _damaged() -> NotPossible:
    return NotPossible(_("The file cannot be read; it may be damaged. Scan the paper again or save the file anew."))


def _image(data: bytes) -> Scan:
    """The picture alone, upright: everything a camera wrote beside it, such as the place, is gone."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=["JPEG", "PNG"]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise NotPossible(_("The picture has too many pixels. Scan at 200 dpi."))
                kind = str(picture.format)
                grey = picture.mode in ("1", "L")
                small = picture.convert("L" if grey else "RGB") if picture.mode in ("1", "P") else picture
                small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # before anything makes another copy of all pixels
                upright = ImageOps.exif_transpose(small).convert("L" if grey else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _damaged() from error
    upright.info.clear()
    target = BytesIO()
    if kind == "JPEG":
        upright.save(target, "JPEG", quality=88, optimize=True, exif=b"")
    else:
        upright.save(target, "PNG", optimize=True)
    return Scan(target.getvalue(), f"image/{kind.lower()}", 1)


def _pdf(data: bytes) -> Scan:
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise NotPossible(_("The PDF is protected by a password. Save it without one and attach it again."))
        pages = len(reader.pages)
        acts = any(_acts(each) for each in _dictionaries(reader))
    except NotPossible:
        raise
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError) as error:
        raise _damaged() from error
    if acts:
        raise NotPossible(
            _("The PDF carries scripts, files or actions, which no scan does. Print it, scan it and attach the scan.")
        )
    if not 0 < pages <= MOST_PAGES:
        raise NotPossible(_("The PDF must have between 1 and 300 pages. Attach it in parts."))
    return Scan(data, "application/pdf", pages)


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached from the trailer, each once."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    count = 0
    while waiting:
        each = waiting.pop()
        if isinstance(each, IndirectObject):
            if (each.idnum, each.generation) in seen:
                continue
            seen.add((each.idnum, each.generation))
            each = each.get_object()
        count += 1
        if count > MOST_NODES:
            raise NotPossible(_("The PDF is too complicated. Print it, scan it and attach the scan."))
        if isinstance(each, DictionaryObject):
            yield each
            waiting.extend(each.values())
        elif isinstance(each, ArrayObject):
            waiting.extend(each)


def _acts(each: DictionaryObject) -> bool:
    if any(key in each for key in ACTIVE_KEYS) or str(each.get("/S", "")) in ACTIVE_ACTIONS:
        return True
    opening = each.get("/OpenAction")  # a place in the file, or an act on opening it
    opening = opening.get_object() if opening is not None else None
    return isinstance(opening, DictionaryObject) and opening.get("/S") != "/GoTo"
