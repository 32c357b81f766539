"""What no file may make public: `directory.confidential` marks places by id and nothing else, and judges texts."""

from collections.abc import Callable, Collection, Container
from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.models import ServiceAtLocation, WithheldLocation

IsProtected = Callable[[str, Collection[str] | None], bool]
"""Tells whether a text holds what is protected of services and locations (ids), without ids of any at all.

It is handed in: nothing here may read what is protected.
"""
HOLDS_PROTECTED: Final = (
    "This holds something that is protected of the same service or place.",
    "Take it out, or ask whoever keeps the protected places.",
)


def withheld_locations(connection: Connection) -> frozenset[str]:
    """Return the ids of all of them: they are few beside what a file holds."""
    return frozenset(connection.scalars(select(col(WithheldLocation.location_id))))


def services_at_withheld(connection: Connection, services: Container[str]) -> frozenset[str]:
    """Return which of these services have such a place."""
    at = col(ServiceAtLocation.location_id) == col(WithheldLocation.location_id)
    theirs = select(col(ServiceAtLocation.service_id)).join(WithheldLocation, at)
    return frozenset(one for one in connection.scalars(theirs) if one in services)
