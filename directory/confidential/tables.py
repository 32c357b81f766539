"""Queries of the protected tables, in the caller's transaction."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, Table, delete, insert, select
from sqlmodel import col

from directory.confidential.entries import (
    AccessCircle,
    ProtectedAddress,
    ProtectedContact,
    ProtectedEntry,
    protected_values,
)
from directory.models import Record, ServiceAtLocation
from directory.models.protected import PartnerAddress, PartnerContact, StaffAddress, StaffContact

_ADDRESSES: Final[dict[AccessCircle, Table]] = {
    AccessCircle.PARTNER: Record.metadata.tables[str(PartnerAddress.__tablename__)],
    AccessCircle.STAFF: Record.metadata.tables[str(StaffAddress.__tablename__)],
}
_CONTACTS: Final[dict[AccessCircle, Table]] = {
    AccessCircle.PARTNER: Record.metadata.tables[str(PartnerContact.__tablename__)],
    AccessCircle.STAFF: Record.metadata.tables[str(StaffContact.__tablename__)],
}
_ALL: Final = (*_ADDRESSES.values(), *_CONTACTS.values())
_BATCH_SIZE: Final = 500


def addresses_of(
    connection: Connection, services: Sequence[str], readers: AccessCircle
) -> Iterator[tuple[str, ProtectedAddress]]:
    """Yield the addresses of the locations of services, each with its service."""
    for circle in readers.readable_circles:
        table = _ADDRESSES[circle]
        for batch in _batches(services):
            rows = connection.execute(
                select(col(ServiceAtLocation.service_id), table)
                .join(table, table.c.location_id == col(ServiceAtLocation.location_id))
                .where(col(ServiceAtLocation.service_id).in_(batch))
                .order_by(table.c.id)
            ).mappings()
            for row in rows:
                values = dict(row)
                yield values.pop("service_id"), ProtectedAddress(circle=circle, **values)


def contacts_of(
    connection: Connection, services: Sequence[str], readers: AccessCircle
) -> Iterator[tuple[str, ProtectedContact]]:
    """Yield the contacts of services, each with its service."""
    for circle in readers.readable_circles:
        table = _CONTACTS[circle]
        for batch in _batches(services):
            query = select(table).where(table.c.service_id.in_(batch)).order_by(table.c.id)
            for row in connection.execute(query).mappings():
                yield row["service_id"], ProtectedContact(circle=circle, **row)


def all_entries(connection: Connection, readers: AccessCircle) -> Iterator[ProtectedEntry]:
    """Yield all that a circle may read: addresses, then contacts."""
    for circle in readers.readable_circles:
        for row in connection.execute(select(_ADDRESSES[circle])).mappings():
            yield ProtectedAddress(circle=circle, **row)
    for circle in readers.readable_circles:
        for row in connection.execute(select(_CONTACTS[circle])).mappings():
            yield ProtectedContact(circle=circle, **row)


def entries_of_same_owner(connection: Connection, entry: ProtectedEntry) -> Iterator[ProtectedEntry]:
    """Yield the entries of all circles with the same location or service, and those with the same id."""
    for circle in AccessCircle:
        if isinstance(entry, ProtectedAddress):
            table = _ADDRESSES[circle]
            is_related = (table.c.location_id == entry.location_id) | (table.c.id == entry.id)
            for row in connection.execute(select(table).where(is_related)).mappings():
                yield ProtectedAddress(circle=circle, **row)
        else:
            table = _CONTACTS[circle]
            is_related = (table.c.service_id == entry.service_id) | (table.c.id == entry.id)
            for row in connection.execute(select(table).where(is_related)).mappings():
                yield ProtectedContact(circle=circle, **row)


def save(connection: Connection, entry: ProtectedEntry) -> None:
    """Insert an entry; it replaces one with the same id in any circle."""
    remove(connection, entry.id)
    if isinstance(entry, ProtectedAddress):
        table, owner = _ADDRESSES[entry.circle], {"location_id": entry.location_id}
    else:
        table, owner = _CONTACTS[entry.circle], {"service_id": entry.service_id}
    connection.execute(insert(table), {"id": entry.id} | owner | protected_values(entry))


def remove(connection: Connection, entry_id: str) -> bool:
    """Remove an entry from whichever table holds it; return whether it existed."""
    counts = [connection.execute(delete(table).where(table.c.id == entry_id)).rowcount for table in _ALL]
    return any(counts)


def location_of(connection: Connection, entry_id: str) -> str | None:
    """Return the location of a protected address; None for anything else."""
    for table in _ADDRESSES.values():
        location = connection.scalar(select(table.c.location_id).where(table.c.id == entry_id))
        if location is not None:
            return str(location)
    return None


def has_protected_address(connection: Connection, location_id: str) -> bool:
    """Return whether a location has a protected address."""
    queries = (select(table.c.id).where(table.c.location_id == location_id) for table in _ADDRESSES.values())
    return any(connection.scalar(query.limit(1)) is not None for query in queries)


def _batches(ids: Iterable[str]) -> Iterator[list[str]]:
    unique = list(dict.fromkeys(ids))
    return (unique[start : start + _BATCH_SIZE] for start in range(0, len(unique), _BATCH_SIZE))
