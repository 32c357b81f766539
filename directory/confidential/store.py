"""The store of protected addresses and contacts: every read names a circle, every write is for one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import Connection, Engine, select
from sqlmodel import col

from directory.confidential import tables
from directory.confidential.entries import (
    AccessCircle,
    ProtectedAddress,
    ProtectedContact,
    ProtectedEntry,
    protected_values,
)
from directory.confidential.errors import UnknownRecordError, UnstorableTextError, hide_database_errors
from directory.confidential.public_texts import PublicText, find_public_texts
from directory.confidential.redaction import (
    mark_withheld,
    redact_history,
    remove_coordinates,
    remove_public_address,
    remove_unused_search_words,
    unmark_withheld,
)
from directory.db.engine import write_transaction
from directory.models import Location, Service
from directory.search.index import index_services
from directory.service import DEFAULT_STALE_AFTER

_T = TypeVar("_T")
_Query = Callable[[Connection, AccessCircle], Iterator[tuple[str, _T]]]
_Callback = Callable[[Connection], object]


def _no_callback(_: Connection) -> None:
    """Do nothing."""


class ConfidentialStore:
    """Protected addresses and contacts of one database; safe to share between threads.

    Every method raises ProtectedStoreError if the database fails, and then has changed nothing.
    """

    def __init__(self, engine: Engine, stale_after: timedelta = DEFAULT_STALE_AFTER) -> None:
        """Take an engine from `directory.open_database`, and how long a verification counts."""
        self._engine = engine
        self._stale_after = stale_after

    def addresses(
        self, services: Sequence[str], circle: AccessCircle | None
    ) -> dict[str, tuple[ProtectedAddress, ...]]:
        """Return protected addresses by service, for a circle; for None (the public) there are none."""
        return self._read(circle, lambda connection, readers: tables.addresses_of(connection, services, readers))

    def contacts(self, services: Sequence[str], circle: AccessCircle | None) -> dict[str, tuple[ProtectedContact, ...]]:
        """Return protected contacts by service, for a circle; for None (the public) there are none."""
        return self._read(circle, lambda connection, readers: tables.contacts_of(connection, services, readers))

    def protect(self, *entries: ProtectedEntry) -> None:
        """Store addresses and contacts, each for its circle: all of them or none.

        An address removes the coordinates of its location from the public tables.

        Raises:
            UnknownRecordError: the location or service does not exist.
            UnstorableTextError: a database cannot store one of the texts.
        """
        with self.write_transaction() as connection:
            self.save(connection, entries)

    def move_to_protected(
        self, address_id: str, circle: AccessCircle, *, in_same_transaction: _Callback = _no_callback
    ) -> ProtectedAddress:
        """Turn a public address of a location into a protected one with the same id, and remove all traces of it.

        `in_same_transaction` is called before the commit, for instance to write the audit log.

        Raises:
            UnknownRecordError: there is no such public address.
        """
        with self.write_transaction() as connection:
            values = remove_public_address(connection, address_id)
            if values is None:
                raise UnknownRecordError
            address = ProtectedAddress(circle=circle, **values)
            self.save(connection, [address])
            remove_unused_search_words(connection, values)
            in_same_transaction(connection)
        return address

    def remove(
        self, entry_id: str, *, may_be_public: bool = False, in_same_transaction: _Callback = _no_callback
    ) -> bool:
        """Remove a protected address or contact by id; return whether it existed.

        An import may publish the address of its location again only with `may_be_public`, and only if no other address
        of the location is protected: partners' files still hold the address that staff remove here.
        `in_same_transaction` is called before the commit.
        """
        with self.write_transaction() as connection:
            location = tables.location_of(connection, entry_id)
            removed = tables.remove(connection, entry_id)
            in_same_transaction(connection)
            if may_be_public and location is not None and not tables.has_protected_address(connection, location):
                unmark_withheld(connection, location)
            return removed

    def save(self, connection: Connection, entries: Iterable[ProtectedEntry]) -> None:
        """Write entries in the caller's transaction; see `protect`."""
        for entry in entries:
            _validate(connection, entry)
            tables.save(connection, entry)
            redact_history(connection, entry)
            if isinstance(entry, ProtectedAddress):
                mark_withheld(connection, entry.location_id)
                index_services(connection, remove_coordinates(connection, entry.location_id), self._stale_after)

    def find_public_texts(self, entries: Iterable[ProtectedEntry] | None = None) -> list[PublicText]:
        """Return the public texts that hold protected data of these entries, of all entries if None."""
        with self.read_connection() as connection:
            known = list(tables.all_entries(connection, AccessCircle.STAFF)) if entries is None else entries
            return find_public_texts(connection, known)

    @contextmanager
    def write_transaction(self) -> Iterator[Connection]:
        """Open a connection with a transaction that is rolled back if anything fails."""
        with hide_database_errors(), self._engine.connect() as connection, write_transaction(connection):
            yield connection

    @contextmanager
    def read_connection(self) -> Iterator[Connection]:
        """Open a connection for reading."""
        with hide_database_errors(), self._engine.connect() as connection:
            yield connection

    def _read(self, circle: AccessCircle | None, query: _Query[_T]) -> dict[str, tuple[_T, ...]]:
        if circle is None:
            return {}
        by_service: dict[str, tuple[_T, ...]] = {}
        with self.read_connection() as connection:
            for service, entry in query(connection, circle):
                by_service[service] = (*by_service.get(service, ()), entry)
        return by_service


def _validate(connection: Connection, entry: ProtectedEntry) -> None:
    """Reject what the database would reject: its errors quote rows."""
    if isinstance(entry, ProtectedAddress):
        owner, query = entry.location_id, select(col(Location.id)).where(col(Location.id) == entry.location_id)
    else:
        owner, query = entry.service_id, select(col(Service.id)).where(col(Service.id) == entry.service_id)
    values = (entry.id, owner, *protected_values(entry).values())
    if not all(_is_storable(value) for value in values if isinstance(value, str)):
        raise UnstorableTextError
    if connection.scalar(query) is None:
        raise UnknownRecordError


def _is_storable(text: str) -> bool:
    """Return whether both databases can store a text: PostgreSQL rejects NUL, both reject half a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
