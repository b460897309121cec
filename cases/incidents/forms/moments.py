"""A moment as officers type it: day and time, with the browser's own picker."""

from typing import Any

from django import forms


class MomentField(forms.DateTimeField):
    """A day and a time in the office's time zone."""

    short = True

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)
