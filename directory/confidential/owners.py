"""Whose the rows of a sheet are: the service that is named, and the location where its address belongs."""

from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, insert, select
from sqlmodel import col

from directory.confidential.entries import Entry, ProtectedAddress
from directory.models import Address, Location, Service, ServiceAtLocation, stable_id

_NEW: Final = "of service "
"""Stands before the id of a service whose location is still to be made."""


def known_service(connection: Connection, service: str) -> str | None:
    """Return the id of a service if the directory has it."""
    return connection.scalar(select(col(Service.id)).where(col(Service.id) == service))


def location_of(connection: Connection, cells: dict[str, str]) -> str | None:
    """Return the location of an address: the one that is named, the only one of the service, or one to be made."""
    if "location_id" in cells:
        return connection.scalar(select(col(Location.id)).where(col(Location.id) == cells["location_id"]))
    service = known_service(connection, cells["service_id"])
    here = col(ServiceAtLocation.service_id) == service
    known = list(connection.scalars(select(col(ServiceAtLocation.location_id)).where(here).distinct()))
    if service is None or len(known) > 1:
        return None
    return known[0] if known else f"{_NEW}{service}"


def public_addresses(connection: Connection, services: list[str]) -> list[tuple[str, str]]:
    """Return (id, street) of what the public reads of where services are."""
    here = col(ServiceAtLocation.location_id) == col(Address.location_id)
    asked = select(col(Address.id), col(Address.address_1)).join(ServiceAtLocation, here).distinct()
    found = connection.execute(asked.where(col(ServiceAtLocation.service_id).in_(services)).order_by(col(Address.id)))
    return [(key, street) for key, street in found]


def still_public(connection: Connection, location: str) -> str | None:
    """Return the id of an address of a location that the public reads."""
    here = col(Address.location_id) == location
    return connection.scalar(select(col(Address.id)).where(here).order_by(col(Address.id)).limit(1))


def make_locations(connection: Connection, planned: list[Entry]) -> None:
    """Make a location that says nothing for each service that has none, and give it to its addresses."""
    for number, entry in enumerate(planned):
        if isinstance(entry, ProtectedAddress) and entry.location_id.startswith(_NEW):
            location = _made(connection, entry.location_id.removeprefix(_NEW))
            planned[number] = replace(entry, location_id=location)


def _made(connection: Connection, service: str) -> str:
    location = stable_id("location", "protected", service)
    if connection.scalar(select(col(Location.id)).where(col(Location.id) == location)) is None:
        owner = connection.scalar(select(col(Service.organization_id)).where(col(Service.id) == service))
        of_owner = {"id": location, "location_type": "physical", "organization_id": owner}
        connection.execute(insert(Location), of_owner)
        both = {"service_id": service, "location_id": location}
        connection.execute(insert(ServiceAtLocation), {"id": stable_id("service_at_location", location)} | both)
    return location
