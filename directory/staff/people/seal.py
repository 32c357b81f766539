"""Seal the secrets of one-time codes, so that whoever copies the database can't make codes."""

import os
from base64 import b64decode, b64encode
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from directory.staff.people.refusals import WrongKeyError

_NONCE_BYTES: Final = 12


class Seal:
    """Seals with AES-256-GCM (NIST SP 800-38D); each secret opens for its account only."""

    def __init__(self, key: bytes) -> None:
        """Take a key of 32 bytes, from `key.staff_key`."""
        self._cipher = AESGCM(key)

    def close(self, account_id: str, secret: str) -> str:
        """Return a secret as the table keeps it."""
        nonce = os.urandom(_NONCE_BYTES)
        return b64encode(nonce + self._cipher.encrypt(nonce, secret.encode(), account_id.encode())).decode()

    def open(self, account_id: str, sealed: str) -> str:
        """Return the secret.

        Raises:
            WrongKeyError: it was sealed under another key, or for another account.
        """
        try:
            kept = b64decode(sealed, validate=True)
            return self._cipher.decrypt(kept[:_NONCE_BYTES], kept[_NONCE_BYTES:], account_id.encode()).decode()
        except (InvalidTag, ValueError):
            raise WrongKeyError from None
