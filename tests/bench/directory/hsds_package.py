"""Made-up services as an HSDS package of CSV files, as a partner sends them."""

import csv
from pathlib import Path
from typing import Any, Final

from directory.models import HSDS_MODELS
from tests.bench.directory.generate import batches
from tests.bench.directory.tables import COLUMNS
from tests.bench.directory.world import World

_STANDARD: Final = frozenset(str(table.__tablename__) for table in HSDS_MODELS)
_NOT_IN_HSDS: Final = frozenset({"last_modified"})
"""Columns that the standard's tables do not have in 3.0."""


def write_package(folder: Path, count: int, world: World) -> None:
    """Write the files of a package with `count` services; their areas are ISO codes."""
    folder.mkdir()
    for table, columns in COLUMNS.items():
        if table in _STANDARD:
            _write(folder, table, [columns], "w")
    for batch in batches(count, world, seed=2):
        batch["service_area"] = [(row[0], row[1], row[3] or row[2]) for row in batch["coverage"] if row[2]]
        for table in COLUMNS:
            if table in _STANDARD:
                _write(folder, table, batch.get(table, ()), "a")


def _write(folder: Path, table: str, rows: Any, mode: str) -> None:
    indices = [number for number, name in enumerate(COLUMNS[table]) if name not in _NOT_IN_HSDS]
    with (folder / f"{table}.csv").open(mode, encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row[number] for number in indices] for row in rows)
