"""Our own tables beside the HSDS ones: what a person in danger has to know before calling.

The danger is a flag with a default value. So every service has a conduct and an assurance row, and a missing
`verified_at` always means that nobody verified the entry.
"""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import false
from sqlmodel import Field

from directory.models.record import Record


class Coverage(Record, table=True):
    """A place that a service serves.

    `country` is ISO 3166-1 alpha-2, None for the whole world. `region` is ISO 3166-2. `whole` is False if the service
    serves only a part of the country that has no code of its own. With a point (degrees, WGS 84) it serves only what
    lies within `radius_metres` of it.
    """

    __tablename__: ClassVar[str] = "coverage"

    id: str = Field(primary_key=True)
    service_id: str = Field(foreign_key="service.id", index=True)
    country: str | None = None
    region: str | None = None
    whole: bool = True
    latitude: float | None = None
    longitude: float | None = None
    radius_metres: float | None = None


class Audience(Record, table=True):
    """Who a service is for: codes of `directory.search.Audience`. A service without rows is for everybody."""

    __tablename__: ClassVar[str] = "audience"

    service_id: str = Field(primary_key=True, foreign_key="service.id")
    code: str = Field(primary_key=True)


class Nationality(Record, table=True):
    """Whose citizens a consular or overseas-worker service is for: ISO 3166-1 alpha-2."""

    __tablename__: ClassVar[str] = "nationality"

    service_id: str = Field(primary_key=True, foreign_key="service.id")
    country: str = Field(primary_key=True)


class Assurance(Record, table=True):
    """Who verified a service, when and how ("called", "visited"). None means that nobody has."""

    __tablename__: ClassVar[str] = "assurance"

    service_id: str = Field(primary_key=True, foreign_key="service.id")
    verified_by: str | None = None
    verified_at: datetime | None = Field(default=None, index=True)
    method: str | None = None


class Conduct(Record, table=True):
    """Who a service answers to.

    `mandatory_reporting` is None if it is unknown whether the service must report, `state_linked` if it is unknown
    whether a state body runs it or pays for it.
    """

    __tablename__: ClassVar[str] = "conduct"

    service_id: str = Field(primary_key=True, foreign_key="service.id")
    police_linked: bool
    consular: bool
    trafficking_specific: bool
    mandatory_reporting: bool | None = None
    state_linked: bool | None = None
    reason: str | None = None


class PhoneReach(Record, table=True):
    """What a phone can do: `kind` is voice, sms or chat; `country` is where the number works as printed.

    `position` keeps the order of the source, which lists the main number first.
    """

    __tablename__: ClassVar[str] = "phone_reach"

    phone_id: str = Field(primary_key=True, foreign_key="phone.id")
    kind: str
    country: str | None = None
    dialable_from_abroad: bool
    international: str | None = None
    position: int


class ScheduleZone(Record, table=True):
    """The IANA time zone of a schedule; HSDS has only an offset, which daylight saving time breaks."""

    __tablename__: ClassVar[str] = "schedule_zone"

    schedule_id: str = Field(primary_key=True, foreign_key="schedule.id")
    zone: str


class Translation(Record, table=True):
    """A free-text field of any row in another language (BCP 47); `reviewed` by a speaker of the language.

    `stale`: the source text has changed since.
    """

    __tablename__: ClassVar[str] = "translation"

    entity_id: str = Field(primary_key=True)
    field: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    text: str
    reviewed: bool = False
    stale: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class TermSynonym(Record, table=True):
    """An everyday word for a taxonomy term, so that "lawyer" finds legal help."""

    __tablename__: ClassVar[str] = "term_synonym"

    term_id: str = Field(primary_key=True, foreign_key="taxonomy_term.id")
    language: str = Field(primary_key=True)
    word: str = Field(primary_key=True)


class WithheldLocation(Record, table=True):
    """A location whose address is protected: no import may make its address or coordinates public.

    No foreign key: the mark outlives the location, since an import may bring that back too.
    """

    __tablename__: ClassVar[str] = "withheld_location"

    location_id: str = Field(primary_key=True)
