"""Good and malicious files for upload tests."""

import io
import time
import zipfile
from datetime import UTC, datetime

from directory.staff.uploads.jobs import Jobs
from directory.staff.uploads.store import RUNNING, StoredUpload

PATIENCE_SECONDS = 60
AT = "brings-files"
"""The account of whoever brings them."""


def zip_bytes(**files: bytes) -> bytes:
    """Return a ZIP of files; `_` in a name stands for the dot before its ending."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(".".join(name.rsplit("_", 1)), content)
    return packed.getvalue()


def zip_with_false_sizes(content: bytes, size: int) -> bytes:
    """Return a ZIP of one file whose index says that it unpacks to `size` bytes."""
    entry = content.index(b"PK\x01\x02") + 24
    return content[:entry] + size.to_bytes(4, "little") + content[entry + 4 :]


def wait_until_done(jobs: Jobs, upload_id: str) -> StoredUpload:
    """Wait until no job runs on a file."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        kept = jobs.refresh(upload_id, datetime.now(UTC))
        assert kept is not None
        if kept.state not in RUNNING and jobs.work.progress(upload_id) is None:
            return kept
        time.sleep(0.02)
    message = "the file is still being worked on"
    raise AssertionError(message)
