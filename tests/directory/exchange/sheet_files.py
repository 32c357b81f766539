"""Sheets as people send them, for the tests of the sheet.

Numbers in these tests are libphonenumber's own examples, or those of the starter directory.
"""

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
from sqlalchemy import Engine, func, select

from directory.domain.import_report import ImportReport
from directory.exchange.spreadsheet import columns, import_sheet
from directory.exchange.spreadsheet.stored_rows import load_services
from directory.models import Record

SERVICE = {
    "organization": "Harbour House Foundation",
    "name": "Harbour Line",
    "description": "A free hotline for migrant workers.",
    "local_name": "มูลนิธิบ้านท่าเรือ",
    "local_language": "Thai",
    "needs": "lawyer; human",
    "for_whom": "women; children",
    "country": "Thailand",
    "regions": "Chiang Mai; TH-57",
    "area": "Chiang Mai",
    "phone": "02 123 4567 (office)",
    "phone_3": "1300",
    "chat": "WhatsApp +66 81 234 5678",
    "website": "www.example.org/help",
    "email": "help@example.org",
    "languages": "Burmese; th, English",
    "hours": "Monday to Friday 09:00 - 17:00",
    "address": "1 Station Road",
    "city": "Chiang Mai",
    "postal_code": "50000",
    "address_is_public": "yes",
    "police_linked": "no",
    "for_trafficking": "yes",
    "fees": "free",
    "verified_by": "Harbour House Foundation",
    "verified_on": "2026-01-31",
    "verified_how": "called",
    "source": "https://example.org/contact",
    "source_date": "2026-01-15",
}
"""A service of which nearly everything is known, in words rather than codes."""


def csv_text(*rows: dict[str, str], names: list[str] | None = None, separator: str = ",") -> str:
    """Return rows as a CSV text with all columns, or with those of `names`."""
    file = io.StringIO()
    writer = csv.DictWriter(file, names or list(columns()), restval="", delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def csv_file(folder: Path, *rows: dict[str, str], names: list[str] | None = None) -> Path:
    """Write rows as a CSV file."""
    return write_file(folder, csv_text(*rows, names=names).encode())


def write_file(folder: Path, content: bytes, name: str = "sheet.csv") -> Path:
    """Write a file with the given content."""
    path = folder / name
    path.write_bytes(content)
    return path


def xlsx_file(folder: Path, *rows: list[Any], title: str = "services") -> Path:
    """Write a workbook with one sheet of the given cells."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    path = folder / "sheet.xlsx"
    book.save(path)
    return path


def totals(engine: Engine) -> dict[str, int | None]:
    """Return the number of rows of each table."""
    with engine.connect() as connection:
        tables = Record.metadata.sorted_tables
        return {one.name: connection.scalar(select(func.count()).select_from(one)) for one in tables}


def import_service(engine: Engine, folder: Path) -> tuple[ImportReport, str]:
    """Import the usual service; return the report and its id."""
    report = import_sheet(engine, csv_file(folder, SERVICE))
    assert report.accepted, [str(fault) for fault in report.errors]
    return report, report.changes[0].id


def sheet_cells(engine: Engine, service: str) -> dict[str, str]:
    """Return a stored service as a row of the sheet."""
    with engine.connect() as connection:
        return load_services(connection, [service])[service].cells
