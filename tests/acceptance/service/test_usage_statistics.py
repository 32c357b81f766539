"""Requests by SMS are in the statistics once the service has stopped."""

import contextlib
import sqlite3
from pathlib import Path

from tests.acceptance.service.service_process import Phone, running_service


async def test_counts_are_written_at_shutdown(model_dir: Path, tmp_path: Path) -> None:
    """A service that stops before its next write loses no counts, and wrote nothing while it answered."""
    path = tmp_path / "directory.sqlite3"
    with running_service(tmp_path, model_dir) as service:
        assert "+66" in await Phone(service).send_sms("I need a lawyer in Bangkok")
        assert _places(path) == []
    assert _places(path) == [("TH", "TH-10", "legal_help", "referred", 1)]


def _places(path: Path) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT country, region, need, outcome, count FROM asked_place").fetchall()
