"""HSDS location, address, accessibility and service_at_location: where.

The danger is the address of a shelter: people who hunt a person read these tables too. A location that must stay secret
is in `models/protected.py`, never here.
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


class Address(Record, table=True):
    """HSDS 3.0 `address`: a public address."""

    __tablename__: ClassVar[str] = "address"

    id: str = Field(primary_key=True)
    location_id: str | None = Field(default=None, foreign_key="location.id", index=True)
    attention: str | None = None
    address_1: str
    address_2: str | None = None
    city: str
    region: str | None = None
    state_province: str
    postal_code: str
    country: str
    address_type: str


class Accessibility(Record, table=True):
    """HSDS 3.0 `accessibility`."""

    __tablename__: ClassVar[str] = "accessibility"

    id: str = Field(primary_key=True)
    location_id: str | None = Field(default=None, foreign_key="location.id", index=True)
    description: str | None = None
    details: str | None = None
    url: str | None = None


class ServiceAtLocation(Record, table=True):
    """HSDS 3.0 `service_at_location`."""

    __tablename__: ClassVar[str] = "service_at_location"

    id: str = Field(primary_key=True)
    service_id: str = Field(foreign_key="service.id", index=True)
    location_id: str = Field(foreign_key="location.id", index=True)
    description: str | None = None
