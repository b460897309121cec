"""The clock of the demo: lets acts happen on past days, through the same door as any act.

Invariant: outside of the block the clock is the real one again. Called by loading.py and nothing else.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils import timezone


@dataclass
class Clock:
    """What `timezone.now()` answers."""

    moment: dt.datetime

    def now(self) -> dt.datetime:
        return self.moment


@contextmanager
def turned_back() -> Iterator[Clock]:
    """Make the whole process ask this clock, defaults of columns included. Not for programs with several threads."""
    real = timezone.now
    clock = Clock(real())
    fields: list[Any] = [f for m in apps.get_models() for f in m._meta.local_fields if f.default is real]
    timezone.now = clock.now
    for each in fields:
        each._get_default = clock.now
    try:
        yield clock
    finally:
        timezone.now = real
        for each in fields:
            del each.__dict__["_get_default"]
