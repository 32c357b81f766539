"""Seal the secrets of one-time codes, so that whoever copies the database can't make codes."""

import os
import secrets
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from directory.settings import KEY_SHAPE, DirectorySettings
from directory.staff.auth.errors import BadKeyError, WrongKeyError

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


_FILE: Final = "staff.key"
_BYTES: Final = 32


def staff_key(settings: DirectorySettings) -> bytes:
    """Return the key of 32 bytes; without the setting, from the file, which is made where it is missing.

    Raises:
        BadKeyError: what stands in the file is no key.
        OSError: the file can't be read or made.
    """
    if settings.staff_key:
        return bytes.fromhex(settings.staff_key.get_secret_value())
    path = settings.data_dir / _FILE
    if not path.exists():
        _make(path)
    return _read(path)


def _read(path: Path) -> bytes:
    try:
        text = path.read_text("ascii").strip()
    except UnicodeDecodeError:
        raise BadKeyError from None
    if not KEY_SHAPE.fullmatch(text):
        raise BadKeyError
    return bytes.fromhex(text)


def _make(path: Path) -> None:
    """Make the file in one step: another process that starts now sees all of it or nothing; none is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{_FILE}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with open(descriptor, "w", encoding="ascii") as file:  # noqa: PTH123 - opened above
            file.write(secrets.token_hex(_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            return  # the other process was faster, and its key is ours too
    finally:
        draft.unlink()
