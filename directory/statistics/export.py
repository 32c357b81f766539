"""The numbers as files for partner organizations and governments: CSV and JSON, of published numbers alone."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from directory.statistics.k_anonymity import K
from directory.statistics.periods import WEEKS, last_day
from directory.statistics.queries import published
from directory.statistics.tables import ASKINGS

LICENCE: Final = "CC-BY-4.0"
CODES: Final = {"country": "ISO 3166-1 alpha-2", "region": "ISO 3166-2", "language": "BCP 47"}

_DIMENSIONS: Final = tuple(dict.fromkeys(column for table in ASKINGS for column in table.columns))
COLUMNS: Final = ("first_day", "last_day", "table", *_DIMENSIONS, "number")
"""Columns of the CSV; those that a table does not have are empty."""


def export_csv(connection: Connection, among: Sequence[str]) -> str:
    """Return the numbers of these periods, below lines that begin with `#` and say what they are and are not."""
    file = io.StringIO()
    file.writelines(f"# {line}\n" for line in about())
    rows = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
    rows.writeheader()
    rows.writerows(_rows(connection, among))
    return file.getvalue()


def export_json(connection: Connection, among: Sequence[str]) -> str:
    """Return the same as JSON: what they are and are not, then a list of numbers."""
    whole = {
        "about": about(),
        "licence": LICENCE,
        "smallest_number": K,
        "rounded_down_to": K,
        "weeks_of_a_period": WEEKS,
        "codes": CODES,
        "periods": [{"first_day": period, "last_day": last_day(period)} for period in among],
        "numbers": list(_rows(connection, among)),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def about() -> list[str]:
    """Return what every file says of its numbers, a line each, in English as the codes are."""
    return Path(__file__).with_name("about_the_numbers.txt").read_text("utf-8").splitlines()


def _rows(connection: Connection, among: Sequence[str]) -> Iterator[dict[str, Any]]:
    for table in ASKINGS:
        for number in published(connection, table, among):
            days = {"first_day": number.period, "last_day": last_day(number.period)}
            yield {**days, "table": table.name, **number.cell, "number": number.count}
