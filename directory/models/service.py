"""HSDS service and its conditions: what it offers, at what cost, and which documents it requires."""

from typing import ClassVar

from sqlmodel import Field

from directory.models.record import Record


class Service(Record, table=True):
    """HSDS 3.0 `service`. The standard allows a service without an organization; here it must have one."""

    __tablename__: ClassVar[str] = "service"

    id: str = Field(primary_key=True)
    organization_id: str = Field(foreign_key="organization.id", index=True)
    program_id: str | None = Field(default=None, foreign_key="program.id", index=True)
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
    last_modified: str | None = Field(default=None, index=True)


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


class CostOption(Record, table=True):
    """HSDS 3.0 `cost_option`."""

    __tablename__: ClassVar[str] = "cost_option"

    id: str = Field(primary_key=True)
    service_id: str | None = Field(default=None, foreign_key="service.id", index=True)
    valid_from: str | None = None
    valid_to: str | None = None
    option: str | None = None
    currency: str | None = None
    amount: float | None = None
    amount_description: str | None = None


class RequiredDocument(Record, table=True):
    """HSDS 3.0 `required_document`."""

    __tablename__: ClassVar[str] = "required_document"

    id: str = Field(primary_key=True)
    service_id: str | None = Field(default=None, foreign_key="service.id", index=True)
    document: str | None = None
    uri: str | None = None
