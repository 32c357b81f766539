"""Read a CSV of protected addresses and contacts: all of it or nothing.

The danger is a report that repeats what it was told: it names lines and columns, never what stands there.
"""

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, Final, TextIO
from uuid import uuid4

from sqlalchemy import Connection

from directory.confidential import tables
from directory.confidential.entries import (
    ADDRESS_FIELDS,
    CONTACT_FIELDS,
    POINT,
    Circle,
    Entry,
    ProtectedAddress,
    ProtectedContact,
    secrets_of,
)
from directory.confidential.owners import known_service, location_of, make_locations, still_public
from directory.confidential.sheet_columns import (
    ADDRESS,
    COLUMNS,
    CONTACT,
    Problem,
    cells_of,
    header_problems,
    problems_of,
)
from directory.confidential.store import Confidential
from directory.exchange.report import Change, Fault, FieldChange, Report, Tally
from directory.exchange.spreadsheet.csv_reader import csv_rows
from directory.parsing.cells import guarded
from directory.parsing.result import RefusedError

_HIDDEN: Final = "…"
_MOVE: Final = "Make that one protected instead: waylight directory confidential move {} --for staff (or partner)."


def import_file(store: Confidential, path: Path, *, dry_run: bool = False) -> Report:
    """Write the entries of a file; return what was, or in a dry run would be, written, or every fault.

    An entry without an id that is there already with the same content is left alone.

    Raises:
        OSError: the file cannot be read.
        directory.confidential.NotKeptError: the database refused; nothing was written.
    """
    tally = Tally()
    with store.writing() as connection:
        planned = list(_read(connection, path, tally))
        if dry_run or tally.faults:
            return tally.report()
        make_locations(connection, planned)
        store.put(connection, planned)
    return tally.report()


def _read(connection: Connection, path: Path, tally: Tally) -> Iterator[Entry]:
    """Yield the entries that are new or changed; note faults and changes."""
    seen: set[str] = set()
    for line, cells, faults in _rows(path):
        problems = faults or list(problems_of(cells))
        entry = None if problems else _entry(connection, cells)
        if entry is None and not problems:
            problems.append(("service_id", "The directory does not know whose this is.", "Correct the id."))
        if entry and entry.id in seen:
            problems.append(("id", "This id stands in an earlier row too.", "Remove one of the two rows."))
        public = still_public(connection, entry.location_id) if isinstance(entry, ProtectedAddress) else None
        if public:
            problems.append((None, "This place has a public address, which anybody can read.", _MOVE.format(public)))
        for column, what, mend in problems:
            tally.fault(Fault(path.name, line, column, what, mend))
        if entry and not problems:
            seen.add(entry.id)
            before = _before(connection, entry)
            if before == entry:
                tally.unchanged += 1
                continue
            tally.change(Change(line, entry.id, str(entry.circle), _changes(before, entry)))
            yield entry


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str], list[Problem]]]:
    """Yield line, cells and problems of each row that is not empty."""
    header: list[str] = []
    line = 0
    try:
        for line, row in enumerate(csv_rows(BytesIO(path.read_bytes())), start=1):
            if not header:
                header = [cell.strip().casefold() for cell in row]
                problems = list(header_problems(header))
                if problems:
                    yield line, {}, problems
                    return
            elif any(cell.strip() for cell in row):
                yield line, *cells_of(header, row)
    except RefusedError as fault:
        yield line + 1, {}, [(None, fault.what, fault.mend)]
    if not header:
        yield 1, {}, [(None, "This file is empty.", "Begin it with the names of the columns.")]


def _entry(connection: Connection, cells: dict[str, str]) -> Entry | None:
    """Return the entry of a row, None where its service or location is not in the directory."""
    circle, entry_id = Circle(cells["circle"]), cells.get("id", "").lower()
    values: dict[str, Any] = {name: cells[name] for name in (*ADDRESS_FIELDS, *CONTACT_FIELDS) if name in cells}
    values |= {name: float(cells[name]) for name in POINT if name in cells}
    link = (
        location_of(connection, cells) if cells["kind"] == ADDRESS else known_service(connection, cells["service_id"])
    )
    if link is None:
        return None
    if cells["kind"] == ADDRESS:
        entry: Entry = ProtectedAddress(entry_id, link, circle, **values)
    else:
        entry = ProtectedContact(entry_id, link, circle, **values)
    return entry if entry_id else replace(entry, id=_same(connection, entry) or str(uuid4()))


def _before(connection: Connection, entry: Entry) -> Entry | None:
    return next((one for one in tables.of_same_owner(connection, entry) if one.id == entry.id), None)


def _same(connection: Connection, entry: Entry) -> str | None:
    """Return the id of an entry of the same circle and content."""
    for one in tables.of_same_owner(connection, entry):
        if one.circle is entry.circle and secrets_of(one) == secrets_of(entry):
            return one.id
    return None


def _changes(before: Entry | None, entry: Entry) -> tuple[FieldChange, ...]:
    if before is None:
        return ()
    old, new = secrets_of(before) | {"circle": before.circle}, secrets_of(entry) | {"circle": entry.circle}
    return tuple(FieldChange(name, _HIDDEN, _HIDDEN) for name in new if old.get(name) != new[name])


def export_file(store: Confidential, circle: Circle, path: Path) -> int:
    """Write all entries that a circle may read into a new file of mode 0600; return how many.

    Raises:
        FileExistsError: there is such a file; nothing is ever written over.
        OSError: the file cannot be made.
        directory.confidential.NotKeptError: the database refused.
    """
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        # The mark at the beginning tells Excel that this is UTF-8.
        with open(descriptor, "w", encoding="utf-8-sig", newline="") as file, store.reading() as connection:  # noqa: PTH123 - opened above
            return _write(file, tables.everything(connection, circle))
    except BaseException:
        path.unlink()
        raise


def _write(file: TextIO, entries: Iterable[Entry]) -> int:
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    written = 0
    for written, entry in enumerate(entries, start=1):  # noqa: B007 - counted
        writer.writerow({name: guarded(str(value)) for name, value in _cells(entry).items() if value is not None})
    return written


def _cells(entry: Entry) -> dict[str, object]:
    if isinstance(entry, ProtectedAddress):
        link: dict[str, object] = {"kind": ADDRESS, "location_id": entry.location_id}
    else:
        link = {"kind": CONTACT, "service_id": entry.service_id}
    return link | {"id": entry.id, "circle": entry.circle} | secrets_of(entry)
