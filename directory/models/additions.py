"""Our own tables beside the HSDS ones: what a person in danger has to know before calling.

The danger is a flag left at its default. Every service therefore has a conduct and an
assurance row, and a missing `verified_at` always means that nobody checked the entry.
"""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from directory.models.record import Record


class ServiceNeed(Record, table=True):
    """A need code that a service answers; the codes are `directory.search.Need`."""

    __tablename__: ClassVar[str] = "service_need"

    need: str = Field(primary_key=True)
    service_id: str = Field(primary_key=True, foreign_key="service.id", index=True)


class Coverage(Record, table=True):
    """A place that a service serves.

    `country` is ISO 3166-1 alpha-2, None for the whole world. `region` is ISO 3166-2.
    `whole` is False where only a part of the country without a code of its own is served.
    """

    __tablename__: ClassVar[str] = "coverage"
    # Search starts from a place: with the service in the index it never reads the table itself.
    __table_args__: ClassVar[tuple[Index, ...]] = (Index(None, "country", "region", "whole", "service_id"),)

    id: str = Field(primary_key=True)
    service_id: str = Field(foreign_key="service.id", index=True)
    country: str | None = None
    region: str | None = None
    whole: bool = True


class Assurance(Record, table=True):
    """Who checked a service, and when. None means that nobody has."""

    __tablename__: ClassVar[str] = "assurance"

    service_id: str = Field(primary_key=True, foreign_key="service.id")
    verified_by: str | None = None
    verified_at: datetime | None = None


class Conduct(Record, table=True):
    """Whom a service answers to, and for whom it was made.

    `made_for` is "children" or "seafarers" where the service is named as being for them alone, so
    that it isn't the first that anybody else hears of.
    """

    __tablename__: ClassVar[str] = "conduct"

    service_id: str = Field(primary_key=True, foreign_key="service.id")
    police_linked: bool
    consular: bool
    trafficking_specific: bool
    made_for: str | None = None
    reason: str | None = None


class PhoneReach(Record, table=True):
    """What a phone can do: `kind` is voice, sms or chat; `country` is where it works as printed.

    `position` keeps the order of the source, which puts the main number first.
    """

    __tablename__: ClassVar[str] = "phone_reach"

    phone_id: str = Field(primary_key=True, foreign_key="phone.id")
    kind: str
    country: str | None = None
    dialable_from_abroad: bool
    international: str | None = None
    position: int
