"""Which fields of an entry are texts that people read, and how their rows hang on the entry."""

from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import col

from directory.models import Location, Organization, Phone, Record, Schedule, Service, ServiceAtLocation

TEXTS: Final[dict[str, tuple[str, ...]]] = {
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
"""The texts of each table, in the order in which they are read."""
OF_SERVICE: Final[dict[str, tuple[ColumnElement[bool], ...]]] = {
    "service": (),
    "organization": (col(Organization.id) == col(Service.organization_id),),
    "location": (
        col(ServiceAtLocation.service_id) == col(Service.id),
        col(Location.id) == col(ServiceAtLocation.location_id),
    ),
    "phone": (col(Phone.service_id) == col(Service.id),),
    "schedule": (col(Schedule.service_id) == col(Service.id),),
}
"""The conditions that a row of each table says something of a service."""


class Place(NamedTuple):
    """Where a text stands: a field of a row."""

    table: str
    entity_id: str
    field: str


def column(table: str, field: str) -> ColumnElement[Any]:
    """Return a column of a table of texts."""
    return Record.metadata.tables[table].columns[field]


def is_said(table: str, field: str) -> ColumnElement[bool]:
    """Return the condition that a text is there."""
    return column(table, field).is_not(None) & (column(table, field) != "")
