"""The files that staff take away: everything that is public, and the empty sheet.

A file is made on the disk and is gone from there before its first byte is sent, whatever becomes of who asked.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final

from sqlalchemy import Engine

from directory.exchange.hsds import export_csv, export_json
from directory.exchange.spreadsheet import export_sheet, write_template
from directory.staff.uploads.connections import patient

_CHUNK: Final = 1 << 18


class Shape(StrEnum):
    """What can be taken away; each is the last part of an address."""

    HSDS_JSON = "hsds-json.zip"
    HSDS_CSV = "hsds-csv.zip"
    SHEET_XLSX = "sheet.xlsx"
    SHEET_CSV = "sheet.csv"
    TEMPLATE_XLSX = "template.xlsx"
    TEMPLATE_CSV = "template.csv"

    @property
    def is_empty(self) -> bool:
        """Tell whether it holds nothing of the directory, and is made at once."""
        return self in {Shape.TEMPLATE_XLSX, Shape.TEMPLATE_CSV}


@dataclass(frozen=True, slots=True)
class Made:
    """A file that has no name on the disk any more, and its size in bytes."""

    file: BinaryIO
    size: int

    def chunks(self) -> Iterator[bytes]:
        """Yield the file in parts; it is gone afterwards."""
        with self.file as file:
            while chunk := file.read(_CHUNK):
                yield chunk


def make(engine: Engine, shape: Shape) -> Made:
    """Make a file.

    Raises:
        OSError: the disk is full.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
    """
    with TemporaryDirectory(prefix="waylight-") as folder:
        path = Path(folder) / shape
        _write(engine, shape, path)
        return Made(path.open("rb"), path.stat().st_size)


def _write(engine: Engine, shape: Shape, path: Path) -> None:
    if shape.is_empty:
        write_template(path)
        return
    with patient(engine) as own:
        if shape is Shape.HSDS_JSON:
            _zipped_json(own, path)
        elif shape is Shape.HSDS_CSV:
            export_csv(own, path)
        else:
            with own.connect() as connection:
                export_sheet(connection, path)


def _zipped_json(engine: Engine, path: Path) -> None:
    folder = path.with_suffix("")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in export_json(engine, folder):
            archive.write(folder / name, name)
