"""Secrets in columns: AES-256-GCM under keys derived from the master key, and keyed blind indexes to find them again.

The master key lives outside the database. Each ciphertext begins with the version of its key, so keys can be rotated
row by row.
"""

import hashlib
import hmac
import os
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

KEY_VERSION = 1
NONCE_BYTES = 12


class DecryptionFailed(Exception):
    """A stored secret does not open: wrong master key, or somebody changed the bytes."""


@lru_cache(maxsize=256)
def _derive(master: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(master.encode())


def derived_key(purpose: str) -> bytes:
    """32 bytes that only this installation has, different for every `purpose`."""
    return _derive(settings.MASTER_KEY, purpose)


def seal(plain: bytes, *, key: bytes, bound_to: bytes = b"") -> bytes:
    """Encrypt. `bound_to` is not stored but must be given again to open: it ties the secret to its place."""
    nonce = os.urandom(NONCE_BYTES)
    return bytes([KEY_VERSION]) + nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def unseal(sealed: bytes, *, key: bytes, bound_to: bytes = b"") -> bytes:
    """Decrypt what `seal` made. Raises DecryptionFailed."""
    sealed = bytes(sealed)
    if not sealed or sealed[0] != KEY_VERSION:
        raise DecryptionFailed
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], bound_to)
    except (InvalidTag, ValueError) as error:  # the latter for bytes too short to hold a nonce
        raise DecryptionFailed from error


def mac(message: bytes, *, purpose: str) -> bytes:
    """HMAC-SHA-256 of `message` under the key derived for `purpose`."""
    return hmac.new(derived_key(purpose), message, hashlib.sha256).digest()


def blind_index(value: str, *, purpose: str) -> str:
    """A keyed hash that finds an encrypted value again without revealing it. Empty for an empty value."""
    return mac(value.encode(), purpose=f"blind:{purpose}").hex() if value else ""


class EncryptedTextField(models.BinaryField):
    """Text that is ciphertext in the database. It cannot be filtered: keep a blind index beside it."""

    _pyi_private_set_type: str  # for django-stubs: what is assigned and read is text
    _pyi_private_get_type: str  # type: ignore[assignment]

    def __init__(self, *args: Any, purpose: str = "", **kwargs: Any) -> None:
        self.purpose = purpose
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", b"")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}

    def get_default(self) -> str:
        return ""

    def from_db_value(self, value: bytes | None, expression: object, connection: object) -> str:
        return unseal(value, key=derived_key(self.purpose)).decode() if value else ""

    def get_prep_value(self, value: str | None) -> bytes:
        return seal(value.encode(), key=derived_key(self.purpose)) if value else b""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        sealed = value if prepared and isinstance(value, bytes) else self.get_prep_value(value)
        return connection.Database.Binary(sealed)

    def to_python(self, value: Any) -> str:
        return value or ""

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))
