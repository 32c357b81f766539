"""An update of the seed directory keeps entries that an import changed."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from directory import open_database
from directory.exchange.spreadsheet import export_sheet, import_sheet
from directory.models import Service, stable_id

THEIRS, OURS = (stable_id("service", name) for name in ("th-1300", "th-lpn"))


@pytest.fixture
def newer_seed(starter: Path) -> Path:
    """A seed directory in which the fees of every service differ."""
    path = starter / "services.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row | {"fees": "said anew"} for row in csv.DictReader(file)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return starter


def fees(engine: Engine, service: str) -> str | None:
    """Return the fees of a service."""
    with engine.connect() as connection:
        return connection.scalar(select(col(Service.fees_description)).where(col(Service.id) == service))


def test_seed_update_keeps_imported_changes(
    own_engine: Engine, filled_url: str, newer_seed: Path, tmp_path: Path
) -> None:
    """After an import that changed one entry, an update rewrites the others and keeps that one."""
    sheet = tmp_path / "sheet.csv"
    with own_engine.connect() as connection:
        export_sheet(connection, sheet)
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = [row | {"fees": "asked by phone: free"} for row in csv.DictReader(file) if row["id"] == THEIRS]
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    report = import_sheet(own_engine, sheet)
    assert (report.changed, report.errors) == (1, ())
    updated = open_database(filled_url, newer_seed)
    assert fees(updated, THEIRS) == "asked by phone: free"
    assert fees(updated, OURS) == "said anew"
    updated.dispose()
