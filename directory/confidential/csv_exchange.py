"""Import and export a CSV of protected addresses and contacts. An import writes everything or nothing.

The danger is a report that repeats what it read: it names lines and columns, never their content.
"""

import csv
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, Final, TextIO
from uuid import UUID, uuid4

from sqlalchemy import Connection

from directory.confidential import tables
from directory.confidential.entries import (
    ADDRESS_FIELDS,
    CONTACT_FIELDS,
    COORDINATES,
    AccessCircle,
    ProtectedAddress,
    ProtectedContact,
    ProtectedEntry,
    clean_digits,
    protected_values,
)
from directory.confidential.locations import create_locations, find_location, find_service, public_address_at
from directory.confidential.store import ConfidentialStore
from directory.domain.import_report import EntryChange, FieldChange, ImportReport, Issue, ReportBuilder
from directory.parsing.cells import clean_cell, escape_for_csv
from directory.parsing.countries import codes
from directory.parsing.csv_reader import read_csv_rows
from directory.parsing.result import InvalidValueError

ADDRESS, CONTACT = "address", "contact"
COLUMNS: Final = ("kind", "circle", "id", "service_id", "location_id", *ADDRESS_FIELDS, *CONTACT_FIELDS)

Problem = tuple[str | None, str, str]
"""A column, what is wrong, and how to correct it."""

_MAX_LENGTH: Final = 1000
_LIMITS: Final = {"latitude": 90.0, "longitude": 180.0}
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_DIGITS = range(3, 16)


def header_problems(header: list[str]) -> Iterator[Problem]:
    """Yield the problems of the first row."""
    for name in dict.fromkeys(name for name in header if header.count(name) > 1):
        yield name if name in COLUMNS else None, "A column appears twice in the first row.", "Remove one of the two."
    if any(name not in COLUMNS for name in header):
        yield None, "The first row names a column that does not exist.", f"Use these: {', '.join(COLUMNS)}."
    for name in ("kind", "circle"):
        if name not in header:
            yield name, "This column is missing.", "Add it to the first row."


def parse_row(header: list[str], row: list[str]) -> tuple[dict[str, str], list[Problem]]:
    """Return the non-empty cells of a row by column, and the problems of their texts."""
    cells: dict[str, str] = {}
    problems: list[Problem] = []
    if len(row) > len(header):
        problems.append((None, "This row has more cells than the first row.", "Put texts with commas into quotes."))
    for name, raw in zip(header, row, strict=False):
        try:
            text = clean_digits(name, clean_cell(raw))
        except InvalidValueError as exc:
            problems.append((name, exc.reason, exc.hint))
            continue
        if len(text) > _MAX_LENGTH:
            problems.append((name, f"This text is longer than {_MAX_LENGTH} characters.", "Shorten it."))
        elif text:
            cells[name] = text
    return cells, problems


def row_problems(cells: dict[str, str]) -> Iterator[Problem]:
    """Yield the problems of the cells of a row."""
    kind = cells.get("kind")
    if kind not in {ADDRESS, CONTACT}:
        yield "kind", "This is neither address nor contact.", "Write one of these two words."
        return
    if cells.get("circle") not in set(AccessCircle):
        yield "circle", "This is neither partner nor staff.", "Write who may read it: one of these two words."
    if "id" in cells and not _is_uuid(cells["id"]):
        yield (
            "id",
            "This is not a UUID.",
            "Leave the cell empty for a new entry; copy it from an export for an old one.",
        )
    unused = CONTACT_FIELDS if kind == ADDRESS else (*ADDRESS_FIELDS, "location_id")
    for name in cells:
        if name in unused:
            yield name, f"A row of kind {kind} does not use this column.", "Empty it, or correct the kind."
    yield from _address_problems(cells) if kind == ADDRESS else _contact_problems(cells)


def _address_problems(cells: dict[str, str]) -> Iterator[Problem]:
    if not {"service_id", "location_id"} & cells.keys():
        yield "service_id", "This address has no service or location.", "Fill in service_id or location_id."
    for name in ("address_1", "country"):
        if name not in cells:
            yield name, "This cell is empty.", "Fill it in."
    if "country" in cells and cells["country"] not in codes():
        yield "country", "This is not a country code of ISO 3166-1.", "Write two capital letters, such as TH."
    if len({*COORDINATES} & cells.keys()) == 1:
        yield "latitude", "A point needs latitude and longitude.", "Fill in both cells or neither."
    for name, limit in _LIMITS.items():
        if name in cells and not _within(cells[name], limit):
            yield name, "This is not a valid coordinate.", "Write it with a decimal point, such as 18.79."


def _contact_problems(cells: dict[str, str]) -> Iterator[Problem]:
    if "service_id" not in cells:
        yield "service_id", "This contact has no service.", "Fill it in."
    if not {"name", "email", "number"} & cells.keys():
        yield "name", "This contact is empty.", "Fill in a name, an e-mail address or a number."
    if "email" in cells and not _EMAIL.fullmatch(cells["email"]):
        yield "email", "This is not an e-mail address.", "Correct it."
    if "number" in cells and sum(character.isdigit() for character in cells["number"]) not in _DIGITS:
        yield "number", "This is not a phone number.", "Write it as it is dialled."


def _within(text: str, limit: float) -> bool:
    try:
        return abs(float(text)) <= limit
    except ValueError:
        return False


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


_HIDDEN: Final = "…"
_MOVE: Final = "Protect that one instead: waylight directory confidential move {} --for staff (or partner)."


