"""Seal what is kept, so that whoever copies it can read nothing without the key."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
_NAME_BYTES = 16


class UnsealedError(Exception):
    """A record was not sealed under our key, or not under its own name: it is as good as none."""


class Keys:
    """One secret, and a key of its own for each purpose (HMAC-SHA256 as an extractor, as in RFC 5869).

    Nothing here is ever shown: a key in a log opens every record.
    """

    def __init__(self, secret: bytes) -> None:
        """Take 32 random bytes; raise ValueError on fewer."""
        if len(secret) < KEY_BYTES:
            fault = f"a key has {KEY_BYTES} bytes"
            raise ValueError(fault)
        self._secret = secret

    @classmethod
    def of_this_process(cls) -> "Keys":
        """Return keys that die with the process, and all that was sealed under them with it."""
        return cls(os.urandom(KEY_BYTES))

    def derived(self, purpose: str) -> bytes:
        """Return the 32 bytes for a purpose; nobody who has them can find those of another."""
        return hmac.digest(self._secret, purpose.encode(), "sha256")


class Seal:
    """Seals records with AES-256-GCM (NIST SP 800-38D), each bound to its name."""

    def __init__(self, keys: Keys) -> None:
        """Use keys of our own purposes."""
        self._cipher = AESGCM(keys.derived("sealed records"))
        self._names = keys.derived("names of records")

    def name(self, kind: str, of: str) -> str:
        """Return what a record is called where it is kept: its kind, and a digest that can't be tried out."""
        named = f"{kind}:{of}".encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(named, key=self._names, digest_size=_NAME_BYTES)
        return f"{kind}:{digest.hexdigest()}"

    def close(self, name: str, plain: bytes) -> bytes:
        """Return the sealed record; it opens under this name only, so that none can be put in another's place."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, name.encode())

    def open(self, name: str, sealed: bytes) -> bytes:
        """Return what was sealed; raise UnsealedError where it was not, or not by us."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())
        except (InvalidTag, ValueError):
            raise UnsealedError from None
