"""Why a whole file cannot be read, in words for the clerk who chose it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class RosterFileError(Exception):
    """The file as a whole is of no use. `message` says what is wrong and what to do, in the reader's language."""

    def __init__(self, message: "str | _StrPromise") -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)
