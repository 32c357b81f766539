"""Public data that protected addresses belong to: services, their locations, and addresses that are still public."""

from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, insert, select
from sqlmodel import col

from directory.confidential.entries import ProtectedAddress, ProtectedEntry
from directory.models import Address, Location, Service, ServiceAtLocation, stable_id

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
    for number, entry in enumerate(entries):
        if isinstance(entry, ProtectedAddress) and entry.location_id.startswith(_NEW):
            location = _create_location(connection, entry.location_id.removeprefix(_NEW))
            entries[number] = replace(entry, location_id=location)


def _create_location(connection: Connection, service: str) -> str:
    location = stable_id("location", "protected", service)
    if connection.scalar(select(col(Location.id)).where(col(Location.id) == location)) is None:
        owner = connection.scalar(select(col(Service.organization_id)).where(col(Service.id) == service))
        row = {"id": location, "location_type": "physical", "organization_id": owner}
        connection.execute(insert(Location), row)
        link = {"service_id": service, "location_id": location}
        connection.execute(insert(ServiceAtLocation), {"id": stable_id("service_at_location", location)} | link)
    return location
