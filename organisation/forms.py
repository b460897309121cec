"""The forms of login and second factor: allauth's, with our words. Named in settings.ACCOUNT_FORMS and MFA_FORMS."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
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


class ChangePasswordForm(account.ChangePasswordForm):
    """Present password, new password twice. The rules of settings.AUTH_PASSWORD_VALIDATORS in one sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = _(
            "At least 12 characters of at least three kinds: small letters, capital letters, digits, other signs. "
            "Not a common password, and not close to your name."
        )
        self.fields["password2"].label = _("New password again")


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


class NameOfTheKey:
    """Says what the name is for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")  # type: ignore[attr-defined]


class AddKeyForm(NameOfTheKey, webauthn.AddWebAuthnForm):
    """A new security key."""


class RenameKeyForm(NameOfTheKey, webauthn.EditWebAuthnForm):
    """Another name for a security key."""
