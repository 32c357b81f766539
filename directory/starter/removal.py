"""Remove services with everything that hangs on them."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, select
from sqlmodel import SQLModel, col

from directory.models import (
    Assurance,
    Conduct,
    Coverage,
    Language,
    Location,
    Organization,
    Phone,
    PhoneReach,
    Provenance,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceNeed,
    StarterEntry,
)

# Tables that point at a service, those that point at other rows of this list first.
_OF_SERVICE = (
    Language,
    Phone,
    Schedule,
    ServiceArea,
    ServiceAtLocation,
    ServiceNeed,
    Coverage,
    Assurance,
    Conduct,
    StarterEntry,
)


def remove_services(connection: Connection, services: Sequence[str]) -> None:
    """Remove services by id, and the organizations and places that then belong to nobody."""
    for service in services:
        _remove(connection, service)


def _remove(connection: Connection, service: str) -> None:
    owned_by = select(col(Service.organization_id)).where(col(Service.id) == service)
    owner = connection.execute(owned_by).scalar()
    phones = select(col(Phone.id)).where(col(Phone.service_id) == service)
    connection.execute(delete(PhoneReach).where(col(PhoneReach.phone_id).in_(phones)))
    for table in _OF_SERVICE:
        _delete(connection, table, "service_id", service)
    _delete(connection, Provenance, "entity_id", service)
    _delete(connection, Service, "id", service)
    others = select(col(Service.id)).where(col(Service.organization_id) == owner).limit(1)
    if owner and connection.execute(others).scalar() is None:
        _delete(connection, Location, "organization_id", owner)
        _delete(connection, Organization, "id", owner)


def _delete(connection: Connection, table: type[SQLModel], column: str, value: str) -> None:
    where = getattr(table, column) == bindparam("wanted")
    connection.execute(delete(table).where(where), {"wanted": value})
