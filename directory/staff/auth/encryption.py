"""Encrypt the secrets of one-time codes, so that a copy of the database is not enough to make codes."""

import os
import secrets
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from directory.settings import KEY_PATTERN, DirectorySettings
from directory.staff.auth.errors import DecryptionError, InvalidKeyFileError

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
            kept = b64decode(sealed, validate=True)
            return self._cipher.decrypt(kept[:_NONCE_BYTES], kept[_NONCE_BYTES:], account_id.encode()).decode()
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
