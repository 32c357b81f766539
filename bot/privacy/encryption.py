"""Encrypts stored records: a copy of the store is unreadable without the key."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
_NAME_BYTES = 16


class DecryptionError(Exception):
    """A record was not encrypted with our key and its own name; treat it as missing."""


class Keys:
    """Derives a key for each purpose from one secret (HMAC-SHA256 as an extractor, as in RFC 5869).

    Never print or log one: a key in a log decrypts every record.
    """

    def __init__(self, secret: bytes) -> None:
        """Take 32 random bytes; raise ValueError if there are fewer."""
        if len(secret) < KEY_BYTES:
            message = f"a key has {KEY_BYTES} bytes"
            raise ValueError(message)
        self._secret = secret

    @classmethod
    def ephemeral(cls) -> "Keys":
        """Return random keys: what they encrypt is unreadable after this process."""
        return cls(os.urandom(KEY_BYTES))

    def derive(self, purpose: str) -> bytes:
        """Return the key for a purpose (32 bytes), which reveals nothing about the others."""
        return hmac.digest(self._secret, purpose.encode(), "sha256")


class RecordCipher:
    """Encrypts records with AES-256-GCM (NIST SP 800-38D), each bound to its name."""

    def __init__(self, keys: Keys) -> None:
        """Derive the keys for records and for their names."""
        self._cipher = AESGCM(keys.derive("sealed records"))
        self._names = keys.derive("names of records")

    def record_name(self, kind: str, owner: str) -> str:
        """Return the name of a record in the store: its kind and a keyed digest, which can't be guessed."""
        plain = f"{kind}:{owner}".encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(plain, key=self._names, digest_size=_NAME_BYTES)
        return f"{kind}:{digest.hexdigest()}"

    def encrypt(self, name: str, plain: bytes) -> bytes:
        """Return the encrypted record, which can be decrypted under this name only: records can't be swapped."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, name.encode())

    def decrypt(self, name: str, sealed: bytes) -> bytes:
        """Return the plain record; raise DecryptionError if it was not encrypted by us under this name."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())
        except (InvalidTag, ValueError):
            raise DecryptionError from None
