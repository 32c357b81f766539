"""Load the seed directory into a database, and keep it up to date.

A service is replaced only if its own rows changed, so that an update does not discard the verification of the others.
A service that changed loses its verification, and keeps what staff added to it.
"""

import csv
import hashlib
import json
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlmodel import col

from directory.db.engine import analyze
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
from directory.taxonomy.synonyms import file_contents

SEED_FOLDER: Final = Path(__file__).parent
_UPDATED_IN_PLACE: Final = (Organization, Service, Location, ServiceAtLocation)
FILES: Final = ("services.csv", "phones.csv", "emergency_numbers.csv")


class SeedError(ValueError):
    """A seed file is missing or malformed; the text names the file and the error."""

    def __init__(self, place: Path, error: str) -> None:
        super().__init__(f"{place}: {error}")


def load_seed(connection: Connection, starter: Path = SEED_FOLDER) -> list[str]:
    """Bring the seed entries of the database to the state of the files; return the ids of the services that changed.

    Runs in the caller's transaction, which must hold the write lock and index those services.

    Raises:
        SeedError: a file is missing or malformed.
    """
    if is_current(connection, starter):
        return []
    try:
        services, phones, emergency = (_read(starter / name) for name in FILES)
        load_needs(connection)
        changed = _sync_services(connection, services, phones)
        _replace_emergency(connection, emergency)
    except KeyError as exc:
        raise SeedError(starter, f"column {exc} is missing") from exc
    analyze(connection)
    connection.execute(delete(StarterLoad))
    connection.execute(insert(StarterLoad), {"id": 1, "content_hash": content_hash(starter)})
    return changed


def is_current(connection: Connection, starter: Path = SEED_FOLDER) -> bool:
    """Return whether the seed entries match the files.

    Raises:
        SeedError: a file is missing.
    """
    return connection.execute(select(col(StarterLoad.content_hash))).scalar() == content_hash(starter)


def content_hash(starter: Path) -> str:
    """Return the hash of the seed files and of the taxonomy, which is loaded with them.

    Raises:
        SeedError: a file is missing.
    """
    digest = hashlib.sha256()
    digest.update(file_contents())
    for name in FILES:
        try:
            digest.update((starter / name).read_bytes())
        except OSError as exc:
            raise SeedError(starter / name, "it cannot be read") from exc
    return digest.hexdigest()


def _sync_services(connection: Connection, services: list[Row], phones: list[Row]) -> list[str]:
    """Replace changed services, remove missing ones, and return the ids of the written ones.

    An entry that an import changed no longer belongs to the seed (`domain/ownership.py`) and is left alone.
    """
    phones_of: defaultdict[str, list[Row]] = defaultdict(list)
    for phone in phones:
        phones_of[phone["service_id"]].append(phone)
    wanted = {stable_id("service", row["id"]): (row, phones_of[row["id"]]) for row in services}
    hashes = {key: _hash_of(*rows) for key, rows in wanted.items()}
    present = _loaded_hashes(connection)
    remove_services(connection, [key for key in present if key not in hashes])
    foreign = _existing_services(connection, list(wanted)) - present.keys()
    changed = [key for key in wanted if present.get(key) != hashes[key] and key not in foreign]
    clear_services(connection, changed)
    _insert(connection, [wanted[key] for key in changed])
    entries = [{"service_id": key, "content_hash": hashes[key]} for key in changed]
    if entries:
        connection.execute(insert(StarterEntry), entries)
    return changed


def _loaded_hashes(connection: Connection) -> dict[str, str]:
    """Return the hash of each loaded entry by service."""
    columns = (col(StarterEntry.service_id), col(StarterEntry.content_hash))
    rows: list[Any] = list(connection.execute(select(*columns)))
    return dict(rows)


def _existing_services(connection: Connection, services: list[str]) -> set[str]:
    return set(connection.scalars(select(col(Service.id)).where(col(Service.id).in_(services))))


def _insert(connection: Connection, fresh: list[tuple[Row, list[Row]]]) -> None:
    """Insert the records table by table, so that no link precedes its target."""
    records: dict[type, list[dict[str, object]]] = {}
    for service, phones in fresh:
        for table, values in service_records(service, phones):
            records.setdefault(table, []).append(values)
    for table, batch in records.items():
        fresh_rows = _update_existing(connection, table, batch) if table in _UPDATED_IN_PLACE else batch
        if fresh_rows:
            connection.execute(insert(table), fresh_rows)


def _update_existing(
    connection: Connection, table: type[Any], batch: list[dict[str, object]]
) -> list[dict[str, object]]:
    """Update the rows that exist; return the others."""
    known = set[object](connection.scalars(select(table.id).where(table.id.in_([values["id"] for values in batch]))))
    names = [name for name in batch[0] if name != "id"]
    changes = [{"key": values["id"]} | {name: values[name] for name in names} for values in batch]
    existing = [values for values in changes if values["key"] in known]
    if existing:
        statement = update(table).where(table.id == bindparam("key"))
        connection.execute(statement.values({name: bindparam(name) for name in names}), existing)
    return [values for values in batch if values["id"] not in known]


def _replace_emergency(connection: Connection, emergency: list[Row]) -> None:
    connection.execute(delete(EmergencyNumber))
    connection.execute(insert(EmergencyNumber), emergency_records(emergency))


def _hash_of(service: Row, phones: list[Row]) -> str:
    return hashlib.sha256(json.dumps([service, phones], ensure_ascii=False).encode()).hexdigest()


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
