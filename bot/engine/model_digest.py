"""The digest of a model, in a file beside it as `sha256sum` writes it.

The danger is a model file that was damaged or exchanged after the training: a model is unpickled, and what is unpickled
can run. The digest stops nobody who can write both files, so the service can't write the folder (docs/operating.md).
"""

import hashlib
import os
from pathlib import Path


def digest_path(model: Path) -> Path:
    """Return the path of the file that holds the digest of a model."""
    return model.with_name(f"{model.name}.sha256")


def write_digest(model: Path, archive: Path | None = None) -> None:
    """Write the digest of a model, whose file may still have another name: `archive`. Raises `OSError`."""
    path = digest_path(model)
    unfinished = path.with_name(f"unfinished-{os.getpid()}.sha256")
    unfinished.write_text(f"{_digest_of(archive or model)}  {model.name}\n", encoding="ascii")
    unfinished.replace(path)


def has_own_digest(model: Path) -> bool:
    """Return whether the digest beside a model is there, and is that of its file.

    Raises:
        FileNotFoundError: there is no model.
        OSError: it cannot be read.
    """
    digest = _digest_of(model)
    try:
        return digest_path(model).read_bytes().split(maxsplit=1)[:1] == [digest.encode()]
    except FileNotFoundError:
        return False


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
