"""What people need, as numbers and nothing of who asked.

Each asking is counted once in each of three tables that share no more than the period and the country: one row with all
of it would describe a person. The `asked_` tables hold the numbers of the period that goes on and are kept out of
backups; `directory.statistics.writer` empties them into the `published_` ones, which hold no number below ten.
"""

from typing import ClassVar

from sqlmodel import Field

from directory.models.record import Record


class _OfAPeriod(Record):
    """A number of a period; `period` is the day on which it began (YYYY-MM-DD, a Monday, in UTC)."""

    period: str = Field(primary_key=True)


class _OfPlaces(_OfAPeriod):
    """What was needed where: ISO 3166-1, ISO 3166-2 or nothing, a need or danger, and what came of it."""

    country: str = Field(primary_key=True)
    region: str = Field(primary_key=True)
    need: str = Field(primary_key=True)
    outcome: str = Field(primary_key=True)
    count: int


class _OfTongues(_OfAPeriod):
    """In which language (BCP 47) and over which network people asked."""

    country: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    count: int


class _OfPersons(_OfAPeriod):
    """For whom help was asked, and what a self-check found."""

    country: str = Field(primary_key=True)
    whom: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    count: int


class _OfReferrals(_OfAPeriod):
    """How often a service was named; no link, for the number outlives the service."""

    service_id: str = Field(primary_key=True)
    count: int


class AskedPlace(_OfPlaces, table=True):
    """Places of the period that goes on."""

    __tablename__: ClassVar[str] = "asked_place"


class AskedTongue(_OfTongues, table=True):
    """Languages and networks of the period that goes on."""

    __tablename__: ClassVar[str] = "asked_tongue"


class AskedPerson(_OfPersons, table=True):
    """For whom was asked in the period that goes on."""

    __tablename__: ClassVar[str] = "asked_person"


class AskedReferral(_OfReferrals, table=True):
    """Services that were named in the period that goes on."""

    __tablename__: ClassVar[str] = "asked_referral"


class PublishedPlace(_OfPlaces, table=True):
    """Places of a period that has ended."""

    __tablename__: ClassVar[str] = "published_place"


class PublishedTongue(_OfTongues, table=True):
    """Languages and networks of a period that has ended."""

    __tablename__: ClassVar[str] = "published_tongue"


class PublishedPerson(_OfPersons, table=True):
    """For whom was asked in a period that has ended."""

    __tablename__: ClassVar[str] = "published_person"


class PublishedReferral(_OfReferrals, table=True):
    """Services that were named in a period that has ended."""

    __tablename__: ClassVar[str] = "published_referral"


class ClosedPeriod(_OfAPeriod, table=True):
    """A period that has been published, if only by nothing: it is never counted in again."""

    __tablename__: ClassVar[str] = "closed_period"
