"""HSDS organization and service: who helps, and with what."""

from typing import ClassVar

from sqlmodel import Field

from directory.models.record import Record


class Organization(Record, table=True):
    """HSDS 3.0 `organization`. `alternate_name` carries the name in the local script where one is known."""

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


class Service(Record, table=True):
    """HSDS 3.0 `service`."""

    __tablename__: ClassVar[str] = "service"

    id: str = Field(primary_key=True)
    organization_id: str = Field(foreign_key="organization.id", index=True)
    program_id: str | None = None
    name: str
    alternate_name: str | None = None
    description: str | None = None
    url: str | None = None
    email: str | None = None
    status: str
    interpretation_services: str | None = None
    application_process: str | None = None
    fees_description: str | None = None
    wait_time: str | None = None
    fees: str | None = None
    accreditations: str | None = None
    eligibility_description: str | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    assured_date: str | None = None
    assurer_email: str | None = None
    licenses: str | None = None
    alert: str | None = None
    last_modified: str | None = None
