"""Small files for tests: sheets of PDF, photos, and files that must be refused."""

from io import BytesIO
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject


def sheet(title: str = "sheet", pages: int = 1, **options: Any) -> bytes:
    """A PDF of blank pages. `javascript`, `attachment` and `password` make it one that must be refused."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": title})
    if options.get("javascript"):
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if opening := options.get("opening"):
        action = {NameObject("/S"): NameObject(opening), NameObject("/URI"): TextStringObject("http://evil.example/")}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if options.get("attachment"):
        writer.add_attachment("a.txt", b"hello")
    if password := options.get("password"):
        writer.encrypt(password, algorithm="RC4-128")
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def photo(kind: str = "JPEG", *, place: bool = False, colour: str = "white") -> bytes:
    """A picture; with `place` one that tells camera and coordinates."""
    picture = Image.new("RGB", (40, 30), colour)
    exif = Image.Exif()
    if place:
        exif[0x010F] = "Camera"
        exif[0x8825] = {1: "N", 2: (35.0, 3.0, 12.0)}
    target = BytesIO()
    picture.save(target, kind, exif=exif)
    return target.getvalue()
