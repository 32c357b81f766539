"""Put the starter directory into a database, and keep it up to date.

A service is replaced only when its own rows changed: whoever verified it must not have to
do it again after an update. One that changed loses its verification with its old data, and keeps
what staff added to it.
"""

import csv
import hashlib
import json
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlmodel import col

from directory.db.engine import refresh_statistics
from directory.models import (
    EmergencyNumber,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    StarterEntry,
    StarterLoad,
    stable_id,
)
from directory.seed.removal import clear_services, remove_services
from directory.seed.rows import Row, emergency_records, service_records
from directory.taxonomy import load_needs
from directory.taxonomy.synonyms import content

STARTER: Final = Path(__file__).parent
# Rows on which what staff added may hang: they are changed, never replaced.
_KEPT: Final = (Organization, Service, Location, ServiceAtLocation)
FILES: Final = ("services.csv", "phones.csv", "emergency_numbers.csv")


class StarterError(ValueError):
    """A starter file is missing or malformed; the text names the place and the fault."""

    def __init__(self, place: Path, fault: str) -> None:
        """Name the file or folder, and what is wrong with it."""
        super().__init__(f"{place}: {fault}")


def fill(connection: Connection, starter: Path = STARTER) -> list[str]:
    """Bring the database's starter entries to the state of the files; return the ids of the services that changed.

    Runs in the caller's transaction, which must hold the write lock and index those services.

    Raises:
        StarterError: a file is missing or malformed.
    """
    if is_filled(connection, starter):
        return []
    try:
        services, phones, emergency = (_read(starter / name) for name in FILES)
        load_needs(connection)
        changed = _sync_services(connection, services, phones)
        _replace_emergency(connection, emergency)
    except KeyError as fault:
        raise StarterError(starter, f"column {fault} is missing") from fault
    refresh_statistics(connection)
    connection.execute(delete(StarterLoad))
    connection.execute(insert(StarterLoad), {"id": 1, "content_hash": content_hash(starter)})
    return changed


def is_filled(connection: Connection, starter: Path = STARTER) -> bool:
    """Tell whether the starter entries are in the state of the files.

    Raises:
        StarterError: a file is missing.
    """
    return connection.execute(select(col(StarterLoad.content_hash))).scalar() == content_hash(starter)


def content_hash(starter: Path) -> str:
    """Return the hash of the starter's files and of the taxonomy, which is loaded with them.

    Raises:
        StarterError: a file is missing.
    """
    found = hashlib.sha256()
    found.update(content())
    for name in FILES:
        try:
            found.update((starter / name).read_bytes())
        except OSError as fault:
            raise StarterError(starter / name, "it cannot be read") from fault
    return found.hexdigest()


def _sync_services(connection: Connection, services: list[Row], phones: list[Row]) -> list[str]:
    """Replace what changed, remove what went, leave the rest alone; return the ids of what came.

    An entry that an import changed is no longer ours (`exchange/taking_over.py`) and is left alone too.
    """
    phones_of: defaultdict[str, list[Row]] = defaultdict(list)
    for phone in phones:
        phones_of[phone["service_id"]].append(phone)
    wanted = {stable_id("service", row["id"]): (row, phones_of[row["id"]]) for row in services}
    hashes = {key: _hash_of(*rows) for key, rows in wanted.items()}
    present = _present(connection)
    remove_services(connection, [key for key in present if key not in hashes])
    theirs = _existing(connection, list(wanted)) - present.keys()
    fresh = [key for key in wanted if present.get(key) != hashes[key] and key not in theirs]
    clear_services(connection, fresh)
    _insert(connection, [wanted[key] for key in fresh])
    entries = [{"service_id": key, "content_hash": hashes[key]} for key in fresh]
    if entries:
        connection.execute(insert(StarterEntry), entries)
    return fresh


def _present(connection: Connection) -> dict[str, str]:
    """Return the hash of each entry that was loaded before, by service."""
    columns = (col(StarterEntry.service_id), col(StarterEntry.content_hash))
    rows: list[Any] = list(connection.execute(select(*columns)))
    return dict(rows)


def _existing(connection: Connection, services: list[str]) -> set[str]:
    return set(connection.scalars(select(col(Service.id)).where(col(Service.id).in_(services))))


def _insert(connection: Connection, fresh: list[tuple[Row, list[Row]]]) -> None:
    """Insert the records table by table, so that a link never comes before what it points at."""
    records: dict[type, list[dict[str, object]]] = {}
    for service, phones in fresh:
        for table, values in service_records(service, phones):
            records.setdefault(table, []).append(values)
    for table, batch in records.items():
        fresh_rows = _updated(connection, table, batch) if table in _KEPT else batch
        if fresh_rows:
            connection.execute(insert(table), fresh_rows)


def _updated(connection: Connection, table: type[Any], batch: list[dict[str, object]]) -> list[dict[str, object]]:
    """Update the rows that are there already; return the others."""
    known = set[object](connection.scalars(select(table.id).where(table.id.in_([values["id"] for values in batch]))))
    names = [name for name in batch[0] if name != "id"]
    changes = [{"key": values["id"]} | {name: values[name] for name in names} for values in batch]
    there = [values for values in changes if values["key"] in known]
    if there:
        statement = update(table).where(table.id == bindparam("key"))
        connection.execute(statement.values({name: bindparam(name) for name in names}), there)
    return [values for values in batch if values["id"] not in known]


def _replace_emergency(connection: Connection, emergency: list[Row]) -> None:
    connection.execute(delete(EmergencyNumber))
    connection.execute(insert(EmergencyNumber), emergency_records(emergency))


def _hash_of(service: Row, phones: list[Row]) -> str:
    return hashlib.sha256(json.dumps([service, phones], ensure_ascii=False).encode()).hexdigest()


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
