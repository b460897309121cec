"""Form fields for the numbers of people: what is wrong stands at the field, in the parser's words."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from cases.registry import id_numbers, phones
from cases.registry.id_numbers import IdNumber


class IdNumberField(forms.CharField):
    """An ID number. Cleans to an IdNumber (number, birth date, sex), or to nothing when it is left empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "maxlength": 24})
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> IdNumber | None:
        """Raises IdNumberError, which says what to compare with the card."""
        text = super().clean(value)
        if not text:
            return None
        return id_numbers.parse(text, today=timezone.localdate(), allow_synthetic=settings.ALLOW_SYNTHETIC)


class PhoneField(forms.CharField):
    """A mobile number of 11 digits."""

    short = True

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Raises PhoneError."""
        text = super().clean(value)
        return phones.parse_phone(text, allow_synthetic=settings.ALLOW_SYNTHETIC) if text else ""
