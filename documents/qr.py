"""QR codes of papers: an image that needs no file.

Invariant: the same address gives the same characters. Called by the paper templates through {% qr %}.
"""

import struct
from base64 import b64encode
from zlib import crc32

import segno
from isal import isal_zlib

SCALE = 4  # px for each module


def qr_data_uri(url: str) -> str:
    """Return a PNG data: address of the QR code for `url`, correction M. The layout leaves its quiet zone free.

    Eight-bit grey, which goes into a PDF as it is; the one-bit PNG of segno would be decoded and encoded again.
    """
    lines = []
    for row in segno.make_qr(url, error="m").matrix:
        pixels = b"".join((b"\x00" if dark else b"\xff") * SCALE for dark in row)
        lines += [b"\x00" + pixels] * SCALE
    side = len(lines)
    header = struct.pack(">2I5B", side, side, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", isal_zlib.compress(b"".join(lines), 1)), (b"IEND", b"")]
    png = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)
    return "data:image/png;base64," + b64encode(png).decode("ascii")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc32(kind + content))
