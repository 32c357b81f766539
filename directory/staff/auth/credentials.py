"""Verify a passphrase and a one-time code, with the same work whether or not the account exists."""

import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from directory.settings import KEY_PATTERN, DirectorySettings
from directory.staff.auth.errors import DecryptionError, InvalidKeyFileError
from directory.staff.auth.passphrases import PassphraseHasher
from directory.staff.auth.totp import matching_step, new_secret

_NONCE_BYTES: Final = 12
_KEY_FILE: Final = "staff.key"
_KEY_BYTES: Final = 32


class SecretCipher:
    """Encrypts with AES-256-GCM (NIST SP 800-38D); the account id is authenticated with each secret."""

    def __init__(self, key: bytes) -> None:
        """Take a key of 32 bytes, from `staff_key`."""
        self._cipher = AESGCM(key)

    def encrypt(self, account_id: str, secret: str) -> str:
        """Return the nonce and ciphertext in base 64."""
        nonce = os.urandom(_NONCE_BYTES)
        return b64encode(nonce + self._cipher.encrypt(nonce, secret.encode(), account_id.encode())).decode()

    def decrypt(self, account_id: str, sealed: str) -> str:
        """Return the plain secret.

        Raises:
            DecryptionError: it was encrypted under another key or for another account.
        """
        try:
            stored = b64decode(sealed, validate=True)
            return self._cipher.decrypt(stored[:_NONCE_BYTES], stored[_NONCE_BYTES:], account_id.encode()).decode()
        except (InvalidTag, ValueError):
            raise DecryptionError from None


def staff_key(settings: DirectorySettings) -> bytes:
    """Return the key of 32 bytes from the setting or the key file; create the file if it is missing.

    Raises:
        InvalidKeyFileError: the file holds no valid key.
        OSError: the file can't be read or created.
    """
    if settings.staff_key:
        return bytes.fromhex(settings.staff_key.get_secret_value())
    path = settings.data_dir / _KEY_FILE
    if not path.exists():
        _create_key_file(path)
    return _read_key_file(path)


def _read_key_file(path: Path) -> bytes:
    try:
        text = path.read_text("ascii").strip()
    except UnicodeDecodeError:
        raise InvalidKeyFileError from None
    if not KEY_PATTERN.fullmatch(text):
        raise InvalidKeyFileError
    return bytes.fromhex(text)


def _create_key_file(path: Path) -> None:
    """Create the file atomically and never replace one: a process that starts now sees all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{_KEY_FILE}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with open(descriptor, "w", encoding="ascii") as file:  # noqa: PTH123 - opened above
            file.write(secrets.token_hex(_KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            return  # another process was faster; its key is used
    finally:
        draft.unlink()


LOG = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What was typed on the sign-in form."""

    name: str = field(repr=False)
    passphrase: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StoredCredentials:
    """The secrets of an account as they are stored."""

    account_id: str
    passphrase_hash: str = field(repr=False)
    totp_sealed: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """`hash` is the passphrase hash to store, None if the passphrase is wrong; `step` is None if the code is wrong."""

    hash: str | None = field(repr=False)
    step: int | None


class CredentialVerifier:
    """Verifies credentials with an installation's cipher and hasher. Make one per process: it computes a hash."""

    def __init__(self, cipher: SecretCipher, hasher: PassphraseHasher | None = None) -> None:
        """Take the cipher, and a hasher if its parameters differ from the defaults."""
        self.cipher = cipher
        self.hasher = hasher or PassphraseHasher()
        self._dummy = StoredCredentials("", self.hasher.hash(new_secret()), cipher.encrypt("", new_secret()))

    @classmethod
    def from_settings(cls, settings: DirectorySettings) -> "CredentialVerifier":
        """Return the verifier of an installation; raises what `staff_key` raises."""
        return cls(SecretCipher(staff_key(settings)))

    def verify(self, stored: StoredCredentials | None, given: Credentials, now: datetime) -> VerificationResult:
        """Verify credentials; without an account, do the same work, so that the response time reveals nothing."""
        against = stored or self._dummy
        fits = self.hasher.verify(against.passphrase_hash, given.passphrase)
        step = self._verify_code(against, given.code, now)
        if stored is None or not fits:
            return VerificationResult(None, None)
        return VerificationResult(
            self._rehash_if_outdated(stored.passphrase_hash, given.passphrase) if step else stored.passphrase_hash, step
        )

    def _verify_code(self, stored: StoredCredentials, code: str, now: datetime) -> int | None:
        secret = self._decrypt(stored)
        if secret is None:
            # The user must not learn of it, the operator must.
            LOG.error("totp secret not decryptable: WAYLIGHT_STAFF_KEY or staff.key was changed")
            return None
        return matching_step(secret, code, now)

    def _decrypt(self, stored: StoredCredentials) -> str | None:
        try:
            return self.cipher.decrypt(stored.account_id, stored.totp_sealed)
        except DecryptionError:
            return None

    def _rehash_if_outdated(self, stored: str, passphrase: str) -> str:
        return self.hasher.hash(passphrase) if self.hasher.needs_rehash(stored) else stored
