"""Addresses and contacts that must not become public, in separate tables for each circle of readers.

The danger is a query that forgets a condition: a shelter's address in a public answer leads people who hunt a person
to the door. Here is no flag to forget. Public search, export and API cannot even import these classes (an import
contract), and their database user needs no right to read the tables. Only `directory.confidential` uses them.
"""

from typing import ClassVar

from sqlmodel import Field

from directory.models.record import Record


class _Address(Record):
    """The fields of an HSDS `address`."""

    id: str = Field(primary_key=True)
    location_id: str = Field(foreign_key="location.id", index=True)
    attention: str | None = None
    address_1: str
    address_2: str | None = None
    city: str | None = None
    region: str | None = None
    state_province: str | None = None
    postal_code: str | None = None
    country: str
    latitude: float | None = None
    longitude: float | None = None


class _Contact(Record):
    """The fields of an HSDS `contact`, and one phone number."""

    id: str = Field(primary_key=True)
    service_id: str = Field(foreign_key="service.id", index=True)
    name: str | None = None
    title: str | None = None
    department: str | None = None
    email: str | None = None
    number: str | None = None


class PartnerAddress(_Address, table=True):
    """An address for vetted partners and hotline staff."""

    __tablename__: ClassVar[str] = "partner_address"


class PartnerContact(_Contact, table=True):
    """A contact for vetted partners and hotline staff."""

    __tablename__: ClassVar[str] = "partner_contact"


class StaffAddress(_Address, table=True):
    """An address for hotline staff only."""

    __tablename__: ClassVar[str] = "staff_address"


class StaffContact(_Contact, table=True):
    """A contact for hotline staff only."""

    __tablename__: ClassVar[str] = "staff_contact"
