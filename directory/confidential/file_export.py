"""Write what a circle may read into a CSV that only its owner can open."""

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from directory.confidential import tables
from directory.confidential.circle import Circle
from directory.confidential.columns import ADDRESS, COLUMNS, CONTACT
from directory.confidential.entries import Entry, ProtectedAddress, secrets_of
from directory.confidential.store import Confidential
from directory.exchange.sheet.cells import guarded


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
