"""Numbers as people type or paste them, brought to plain characters.

Invariant: only the shape of characters changes, never a digit.
Called by the parsers of ID numbers, phones and accounts.
"""

import re
import unicodedata

BLANKS_AND_HYPHENS = re.compile(r"[\s\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\ufeff'’`-]+")


def without_separators(raw: str) -> str:
    """`raw` in half-width characters, without blanks, hyphens and a spreadsheet's text mark '."""
    return BLANKS_AND_HYPHENS.sub("", unicodedata.normalize("NFKC", raw))
