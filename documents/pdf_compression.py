"""Faster deflate for the PDF writer: ISA-L in place of zlib at level 9.

Invariant: the same input gives the same bytes, because level and window are fixed here and isal is pinned with a hash.
Called once per process by documents/rendering.py, after which every stream of every paper goes through it.
"""

from types import SimpleNamespace
from typing import Any

LEVEL = 1  # measured on papers: faster than 2 and 3, and no larger


def install() -> None:
    """Put ISA-L where pydyf looks for zlib. May be called again without effect."""
    import pydyf
    from isal import isal_zlib

    def compress(data: bytes) -> bytes:
        return isal_zlib.compress(data, LEVEL)

    def compressobj(level: int = LEVEL) -> Any:  # pydyf asks for level 9, which ISA-L does not have
        return isal_zlib.compressobj(LEVEL)

    pydyf.zlib = SimpleNamespace(compress=compress, compressobj=compressobj)
