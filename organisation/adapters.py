"""Where django-allauth meets this house: no sign-up, own words, encrypted second-factor secrets."""

from time import time
from typing import Any, ClassVar

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisation.encryption import derived_key, seal, unseal
from organisation.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the office; the first password is on a slip and is changed at the first login."""

    error_messages: ClassVar[dict[str, str | Promise]] = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy(
            "User name, telephone or password is not right. Please check all three; after five wrong attempts the "
            "account is locked for 30 minutes."
        ),
        "too_many_login_attempts": gettext_lazy(
            "After too many wrong attempts no login is possible for up to 30 minutes. Try again later, or ask your "
            "system administrator for help."
        ),
        "enter_current_password": gettext_lazy(
            "This is not your present password. Please type it again; at the first login it is the one on your slip."
        ),
        "incorrect_password": gettext_lazy("This is not your password. Please type it again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_password(self, password: str, user: User | None = None) -> str:
        """Raises ValidationError when the rules are not met or the password is the one in use."""
        if user and user.check_password(password):
            raise ValidationError(_("This is the password you have now. Please choose another one."))
        return str(super().clean_password(password, user))

    def set_password(self, user: User, password: str) -> None:
        """A password its owner has chosen: nobody asks for another."""
        user.must_change_password = False
        super().set_password(user, password)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within five minutes of a full login, which proves as much: nobody types the password twice in a row."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/"


class MfaAdapter(DefaultMFAAdapter):
    """Keeps TOTP secrets and recovery seeds as ciphertext."""

    error_messages: ClassVar[dict[str, str | Promise]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is not valid. Enter the one that the app shows now."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text.encode(), key=derived_key("second-factor")).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(bytes.fromhex(encrypted_text), key=derived_key("second-factor")).decode()
