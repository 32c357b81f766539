"""HSDS contact, phone, language and schedule: how, in which language and when a service is reached."""

from typing import ClassVar

from sqlmodel import Field

from directory.models.record import Record


class Contact(Record, table=True):
    """HSDS 3.0 `contact`: a public contact. Members of staff are in `models/protected.py`."""

    __tablename__: ClassVar[str] = "contact"

    id: str = Field(primary_key=True)
    organization_id: str | None = Field(default=None, foreign_key="organization.id", index=True)
    service_id: str | None = Field(default=None, foreign_key="service.id", index=True)
    service_at_location_id: str | None = Field(default=None, foreign_key="service_at_location.id", index=True)
    location_id: str | None = Field(default=None, foreign_key="location.id", index=True)
    name: str | None = None
    title: str | None = None
    department: str | None = None
    email: str | None = None


class Phone(Record, table=True):
    """HSDS 3.0 `phone`. `number` is as printed; `phone_reach` says what it can do."""

    __tablename__: ClassVar[str] = "phone"

    id: str = Field(primary_key=True)
    location_id: str | None = Field(default=None, foreign_key="location.id", index=True)
    service_id: str | None = Field(default=None, foreign_key="service.id", index=True)
    organization_id: str | None = Field(default=None, foreign_key="organization.id", index=True)
    contact_id: str | None = Field(default=None, foreign_key="contact.id", index=True)
    service_at_location_id: str | None = Field(default=None, foreign_key="service_at_location.id", index=True)
    number: str
    extension: float | None = None
    type: str | None = None
    description: str | None = None


class Language(Record, table=True):
    """HSDS 3.0 `language`. `code` is BCP 47."""

    __tablename__: ClassVar[str] = "language"

    id: str = Field(primary_key=True)
    service_id: str | None = Field(default=None, foreign_key="service.id", index=True)
    location_id: str | None = Field(default=None, foreign_key="location.id", index=True)
    phone_id: str | None = Field(default=None, foreign_key="phone.id", index=True)
    name: str | None = None
    code: str | None = None
    note: str | None = None


class Schedule(Record, table=True):
    """HSDS 3.0 `schedule`. `description` holds the hours as printed; `schedule_zone` has the time zone."""

    __tablename__: ClassVar[str] = "schedule"

    id: str = Field(primary_key=True)
    service_id: str | None = Field(default=None, foreign_key="service.id", index=True)
    location_id: str | None = Field(default=None, foreign_key="location.id", index=True)
    service_at_location_id: str | None = Field(default=None, foreign_key="service_at_location.id", index=True)
    valid_from: str | None = None
    valid_to: str | None = None
    dtstart: str | None = None
    timezone: float | None = None
    until: str | None = None
    count: int | None = None
    wkst: str | None = None
    freq: str | None = None
    interval: int | None = None
    byday: str | None = None
    byweekno: str | None = None
    bymonthday: str | None = None
    byyearday: str | None = None
    description: str | None = None
    opens_at: str | None = None
    closes_at: str | None = None
    schedule_link: str | None = None
    attending_type: str | None = None
    notes: str | None = None
