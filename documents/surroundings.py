"""Where an act comes from: request id and address, known to the trail without being passed through every call."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Surroundings:
    """One request, command or job. Refused attempts wait here until the outermost transaction is over."""

    request_id: str = ""
    address: str = ""
    refused: list[Any] = field(default_factory=list)


_current: ContextVar[Surroundings | None] = ContextVar("surroundings", default=None)


def here() -> Surroundings:
    """The current surroundings; outside of a request an empty one that keeps nothing."""
    return _current.get() or Surroundings()


def inside() -> bool:
    """True when a request or job is under way, so that refused attempts will be written at its end."""
    return _current.get() is not None


@contextmanager
def within(surroundings: Surroundings) -> Iterator[Surroundings]:
    """Make `surroundings` current for the block."""
    token = _current.set(surroundings)
    try:
        yield surroundings
    finally:
        _current.reset(token)
