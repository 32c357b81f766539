"""Places and texts that no export or import may publish; `directory.confidential` marks such places by id only."""

from collections.abc import Callable, Collection, Container
from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.models import ServiceAtLocation, WithheldLocation

IsProtected = Callable[[str, Collection[str] | None], bool]
"""Returns whether a text contains protected data of these services and locations (ids), or of any if None.

It is injected: nothing here may read protected data.
"""
HOLDS_PROTECTED: Final = (
    "This contains protected data of the same service or place.",
    "Remove it, or ask the person who maintains the protected places.",
)


def withheld_locations(connection: Connection) -> frozenset[str]:
    """Return the ids of all withheld locations; they are few."""
    return frozenset(connection.scalars(select(col(WithheldLocation.location_id))))


def services_at_withheld(connection: Connection, services: Container[str]) -> frozenset[str]:
    """Return which of these services have a withheld location."""
    at = col(ServiceAtLocation.location_id) == col(WithheldLocation.location_id)
    stmt = select(col(ServiceAtLocation.service_id)).join(WithheldLocation, at)
    return frozenset(service for service in connection.scalars(stmt) if service in services)