def import_file(store: ConfidentialStore, path: Path, *, dry_run: bool = False) -> ImportReport:
    """Import the entries of a file; return all errors, or what was written (in a dry run: what would be).

    An entry without an id that exists already with the same content is left alone.

    Raises:
        OSError: the file cannot be read.
        directory.confidential.ProtectedStoreError: the database failed; nothing was written.
    """
    report = ReportBuilder()
    with store.write_transaction() as connection:
        entries = list(_read(connection, path, report))
        if dry_run or report.errors:
            return report.build()
        create_locations(connection, entries)
        store.save(connection, entries)
    return report.build()


def export_file(store: ConfidentialStore, circle: AccessCircle, path: Path) -> int:
    """Write all entries that a circle may read to a new file of mode 0600; return how many.

    Raises:
        FileExistsError: the file exists; nothing is ever overwritten.
        OSError: the file cannot be created.
        directory.confidential.ProtectedStoreError: the database failed.
    """
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        # The byte order mark tells Excel that this is UTF-8.
        file = os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="")
        with file, store.read_connection() as connection:
            return _write(file, tables.all_entries(connection, circle))
    except BaseException:
        path.unlink()
        raise


def _read(connection: Connection, path: Path, report: ReportBuilder) -> Iterator[ProtectedEntry]:
    """Yield the entries that are new or changed; report errors and changes."""
    seen: set[str] = set()
    for line, cells, errors in _rows(path):
        problems = errors or list(row_problems(cells))
        entry = None if problems else _to_entry(connection, cells)
        if entry is None and not problems:
            problems.append(("service_id", "The service or location does not exist.", "Correct the id."))
        if entry and entry.id in seen:
            problems.append(("id", "An earlier row has the same id.", "Remove one of the two rows."))
        public = public_address_at(connection, entry.location_id) if isinstance(entry, ProtectedAddress) else None
        if public:
            problems.append((None, "This location has a public address.", _MOVE.format(public)))
        for column, reason, hint in problems:
            report.add_error(Issue(path.name, line, column, reason, hint))
        if entry and not problems:
            seen.add(entry.id)
            stored = _stored(connection, entry)
            if stored == entry:
                report.unchanged += 1
                continue
            report.add_change(EntryChange(line, entry.id, str(entry.circle), _changed_fields(stored, entry)))
            yield entry


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str], list[Problem]]]:
    """Yield line, cells and problems of each row that is not empty."""
    header: list[str] = []
    line = 0
    try:
        for line, row in enumerate(read_csv_rows(BytesIO(path.read_bytes())), start=1):
            if not header:
                header = [cell.strip().casefold() for cell in row]
                problems = list(header_problems(header))
                if problems:
                    yield line, {}, problems
                    return
            elif any(cell.strip() for cell in row):
                yield line, *parse_row(header, row)
    except InvalidValueError as exc:
        yield line + 1, {}, [(None, exc.reason, exc.hint)]
    if not header:
        yield 1, {}, [(None, "This file is empty.", "Begin it with the names of the columns.")]


def _to_entry(connection: Connection, cells: dict[str, str]) -> ProtectedEntry | None:
    """Return the entry of a row, None if its service or location does not exist."""
    circle, entry_id = AccessCircle(cells["circle"]), cells.get("id", "").lower()
    values: dict[str, Any] = {name: cells[name] for name in (*ADDRESS_FIELDS, *CONTACT_FIELDS) if name in cells}
    values |= {name: float(cells[name]) for name in COORDINATES if name in cells}
    is_address = cells["kind"] == ADDRESS
    owner = find_location(connection, cells) if is_address else find_service(connection, cells["service_id"])
    if owner is None:
        return None
    if is_address:
        entry: ProtectedEntry = ProtectedAddress(entry_id, owner, circle, **values)
    else:
        entry = ProtectedContact(entry_id, owner, circle, **values)
    return entry if entry_id else replace(entry, id=_id_of_equal(connection, entry) or str(uuid4()))


def _stored(connection: Connection, entry: ProtectedEntry) -> ProtectedEntry | None:
    return next((other for other in tables.entries_of_same_owner(connection, entry) if other.id == entry.id), None)


def _id_of_equal(connection: Connection, entry: ProtectedEntry) -> str | None:
    """Return the id of a stored entry with the same circle and content."""
    for other in tables.entries_of_same_owner(connection, entry):
        if other.circle is entry.circle and protected_values(other) == protected_values(entry):
            return other.id
    return None


def _changed_fields(stored: ProtectedEntry | None, entry: ProtectedEntry) -> tuple[FieldChange, ...]:
    if stored is None:
        return ()
    old, new = protected_values(stored) | {"circle": stored.circle}, protected_values(entry) | {"circle": entry.circle}
    return tuple(FieldChange(name, _HIDDEN, _HIDDEN) for name in new if old.get(name) != new[name])


def _write(file: TextIO, entries: Iterable[ProtectedEntry]) -> int:
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    count = 0
    for entry in entries:
        cells = {name: escape_for_csv(str(value)) for name, value in _to_cells(entry).items() if value is not None}
        writer.writerow(cells)
        count += 1
    return count


def _to_cells(entry: ProtectedEntry) -> dict[str, object]:
    if isinstance(entry, ProtectedAddress):
        owner: dict[str, object] = {"kind": ADDRESS, "location_id": entry.location_id}
    else:
        owner = {"kind": CONTACT, "service_id": entry.service_id}
    return owner | {"id": entry.id, "circle": entry.circle} | protected_values(entry)
