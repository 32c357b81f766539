"""Read the tables in which decisions about collected rows are written down (tables/README.md)."""

import csv
from pathlib import Path
from typing import Final

TABLES: Final = Path(__file__).parent / "tables"
Codes = tuple[str, ...]


def read_table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_codes(name: str, key: str, value: str) -> dict[str, Codes]:
    """Return one column of a table by another, split into its codes."""
    return {row[key]: tuple(row[value].split()) for row in read_table(TABLES / name)}
