"""A picture is kept upright and of a size that a page can use, whatever way its pixels are written."""

from io import BytesIO

import pytest
from PIL import Image

from documents.scans import LONGEST_SIDE, checked


def written(picture: Image.Image, kind: str, **options: object) -> bytes:
    target = BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA"])
def test_every_way_of_writing_pixels_is_read(mode):
    kept = Image.open(BytesIO(checked(written(Image.new(mode, (60, 20)), "PNG")).content))

    assert kept.size == (60, 20) and kept.mode == ("L" if mode in ("1", "L") else "RGB")


def test_a_photo_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6

    kept = Image.open(BytesIO(checked(written(Image.new("RGB", (60, 20)), "JPEG", exif=exif)).content))

    assert kept.size == (20, 60) and not kept.getexif()


def test_a_large_picture_is_made_smaller():
    kept = Image.open(BytesIO(checked(written(Image.new("RGBA", (LONGEST_SIDE + 400, 40)), "PNG")).content))

    assert kept.size[0] == LONGEST_SIDE
