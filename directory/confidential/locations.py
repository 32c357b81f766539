"""Public data that protected addresses belong to: services, their locations, and addresses that are still public."""

from dataclasses import replace
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection, insert, select
from sqlmodel import col

from directory.confidential.entries import ProtectedAddress, ProtectedEntry
from directory.models import Address, Location, Service, ServiceAtLocation

_NEW: Final = "of service "
"""Prefix of the id of a service whose location is still to be created."""


def find_service(connection: Connection, service: str) -> str | None:
    """Return the id of a service if it exists."""
    return connection.scalar(select(col(Service.id)).where(col(Service.id) == service))


def find_location(connection: Connection, cells: dict[str, str]) -> str | None:
    """Return the location of an address: the named one, the only one of the service, or a placeholder for a new one."""
    if "location_id" in cells:
        return connection.scalar(select(col(Location.id)).where(col(Location.id) == cells["location_id"]))
    service = find_service(connection, cells["service_id"])
    here = col(ServiceAtLocation.service_id) == service
    locations = list(connection.scalars(select(col(ServiceAtLocation.location_id)).where(here).distinct()))
    if service is None or len(locations) > 1:
        return None
    return locations[0] if locations else f"{_NEW}{service}"


def public_addresses(connection: Connection, services: list[str]) -> list[tuple[str, str]]:
    """Return (id, street) of the public addresses of services."""
    here = col(ServiceAtLocation.location_id) == col(Address.location_id)
    query = select(col(Address.id), col(Address.address_1)).join(ServiceAtLocation, here).distinct()
    rows = connection.execute(query.where(col(ServiceAtLocation.service_id).in_(services)).order_by(col(Address.id)))
    return [(key, street) for key, street in rows]


def public_address_at(connection: Connection, location: str) -> str | None:
    """Return the id of a public address of a location, if there is one."""
    here = col(Address.location_id) == location
    return connection.scalar(select(col(Address.id)).where(here).order_by(col(Address.id)).limit(1))


def create_locations(connection: Connection, entries: list[ProtectedEntry]) -> None:
    """Replace the placeholders of addresses by new locations without any text or coordinates."""
    created: dict[str, str] = {}
    for number, entry in enumerate(entries):
        if isinstance(entry, ProtectedAddress) and entry.location_id.startswith(_NEW):
            service = entry.location_id.removeprefix(_NEW)
            if service not in created:
                created[service] = _create_location(connection, service)
            entries[number] = replace(entry, location_id=created[service])


def _create_location(connection: Connection, service: str) -> str:
    """Create a location with a random id: one that can be computed would tell that the service has a hidden address."""
    location = str(uuid4())
    owner = connection.scalar(select(col(Service.organization_id)).where(col(Service.id) == service))
    connection.execute(insert(Location), {"id": location, "location_type": "physical", "organization_id": owner})
    link = {"id": str(uuid4()), "service_id": service, "location_id": location}
    connection.execute(insert(ServiceAtLocation), link)
    return location
