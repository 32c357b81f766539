"""A server of 512 MB is enough for an organization's day with Waylight."""

from pathlib import Path

import pytest

from tests.bench.small_server.control_group import LIMIT, control_group
from tests.bench.small_server.day import simulate_day

pytestmark = [pytest.mark.slow, pytest.mark.serial]

NEEDED = 310
"""MB that the service may hold at the end that could not be read again from files: the doctor needs the rest."""


def test_day_in_512_megabytes(model_dir: Path, tmp_path: Path) -> None:
    """Sixteen languages, staff, charts, a spreadsheet, the doctor and a backup fit, with fast answers."""
    with control_group() as group:
        day = simulate_day(tmp_path, model_dir, group, kinds=1)
    assert day.p95 < 2
    if day.needed is None:
        # Without a control group, shared memory counts for each process.
        assert day.resident + max(day.beside.values()) < LIMIT + 100
    else:
        assert day.killed == 0
        assert day.needed < NEEDED
