"""Export published statistics for partner organizations and governments, as CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from directory.statistics.k_anonymity import K
from directory.statistics.periods import WEEKS, last_day
from directory.statistics.queries import published_counts
from directory.statistics.tables import REQUEST_TABLES

LICENCE: Final = "CC-BY-4.0"
CODES: Final = {"country": "ISO 3166-1 alpha-2", "region": "ISO 3166-2", "language": "BCP 47"}

_DIMENSIONS: Final = tuple(dict.fromkeys(column for table in REQUEST_TABLES for column in table.columns))
COLUMNS: Final = ("first_day", "last_day", "table", *_DIMENSIONS, "number")
"""Columns of the CSV; those that a table does not have are empty."""


def export_csv(connection: Connection, periods: Sequence[str]) -> str:
    """Return the counts of these periods, below `#` comment lines that describe them."""
    file = io.StringIO()
    file.writelines(f"# {line}\n" for line in file_header())
    writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_rows(connection, periods))
    return file.getvalue()


def export_json(connection: Connection, periods: Sequence[str]) -> str:
    """Return the same as JSON: a description, then a list of counts."""
    document = {
        "about": file_header(),
        "licence": LICENCE,
        "smallest_number": K,
        "rounded_down_to": K,
        "weeks_of_a_period": WEEKS,
        "codes": CODES,
        "periods": [{"first_day": period, "last_day": last_day(period)} for period in periods],
        "numbers": list(_rows(connection, periods)),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def file_header() -> list[str]:
    """Return the lines with which every file describes its counts, in English as the codes are."""
    return Path(__file__).with_name("about_the_numbers.txt").read_text("utf-8").splitlines()


def _rows(connection: Connection, periods: Sequence[str]) -> Iterator[dict[str, Any]]:
    for table in REQUEST_TABLES:
        for count in published_counts(connection, table, periods):
            days = {"first_day": count.period, "last_day": last_day(count.period)}
            yield {**days, "table": table.name, **count.cell, "number": count.count}
