"""Find new entries of a file that may be in the directory already: by a number, or by the name of who answers it.

The danger is an organization that is listed twice: a person reads the same number as two places to call, and the copy
that nobody corrects goes on giving out an old one. Only a person can tell, so these are warnings. None quotes a number.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, func, select
from sqlmodel import col

from directory.domain.digits import to_ascii_digits
from directory.models import Organization, Phone, PhoneReach, Service
from directory.parsing.texts import normalize_name

Place = tuple[str, int | str]
"""The table of a new entry, and its line or its path in the file."""
_BATCH_SIZE: Final = 10_000
_HINT: Final = "If they are the same, give this one the id of that one; if not, leave it as it is."
_HINT_IN_FILE: Final = "If they are the same, keep one of the two; if not, leave them as they are."


@dataclass(slots=True)
class SimilarEntryFinder:
    """The new entries of a file by what they share with others, as hashes, because there may be a million."""

    _places: dict[int, Place] = field(default_factory=dict)
    _owners: dict[int, str] = field(default_factory=dict)
    _joined: dict[int, int] = field(default_factory=dict)
    _in_file: list[tuple[Place, str]] = field(default_factory=list)

    def add_number(self, place: Place, organization: str, number: str, reach: tuple[str | None, str | None]) -> None:
        """Remember a number of a new entry of an organization; `reach` is its country and its international form.

        Services of one organization often share a number.
        """
        key = _number_key(number, *reach)
        if key is None:
            return
        if key in self._places and self._owners[key] != organization:
            self._in_file.append((place, _describe_place(self._places[key])))
        self._places.setdefault(key, place)
        self._owners.setdefault(key, organization)

    def add_organization(self, place: Place, name: str, *, joins: bool = False) -> None:
        """Remember the name of a new organization; with `joins`, it is the stored one of exactly this name."""
        key = _organization_key(name)
        if joins:
            self._joined.setdefault(key, hash(name))
        self._places.setdefault(key, place)

    def add_service(self, place: Place, organization: str, name: str) -> None:
        """Remember the name of a new service of an organization."""
        self._places.setdefault(_service_key(organization, name), place)

    def find(self, connection: Connection) -> Iterator[tuple[Place, str, str]]:
        """Yield the place of each new entry that resembles another one, the reason and a hint; each place once."""
        if not self._places:
            return
        found: set[Place] = set()
        for key, reason in self._stored_keys(connection):
            place = self._places.get(key)
            if place is not None and place not in found:
                found.add(place)
                yield place, reason, _HINT
        for place, other in self._in_file:
            if place not in found:
                found.add(place)
                yield place, f"Another organization of this file has the same number: {other}.", _HINT_IN_FILE

    def _stored_keys(self, connection: Connection) -> Iterator[tuple[int, str]]:
        """Scan the directory once: yield each key, with a sentence about the entry that has it."""
        yield from _stored_numbers(connection)
        columns = (col(Organization.id), col(Organization.name), col(Organization.alternate_name))
        for owner, *names in _stream(connection, select(*columns)):
            for name in filter(None, names):
                reason = f"The directory has an organization with the same name: {name} ({owner})."
                key = _organization_key(name)
                if self._joined.get(key) != hash(name):
                    yield key, reason
        services = select(col(Service.id), col(Service.organization_id), col(Service.name))
        for service, owner, name in _stream(connection, services):
            reason = f"The directory has a service of this organization with the same name: {name} ({service})."
            yield _service_key(owner, name), reason


def _organization_key(name: str) -> int:
    return hash(("organization", normalize_name(name)))


def _service_key(organization: str, name: str) -> int:
    return hash((organization, normalize_name(name)))


def _number_key(number: str, country: str | None, international: str | None) -> int | None:
    """Return what is the same for each way to print a number; None if nothing is known but its digits."""
    digits = "".join(sign for sign in to_ascii_digits(number) if "0" <= sign <= "9")
    if international is None and not (country and digits):
        return None
    return hash(international or (country, digits))


def _stored_numbers(connection: Connection) -> Iterator[tuple[int, str]]:
    """Yield the key of each number of the directory, with a sentence about the entry that has it."""
    query = (
        select(
            col(Phone.number),
            col(PhoneReach.country),
            col(PhoneReach.international),
            func.coalesce(col(Service.id), col(Organization.id)),
            func.coalesce(col(Service.name), col(Organization.name)),
        )
        .join(PhoneReach, col(PhoneReach.phone_id) == col(Phone.id))
        .outerjoin(Service, col(Service.id) == col(Phone.service_id))
        .outerjoin(Organization, col(Organization.id) == col(Phone.organization_id))
        .order_by(col(Phone.id))
    )
    for number, country, international, entry, name in _stream(connection, query):
        key = _number_key(number, country, international)
        if key is not None and entry is not None:
            yield key, f"The directory has an entry with the same number: {name} ({entry})."


def _stream(connection: Connection, query: Any) -> Any:
    return connection.execute(query.execution_options(yield_per=_BATCH_SIZE))


def _describe_place(place: Place) -> str:
    return f"line {place[1]}" if isinstance(place[1], int) else place[1]
