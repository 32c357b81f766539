"""HSDS organization and its details: who helps."""

from typing import ClassVar

from sqlmodel import Field

from directory.models.record import Record


class Organization(Record, table=True):
    """HSDS 3.0 `organization`. `alternate_name` is the name in the local script, if known."""

    __tablename__: ClassVar[str] = "organization"

    id: str = Field(primary_key=True)
    name: str
    alternate_name: str | None = None
    description: str
    email: str | None = None
    website: str | None = None
    tax_status: str | None = None
    tax_id: str | None = None
    year_incorporated: int | None = None
    legal_status: str | None = None
    logo: str | None = None
    uri: str | None = None
    parent_organization_id: str | None = Field(default=None, foreign_key="organization.id", index=True)


class OrganizationIdentifier(Record, table=True):
    """HSDS 3.0 `organization_identifier`: a number in a register."""

    __tablename__: ClassVar[str] = "organization_identifier"

    id: str = Field(primary_key=True)
    organization_id: str | None = Field(default=None, foreign_key="organization.id", index=True)
    identifier_scheme: str | None = None
    identifier_type: str
    identifier: str


class Program(Record, table=True):
    """HSDS 3.0 `program`: a group of services."""

    __tablename__: ClassVar[str] = "program"

    id: str = Field(primary_key=True)
    organization_id: str | None = Field(default=None, foreign_key="organization.id", index=True)
    name: str
    alternate_name: str | None = None
    description: str


class Funding(Record, table=True):
    """HSDS 3.0 `funding`: where the money comes from."""

    __tablename__: ClassVar[str] = "funding"

    id: str = Field(primary_key=True)
    organization_id: str | None = Field(default=None, foreign_key="organization.id", index=True)
    service_id: str | None = Field(default=None, foreign_key="service.id", index=True)
    source: str | None = None


class Url(Record, table=True):
    """HSDS `url`: a further URL with a label; in the standard since 3.1 (`additional_urls`)."""

    __tablename__: ClassVar[str] = "url"

    id: str = Field(primary_key=True)
    label: str | None = None
    url: str
    organization_id: str | None = Field(default=None, foreign_key="organization.id", index=True)
    service_id: str | None = Field(default=None, foreign_key="service.id", index=True)
