"""Write the directory, or an empty template, as a sheet: CSV or XLSX by the file's ending."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.exchange.spreadsheet.columns import Cells, columns
from directory.exchange.spreadsheet.stored_rows import stored_services
from directory.models import Service
from directory.parsing.cells import guarded

_AT_ONCE: Final = 500
# Excel takes a file without this mark for one in the alphabet of the country it was sold in.
_WITH_MARK: Final = "utf-8-sig"


def export_sheet(connection: Connection, path: Path) -> int:
    """Write every service as a row; return how many.

    Nothing in a file runs when a spreadsheet opens it, and importing the file changes nothing.

    Raises:
        ValueError: the file's name ends neither in .csv nor in .xlsx.
        OSError: the file cannot be written.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
    """
    return _write(path, _services(connection))


def write_template(path: Path) -> None:
    """Write a sheet without rows.

    Raises:
        ValueError: the file's name ends neither in .csv nor in .xlsx.
        OSError: the file cannot be written.
    """
    _write(path, ())


def _services(connection: Connection) -> Iterator[Cells]:
    last = ""
    while True:
        question = select(col(Service.id)).where(col(Service.id) > last).order_by(col(Service.id)).limit(_AT_ONCE)
        ids = list(connection.scalars(question))
        if not ids:
            return
        stored = stored_services(connection, ids)
        yield from (stored[service].cells | {"id": service} for service in ids)
        last = ids[-1]


def _write(path: Path, rows: Iterable[Cells]) -> int:
    if path.suffix.casefold() == ".xlsx":
        from directory.exchange.spreadsheet.xlsx_writer import write_workbook  # with 10 MB that only this needs

        return write_workbook(path, rows)
    if path.suffix.casefold() != ".csv":
        raise ValueError(path.suffix)
    with path.open("w", encoding=_WITH_MARK, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns())
        written = 0
        for written, row in enumerate(rows, start=1):  # noqa: B007 - how many there were
            writer.writerow([guarded(row[name]) for name in columns()])
    return written
