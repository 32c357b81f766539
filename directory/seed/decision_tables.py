"""Read the tables of decisions about collected rows (tables/README.md)."""

from pathlib import Path
from typing import Final

from directory.domain.csv_tables import read_table

TABLES: Final = Path(__file__).parent / "tables"
Codes = tuple[str, ...]


def read_codes(name: str, key: str, value: str) -> dict[str, Codes]:
    """Return one column of a table by another, split into its codes."""
    return {row[key]: tuple(row[value].split()) for row in read_table(TABLES / name)}
