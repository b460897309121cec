"""What the log says of an exception: which one and where, never its message, which may quote what stands in a file.

A refused row of PostgreSQL comes back whole in the message: names, ciphertext and all. Named in settings.LOGGING.
"""

import logging
import traceback
from typing import Any


class Reticent(logging.Formatter):
    """Ordinary lines as they are; exceptions as their type and the places in the source they passed."""

    def formatException(self, ei: Any) -> str:
        """The exceptions that led to each other, the last one at the end, without messages."""
        told, each = [], ei[1]
        while each is not None:
            where = "".join(traceback.format_tb(each.__traceback__)).rstrip()
            told.append(f"{where}\n{type(each).__module__}.{type(each).__qualname__}".lstrip())
            each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
        return "\n\n".join(reversed(told))
