"""The forms of login and second factor: allauth's, with our words. Named in settings.ACCOUNT_FORMS and MFA_FORMS."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

from organisation.backends import user_name_of


class LoginForm(account.LoginForm):
    """User name or telephone, and password. Either way the same user name is counted when an attempt is wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or telephone")
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocapitalize": "none", "spellcheck": "false"}

    def clean_login(self) -> str:
        """The user name behind what was typed; a telephone gets no further than this form."""
        return user_name_of(super().clean_login())


class DigitsOnAPhone:
    """Brings up the digits of a telephone's keyboard for the code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = _("Code")
        field.widget.attrs |= {"inputmode": "numeric", "autofocus": True}


class AuthenticateForm(DigitsOnAPhone, mfa.AuthenticateForm):
    """The second step of a login."""


class ReauthenticateForm(DigitsOnAPhone, mfa.ReauthenticateForm):
    """The code again, before the account's protection is changed."""


class ActivateTotpForm(DigitsOnAPhone, totp.ActivateTOTPForm):
    """The first code of a new authenticator app."""
