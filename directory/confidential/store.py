"""The door to what is protected: every read names a circle, every write goes to one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import Connection, Engine, select
from sqlmodel import col

from directory.confidential import tables
from directory.confidential.entries import Circle, Entry, ProtectedAddress, ProtectedContact, secrets_of
from directory.confidential.errors import UnfitTextError, UnknownLinkError, speechless
from directory.confidential.history_redaction import forget_values
from directory.confidential.withdrawal import forget_words, hide_point, release, withdraw, withhold
from directory.db.engine import locked
from directory.models import Location, Service
from directory.search.index import index_services
from directory.service import DEFAULT_STALE_AFTER

_T = TypeVar("_T")
_Question = Callable[[Connection, Circle], Iterator[tuple[str, _T]]]
_Also = Callable[[Connection], object]


def _nothing(_: Connection) -> None:
    """Do nothing more."""


class Confidential:
    """Protected addresses and contacts of one database; safe to share between threads.

    Every method raises NotKeptError where the database refuses, and then has changed nothing.
    """

    def __init__(self, engine: Engine, stale_after: timedelta = DEFAULT_STALE_AFTER) -> None:
        """Take an engine from `directory.open_database`, and how long a verification counts."""
        self._engine = engine
        self._stale_after = stale_after

    def addresses(self, services: Sequence[str], circle: Circle | None) -> dict[str, tuple[ProtectedAddress, ...]]:
        """Return protected addresses by service, for a circle; without one (the public) there are none."""
        return self._read(circle, lambda connection, one: tables.addresses_of(connection, services, one))

    def contacts(self, services: Sequence[str], circle: Circle | None) -> dict[str, tuple[ProtectedContact, ...]]:
        """Return protected contacts by service, for a circle; without one (the public) there are none."""
        return self._read(circle, lambda connection, one: tables.contacts_of(connection, services, one))

    def protect(self, *entries: Entry) -> None:
        """Keep addresses and contacts, each for its circle: all of them or none.

        An address takes the coordinates of its location out of the public tables.

        Raises:
            UnknownLinkError: there is no such location, or no such service.
            UnfitTextError: no database keeps a text of it.
        """
        with self.writing() as connection:
            self.put(connection, entries)

    def move_to_protected(self, address_id: str, circle: Circle, *, also: _Also = _nothing) -> ProtectedAddress:
        """Make a public address of a location a protected one, under the same id, with all that points at it.

        `also` is done in the same transaction, such as a note of who did it.

        Raises:
            UnknownLinkError: there is no such public address.
        """
        with self.writing() as connection:
            values = withdraw(connection, address_id)
            if values is None:
                raise UnknownLinkError
            address = ProtectedAddress(circle=circle, **values)
            self.put(connection, [address])
            forget_words(connection, values)
            also(connection)
        return address

    def remove(self, entry_id: str, *, may_be_public: bool = False, also: _Also = _nothing) -> bool:
        """Remove a protected address or contact by id; tell whether there was one.

        A file may bring the address of that place again only with `may_be_public`, and only once no other
        address of it is protected: what staff correct here still stands as it was in partners' files.
        `also` is done in the same transaction.
        """
        with self.writing() as connection:
            location = tables.location_of(connection, entry_id)
            removed = tables.remove(connection, entry_id)
            also(connection)
            if may_be_public and location is not None and not tables.is_protected(connection, location):
                release(connection, location)
            return removed

    def put(self, connection: Connection, entries: Iterable[Entry]) -> None:
        """Write entries in the caller's transaction; see `protect`."""
        for entry in entries:
            _check(connection, entry)
            tables.put(connection, entry)
            forget_values(connection, entry)
            if isinstance(entry, ProtectedAddress):
                withhold(connection, entry.location_id)
                index_services(connection, hide_point(connection, entry.location_id), self._stale_after)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Hold one transaction that is undone if anything fails."""
        with speechless(), self._engine.connect() as connection, locked(connection):
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Hold one connection."""
        with speechless(), self._engine.connect() as connection:
            yield connection

    def _read(self, circle: Circle | None, question: _Question[_T]) -> dict[str, tuple[_T, ...]]:
        if circle is None:
            return {}
        found: dict[str, tuple[_T, ...]] = {}
        with self.reading() as connection:
            for service, entry in question(connection, circle):
                found[service] = (*found.get(service, ()), entry)
        return found


def _check(connection: Connection, entry: Entry) -> None:
    """Refuse what would make the database complain: its complaints quote rows."""
    if isinstance(entry, ProtectedAddress):
        link, there = entry.location_id, select(col(Location.id)).where(col(Location.id) == entry.location_id)
    else:
        link, there = entry.service_id, select(col(Service.id)).where(col(Service.id) == entry.service_id)
    if not all(_fit(value) for value in (entry.id, link, *secrets_of(entry).values()) if isinstance(value, str)):
        raise UnfitTextError
    if connection.scalar(there) is None:
        raise UnknownLinkError


def _fit(text: str) -> bool:
    """Tell whether both databases keep a text: PostgreSQL has no NUL, neither has half a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= one <= "\udfff" for one in text)
