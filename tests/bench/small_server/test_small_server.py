"""A server of 512 MB is enough for everything that an organization does with Waylight in a day."""

from pathlib import Path

import pytest

from tests.bench.small_server.day import lived
from tests.bench.small_server.limited import LIMIT, limited

pytestmark = [pytest.mark.slow, pytest.mark.serial]

NEEDED = 400
"""MB that the service may keep at the end of which nothing could be read again from files."""


def test_a_day_in_512_megabytes(model_dir: Path, tmp_path: Path) -> None:
    """Sixteen languages, staff, charts, a sheet, the doctor and a backup fit beside the system, and nobody waits."""
    with limited() as group:
        day = lived(tmp_path, model_dir, group, kinds=1)
    assert day.p95 < 2
    if day.needed is None:
        # No control group can be made here: what processes share counts for each of them.
        assert day.resident + max(day.beside.values()) < LIMIT + 100
    else:
        assert day.killed == 0
        assert day.needed < NEEDED
