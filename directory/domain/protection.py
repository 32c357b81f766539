"""Places and texts that no export or import may publish; `directory.confidential` marks such places by id only."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.models import ServiceAtLocation, WithheldLocation

IsProtected = Callable[[str], bool]
"""Returns whether a text contains protected data of any service or location, whichever entry the text belongs to.

It is injected: nothing here may read protected data.
"""
HOLDS_PROTECTED: Final = (
    "This contains protected data of a service or place.",
    "Remove it, or ask the person who maintains the protected places.",
)


@dataclass(frozen=True, slots=True)
class ProtectedMatch:
    """Whose protected data a text contains, never the data: the circle that may read it, and the services (ids)."""

    circle: str
    services: frozenset[str]


@dataclass(frozen=True, slots=True)
class PersonalGuard:
    """The redaction guard for one member of staff: what a text would give away, and whether they may know it.

    `has_protected` says whether anything is protected at all, `is_in_circle` whether this person reads protected data.
    The danger is an answer that depends on data that they may not read: it would confirm a guess.
    """

    matches: Callable[[str], frozenset[ProtectedMatch]]
    may_read: Callable[[ProtectedMatch], bool]
    has_protected: bool
    is_in_circle: bool

    def is_protected(self, text: str) -> bool:
        """Return whether a text contains protected data of anybody."""
        return bool(self.matches(text))

    def is_readable(self, text: str) -> bool:
        """Return whether a text contains protected data that this person may read."""
        return any(map(self.may_read, self.matches(text)))

    def is_hidden(self, text: str) -> bool:
        """Return whether a text contains protected data that this person may not read."""
        return not all(map(self.may_read, self.matches(text)))


def withheld_locations(connection: Connection) -> frozenset[str]:
    """Return the ids of all withheld locations; they are few."""
    return frozenset(connection.scalars(select(col(WithheldLocation.location_id))))


def services_at_withheld(connection: Connection, services: Container[str]) -> frozenset[str]:
    """Return which of these services have a withheld location."""
    at = col(ServiceAtLocation.location_id) == col(WithheldLocation.location_id)
    stmt = select(col(ServiceAtLocation.service_id)).join(WithheldLocation, at)
    return frozenset(service for service in connection.scalars(stmt) if service in services)
