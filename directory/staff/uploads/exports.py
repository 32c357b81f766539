"""Create the exports: everything public, and the empty spreadsheet template.

A file is created on disk and unlinked before its first byte is sent, so that it can't be left behind.
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
from directory.staff.uploads.worker import patient_engine

_CHUNK_BYTES: Final = 1 << 18


class ExportFormat(StrEnum):
    """The export formats; each value is the last part of a URL."""

    HSDS_JSON = "hsds-json.zip"
    HSDS_CSV = "hsds-csv.zip"
    SHEET_XLSX = "sheet.xlsx"
    SHEET_CSV = "sheet.csv"
    TEMPLATE_XLSX = "template.xlsx"
    TEMPLATE_CSV = "template.csv"

    @property
    def is_empty(self) -> bool:
        """Whether it holds no data and is created at once."""
        return self in {ExportFormat.TEMPLATE_XLSX, ExportFormat.TEMPLATE_CSV}


@dataclass(frozen=True, slots=True)
class ExportFile:
    """An unlinked file and its size in bytes."""

    file: BinaryIO
    size: int

    def chunks(self) -> Iterator[bytes]:
        """Yield the file in chunks and close it."""
        with self.file as file:
            while chunk := file.read(_CHUNK_BYTES):
                yield chunk


def create_export(engine: Engine, shape: ExportFormat) -> ExportFile:
    """Create an export.

    Raises:
        OSError: the disk is full.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
    """
    with TemporaryDirectory(prefix="waylight-") as folder:
        path = Path(folder) / shape
        _write(engine, shape, path)
        return ExportFile(path.open("rb"), path.stat().st_size)


def _write(engine: Engine, shape: ExportFormat, path: Path) -> None:
    if shape.is_empty:
        write_template(path)
        return
    with patient_engine(engine) as engine_copy:
        if shape is ExportFormat.HSDS_JSON:
            _write_zipped_json(engine_copy, path)
        elif shape is ExportFormat.HSDS_CSV:
            export_csv(engine_copy, path)
        else:
            with engine_copy.connect() as connection:
                export_sheet(connection, path)


def _write_zipped_json(engine: Engine, path: Path) -> None:
    folder = path.with_suffix("")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in export_json(engine, folder):
            archive.write(folder / name, name)
