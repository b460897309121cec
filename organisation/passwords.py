"""Password rules beyond Django's: three of four classes of characters (GB/T 22239-2019, 8.1.4.1)."""

import re

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CLASSES = [r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]"]


class LongEnough(MinimumLengthValidator):
    """Django's rule in words that have a Chinese translation."""

    def get_error_message(self) -> str:
        sentence = _("This password is too short. Use at least %(min_length)d characters.")
        return sentence % {"min_length": self.min_length}


class ThreeOfFourClasses:
    """Asks for characters of at least three of: small letters, capitals, digits, other signs."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError with what to add."""
        if sum(bool(re.search(pattern, password)) for pattern in CLASSES) < 3:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        return _("Use at least three of: small letters, capital letters, digits, other signs.")
