"""Reads and writes of the protected tables, in the caller's transaction."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, Table, delete, insert, select
from sqlmodel import col

from directory.confidential.entries import Circle, Entry, ProtectedAddress, ProtectedContact, secrets_of
from directory.models import Record, ServiceAtLocation
from directory.models.protected import PartnerAddress, PartnerContact, StaffAddress, StaffContact

_ADDRESSES: Final[dict[Circle, Table]] = {
    Circle.PARTNER: Record.metadata.tables[str(PartnerAddress.__tablename__)],
    Circle.STAFF: Record.metadata.tables[str(StaffAddress.__tablename__)],
}
_CONTACTS: Final[dict[Circle, Table]] = {
    Circle.PARTNER: Record.metadata.tables[str(PartnerContact.__tablename__)],
    Circle.STAFF: Record.metadata.tables[str(StaffContact.__tablename__)],
}
_ALL: Final = (*_ADDRESSES.values(), *_CONTACTS.values())
_AT_ONCE: Final = 500


def addresses_of(
    connection: Connection, services: Sequence[str], circle: Circle
) -> Iterator[tuple[str, ProtectedAddress]]:
    """Yield the addresses of the locations of services, each with its service."""
    for one in circle.reads:
        table = _ADDRESSES[one]
        for some in _batches(services):
            rows = connection.execute(
                select(col(ServiceAtLocation.service_id), table)
                .join(table, table.c.location_id == col(ServiceAtLocation.location_id))
                .where(col(ServiceAtLocation.service_id).in_(some))
                .order_by(table.c.id)
            ).mappings()
            for row in rows:
                values = dict(row)
                yield values.pop("service_id"), ProtectedAddress(circle=one, **values)


def contacts_of(
    connection: Connection, services: Sequence[str], circle: Circle
) -> Iterator[tuple[str, ProtectedContact]]:
    """Yield the contacts of services, each with its service."""
    for one in circle.reads:
        table = _CONTACTS[one]
        for some in _batches(services):
            chosen = select(table).where(table.c.service_id.in_(some))
            for row in connection.execute(chosen.order_by(table.c.id)).mappings():
                yield row["service_id"], ProtectedContact(circle=one, **row)


def everything(connection: Connection, circle: Circle) -> Iterator[Entry]:
    """Yield all that a circle may read: addresses, then contacts."""
    for one in circle.reads:
        for row in connection.execute(select(_ADDRESSES[one])).mappings():
            yield ProtectedAddress(circle=one, **row)
    for one in circle.reads:
        for row in connection.execute(select(_CONTACTS[one])).mappings():
            yield ProtectedContact(circle=one, **row)


def of_same_owner(connection: Connection, entry: Entry) -> Iterator[Entry]:
    """Yield what is kept, for either circle, of the location or service of an entry, and what has its id."""
    for one in Circle:
        if isinstance(entry, ProtectedAddress):
            table = _ADDRESSES[one]
            theirs = (table.c.location_id == entry.location_id) | (table.c.id == entry.id)
            for row in connection.execute(select(table).where(theirs)).mappings():
                yield ProtectedAddress(circle=one, **row)
        else:
            table = _CONTACTS[one]
            theirs = (table.c.service_id == entry.service_id) | (table.c.id == entry.id)
            for row in connection.execute(select(table).where(theirs)).mappings():
                yield ProtectedContact(circle=one, **row)


def put(connection: Connection, entry: Entry) -> None:
    """Write an entry, in place of one with the same id in either circle."""
    remove(connection, entry.id)
    if isinstance(entry, ProtectedAddress):
        table, link = _ADDRESSES[entry.circle], {"location_id": entry.location_id}
    else:
        table, link = _CONTACTS[entry.circle], {"service_id": entry.service_id}
    connection.execute(insert(table), {"id": entry.id} | link | secrets_of(entry))


def remove(connection: Connection, entry_id: str) -> bool:
    """Remove an entry wherever it stands; tell whether there was one."""
    gone = [connection.execute(delete(table).where(table.c.id == entry_id)).rowcount for table in _ALL]
    return any(gone)


def location_of(connection: Connection, entry_id: str) -> str | None:
    """Return the location of a protected address; None for anything else."""
    for table in _ADDRESSES.values():
        location = connection.scalar(select(table.c.location_id).where(table.c.id == entry_id))
        if location is not None:
            return str(location)
    return None


def is_protected(connection: Connection, location_id: str) -> bool:
    """Tell whether a location has a protected address."""
    here = (select(table.c.id).where(table.c.location_id == location_id) for table in _ADDRESSES.values())
    return any(connection.scalar(one.limit(1)) is not None for one in here)


def _batches(ids: Iterable[str]) -> Iterator[list[str]]:
    known = list(dict.fromkeys(ids))
    return (known[start : start + _AT_ONCE] for start in range(0, len(known), _AT_ONCE))
