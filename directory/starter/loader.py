"""Put the starter directory into a database, and keep it up to date.

A service is replaced only when its own rows changed: whoever verified it must not have to
do it again after an update. One that changed loses its verification with its old data.
"""

import csv
import hashlib
import json
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import col

from directory.connection import refresh_statistics
from directory.models import EmergencyNumber, StarterEntry, StarterLoad, stable_id
from directory.starter.reach_rows import Row
from directory.starter.removal import remove_services
from directory.starter.rows import emergency_records, service_records

STARTER: Final = Path(__file__).parent
FILES: Final = ("services.csv", "phones.csv", "emergency_numbers.csv")


class StarterError(ValueError):
    """A starter file is missing or malformed; the text names the place and the fault."""

    def __init__(self, place: Path, fault: str) -> None:
        """Name the file or folder, and what is wrong with it."""
        super().__init__(f"{place}: {fault}")


def fill(connection: Connection, starter: Path = STARTER) -> None:
    """Bring the database's starter entries to the state of the files; do nothing if they did not change.

    Runs in the caller's transaction, which must hold the write lock.

    Raises:
        StarterError: a file is missing or malformed.
    """
    now = content_hash(starter)
    if connection.execute(select(col(StarterLoad.content_hash))).scalar() == now:
        return
    try:
        services, phones, emergency = (_read(starter / name) for name in FILES)
        _sync_services(connection, services, phones)
        _replace_emergency(connection, emergency)
    except KeyError as fault:
        raise StarterError(starter, f"column {fault} is missing") from fault
    refresh_statistics(connection)
    connection.execute(delete(StarterLoad))
    connection.execute(insert(StarterLoad), {"id": 1, "content_hash": now})


def content_hash(starter: Path) -> str:
    """Return the hash of the starter's files.

    Raises:
        StarterError: a file is missing.
    """
    found = hashlib.sha256()
    for name in FILES:
        try:
            found.update((starter / name).read_bytes())
        except OSError as fault:
            raise StarterError(starter / name, "it cannot be read") from fault
    return found.hexdigest()


def _sync_services(connection: Connection, services: list[Row], phones: list[Row]) -> None:
    """Replace what changed, remove what went, leave the rest alone."""
    phones_of: defaultdict[str, list[Row]] = defaultdict(list)
    for phone in phones:
        phones_of[phone["service_id"]].append(phone)
    wanted = {stable_id("service", row["id"]): (row, phones_of[row["id"]]) for row in services}
    hashes = {key: _hash_of(*rows) for key, rows in wanted.items()}
    present = _present(connection)
    remove_services(connection, [key for key, content in present.items() if hashes.get(key) != content])
    fresh = [key for key in wanted if present.get(key) != hashes[key]]
    _insert(connection, [wanted[key] for key in fresh])
    entries = [{"service_id": key, "content_hash": hashes[key]} for key in fresh]
    if entries:
        connection.execute(insert(StarterEntry), entries)


def _present(connection: Connection) -> dict[str, str]:
    """Return the hash of each entry that was loaded before, by service."""
    columns = (col(StarterEntry.service_id), col(StarterEntry.content_hash))
    rows: list[Any] = list(connection.execute(select(*columns)))
    return dict(rows)


def _insert(connection: Connection, fresh: list[tuple[Row, list[Row]]]) -> None:
    """Insert the records table by table, so that a link never comes before what it points at."""
    records: dict[type, list[dict[str, object]]] = {}
    for service, phones in fresh:
        for table, values in service_records(service, phones):
            records.setdefault(table, []).append(values)
    for table, batch in records.items():
        connection.execute(insert(table), batch)


def _replace_emergency(connection: Connection, emergency: list[Row]) -> None:
    connection.execute(delete(EmergencyNumber))
    connection.execute(insert(EmergencyNumber), emergency_records(emergency))


def _hash_of(service: Row, phones: list[Row]) -> str:
    return hashlib.sha256(json.dumps([service, phones], ensure_ascii=False).encode()).hexdigest()


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
