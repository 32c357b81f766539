"""Files as somebody brings them, good ones and malicious ones."""

import io
import time
import zipfile
from datetime import UTC, datetime

from directory.staff.uploads.jobs import Jobs
from directory.staff.uploads.store import AT_WORK, Kept

PATIENCE_SECONDS = 60
AT = "brings-files"
"""The account of whoever brings them."""


def zipped(**files: bytes) -> bytes:
    """Return a ZIP of files; `_` in a name stands for the dot before its ending."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(".".join(name.rsplit("_", 1)), content)
    return packed.getvalue()


def lying(content: bytes, size: int) -> bytes:
    """Return a ZIP of one file whose index says that it unpacks to `size` bytes."""
    entry = content.index(b"PK\x01\x02") + 24
    return content[:entry] + size.to_bytes(4, "little") + content[entry + 4 :]


def settled(jobs: Jobs, upload_id: str) -> Kept:
    """Wait until nobody works on a file any more, as a page that loads itself again does."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        kept = jobs.look(upload_id, datetime.now(UTC))
        assert kept is not None
        if kept.state not in AT_WORK and jobs.work.how_far(upload_id) is None:
            return kept
        time.sleep(0.02)
    message = "the file is still being worked on"
    raise AssertionError(message)
