"""Read the collected rows: several files, without duplicates, with the corrections that a person sourced.

The collected files are never edited. A mistake in them is mended in tables/corrections.csv, an organisation that
stands in two of them is decided in tables/duplicates.csv, and the build stops if either no longer fits the files.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from directory.domain.csv_tables import read_table
from directory.seed.selection import TABLES, Row

COLLECTED: Final = ("organizations.csv", "crisis_lines.csv", "consular_more.csv", "services_more.csv")
"""The files of services; all have the columns of organizations.csv, which is described in NOTES.md."""


class CollectedError(ValueError):
    """The files contradict themselves or the tables; the text lists how, one item per line."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell that is replaced, and where the new content was read."""

    old: str
    new: str
    source_url: str
    source_date: str


Corrections = dict[str, dict[str, Correction]]
"""The corrections by row id and column."""


def read_corrections() -> Corrections:
    """Return the corrections of collected rows."""
    found: Corrections = {}
    for line in read_table(TABLES / "corrections.csv"):
        correction = Correction(line["old"], line["new"], line["source_url"], line["source_date"])
        found.setdefault(line["id"], {})[line["column"]] = correction
    return found


def read_collected(data: Path, corrections: Corrections) -> list[Row]:
    """Return the collected rows in the order of their ids, each organisation once, corrected.

    Raises:
        CollectedError: an id stands twice, or a correction does not fit the row.
        FileNotFoundError: a file is missing.
    """
    duplicates = {(line["file"], line["id"]) for line in read_table(TABLES / "duplicates.csv")}
    rows = [row for name in COLLECTED for row in read_table(data / name) if (name, row["id"]) not in duplicates]
    by_id = {row["id"]: row for row in rows}
    errors = [f"two rows have this id: {row['id']}" for row in rows if by_id[row["id"]] is not row]
    for key, row in by_id.items():
        for column, correction in corrections.get(key, {}).items():
            if row[column] != correction.old:
                errors.append(describe_misfit(f"{key} {column}", row[column], correction.old))
            row[column] = correction.new
    if errors:
        raise CollectedError("\n".join(errors))
    return [by_id[key] for key in sorted(by_id)]


def describe_misfit(cell: str, found: str, old: str) -> str:
    """Return what is wrong with a correction whose cell has changed."""
    return f"correction of {cell}: the file has {found!r}, not {old!r}"
