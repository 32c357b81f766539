"""HSDS location, service_at_location and service_area: where.

A location here is only a town as printed. Addresses of shelters never enter these
tables; issue 3 keeps them in tables with an audience of their own.
"""

from typing import ClassVar

from sqlmodel import Field

from directory.models.record import Record


class Location(Record, table=True):
    """HSDS 3.0 `location`."""

    __tablename__: ClassVar[str] = "location"

    id: str = Field(primary_key=True)
    location_type: str
    url: str | None = None
    organization_id: str | None = Field(default=None, foreign_key="organization.id", index=True)
    name: str | None = None
    alternate_name: str | None = None
    description: str | None = None
    transportation: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    external_identifier: str | None = None
    external_identifier_type: str | None = None


class ServiceAtLocation(Record, table=True):
    """HSDS 3.0 `service_at_location`."""

    __tablename__: ClassVar[str] = "service_at_location"

    id: str = Field(primary_key=True)
    service_id: str = Field(foreign_key="service.id", index=True)
    location_id: str = Field(foreign_key="location.id", index=True)
    description: str | None = None


class ServiceArea(Record, table=True):
    """HSDS 3.0 `service_area`: the area in words, as printed. Search uses `coverage`."""

    __tablename__: ClassVar[str] = "service_area"

    id: str = Field(primary_key=True)
    service_id: str | None = Field(default=None, foreign_key="service.id", index=True)
    name: str | None = None
    description: str | None = None
    extent: str | None = None
    extent_type: str | None = None
    uri: str | None = None
