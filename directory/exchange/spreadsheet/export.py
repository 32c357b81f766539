"""Export the directory, or an empty template, as a sheet: CSV or XLSX, by the file's suffix."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.exchange.spreadsheet.columns import Cells, columns
from directory.exchange.spreadsheet.stored_rows import load_services
from directory.models import Service
from directory.parsing.cells import escape_for_csv

_BATCH_SIZE: Final = 500
# Without this mark Excel reads the file in the local code page.
_UTF8_WITH_BOM: Final = "utf-8-sig"


def export_sheet(connection: Connection, path: Path) -> int:
    """Write every service as a row and return how many there are.

    No cell can run as a formula in a spreadsheet, and importing the file changes nothing.

    Raises:
        ValueError: the suffix is neither .csv nor .xlsx.
        OSError: the file cannot be written.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
    """
    return _write(path, _services(connection))


def write_template(path: Path) -> None:
    """Write a sheet without rows.

    Raises:
        ValueError: the suffix is neither .csv nor .xlsx.
        OSError: the file cannot be written.
    """
    _write(path, ())


def _services(connection: Connection) -> Iterator[Cells]:
    last = ""
    while True:
        query = select(col(Service.id)).where(col(Service.id) > last).order_by(col(Service.id)).limit(_BATCH_SIZE)
        ids = list(connection.scalars(query))
        if not ids:
            return
        stored = load_services(connection, ids)
        yield from (stored[service].cells | {"id": service} for service in ids)
        last = ids[-1]


def _write(path: Path, rows: Iterable[Cells]) -> int:
    if path.suffix.casefold() == ".xlsx":
        from directory.exchange.spreadsheet.xlsx_writer import write_workbook  # openpyxl takes 10 MB

        return write_workbook(path, rows)
    if path.suffix.casefold() != ".csv":
        raise ValueError(path.suffix)
    with path.open("w", encoding=_UTF8_WITH_BOM, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns())
        written = 0
        for written, row in enumerate(rows, start=1):  # noqa: B007 - the count is returned
            writer.writerow([escape_for_csv(row[name]) for name in columns()])
    return written
