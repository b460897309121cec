"""Form controls that the lists and forms of papers share."""

import datetime as dt
from typing import Any

from django import forms


class Day(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, dt.date) else value
