"""Where django-allauth meets this house: no sign-up, encrypted second-factor secrets."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from organisation.encryption import derived_key, seal, unseal


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the office."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class MfaAdapter(DefaultMFAAdapter):
    """Keeps TOTP secrets and recovery seeds as ciphertext."""

    def encrypt(self, text: str) -> str:
        return seal(text.encode(), key=derived_key("second-factor")).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(bytes.fromhex(encrypted_text), key=derived_key("second-factor")).decode()
