"""Usage statistics: counts of requests and answers, and nothing about who asked.

Each request is counted once in each of three tables that share no more than the period and the country: one row with
all of it would describe a person. The `asked_` tables hold the counts of the current period and are excluded from
backups. `directory.statistics.writer` publishes them to the `published_` tables, which hold no count below ten.
"""

from typing import ClassVar

from sqlmodel import Field

from directory.models.record import Record


class _PeriodCounts(Record):
    """A count of a period; `period` is its first day (YYYY-MM-DD, a Monday, in UTC)."""

    period: str = Field(primary_key=True)


class _PlaceCounts(_PeriodCounts):
    """What was needed where: ISO 3166-1, ISO 3166-2 or empty, a need or danger, and the outcome."""

    country: str = Field(primary_key=True)
    region: str = Field(primary_key=True)
    need: str = Field(primary_key=True)
    outcome: str = Field(primary_key=True)
    count: int


class _LanguageCounts(_PeriodCounts):
    """The language (BCP 47) and the channel of requests."""

    country: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    count: int


class _AudienceCounts(_PeriodCounts):
    """Who help was requested for, and what a self-check showed."""

    country: str = Field(primary_key=True)
    whom: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    count: int


class _ReferralCounts(_PeriodCounts):
    """How often people were referred to a service; no foreign key, since the count outlives the service."""

    service_id: str = Field(primary_key=True)
    count: int


class CurrentPlace(_PlaceCounts, table=True):
    """Places of the current period."""

    __tablename__: ClassVar[str] = "asked_place"


class CurrentLanguage(_LanguageCounts, table=True):
    """Languages and channels of the current period."""

    __tablename__: ClassVar[str] = "asked_tongue"


class CurrentAudience(_AudienceCounts, table=True):
    """Audiences of the current period."""

    __tablename__: ClassVar[str] = "asked_person"


class CurrentReferral(_ReferralCounts, table=True):
    """Referrals of the current period."""

    __tablename__: ClassVar[str] = "asked_referral"


class PublishedPlace(_PlaceCounts, table=True):
    """Places of a closed period."""

    __tablename__: ClassVar[str] = "published_place"


class PublishedTongue(_LanguageCounts, table=True):
    """Languages and channels of a closed period."""

    __tablename__: ClassVar[str] = "published_tongue"


class PublishedPerson(_AudienceCounts, table=True):
    """Audiences of a closed period."""

    __tablename__: ClassVar[str] = "published_person"


class PublishedReferral(_ReferralCounts, table=True):
    """Referrals of a closed period."""

    __tablename__: ClassVar[str] = "published_referral"


class ClosedPeriod(_PeriodCounts, table=True):
    """A period that was published, even if without any count: nothing is ever added to it again."""

    __tablename__: ClassVar[str] = "closed_period"


class HelpedCount(Record, table=True):
    """How often an answer to "Did this help?" was given in a month.

    A month and not a day: in a small service, an answer of a day could be matched to one person's conversation.
    """

    __tablename__: ClassVar[str] = "helped_count"

    month: str = Field(primary_key=True)
    """YYYY-MM, in UTC."""
    answer: str = Field(primary_key=True)
    """yes, partly or no."""
    count: int
