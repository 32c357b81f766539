"""The key under which staff's secrets are sealed: a setting, or else a file of the data folder that is made once."""

import os
import secrets
from pathlib import Path
from typing import Final

from directory.settings import KEY_SHAPE, DirectorySettings
from directory.staff.people.refusals import BadKeyError

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
