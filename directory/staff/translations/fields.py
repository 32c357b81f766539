"""The translatable fields of an entry, and the joins from their tables to the service."""

from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import col

from directory.models import Location, Organization, Phone, Record, Schedule, Service, ServiceAtLocation

TEXT_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "service": (
        "name",
        "description",
        "eligibility_description",
        "application_process",
        "fees_description",
        "wait_time",
        "interpretation_services",
        "alert",
    ),
    "organization": ("name", "description"),
    "location": ("name", "description", "transportation"),
    "phone": ("description",),
    "schedule": ("description",),
}
"""The translatable fields of each table, in display order."""
SERVICE_JOINS: Final[dict[str, tuple[ColumnElement[bool], ...]]] = {
    "service": (),
    "organization": (col(Organization.id) == col(Service.organization_id),),
    "location": (
        col(ServiceAtLocation.service_id) == col(Service.id),
        col(Location.id) == col(ServiceAtLocation.location_id),
    ),
    "phone": (col(Phone.service_id) == col(Service.id),),
    "schedule": (col(Schedule.service_id) == col(Service.id),),
}
"""The join conditions from each table to the service."""


class TextKey(NamedTuple):
    """A field of a row."""

    table: str
    entity_id: str
    field: str


def column(table: str, field: str) -> ColumnElement[Any]:
    """Return a column of a table."""
    return Record.metadata.tables[table].columns[field]


def is_present(table: str, field: str) -> ColumnElement[bool]:
    """Return the SQL condition that a text is not empty."""
    return column(table, field).is_not(None) & (column(table, field) != "")
