"""Queries of published statistics. Totals are sums of published counts: the true totals are not known to anybody."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, select
from sqlmodel import col

from directory.domain.usage import UNKNOWN_PLACE, Outcome
from directory.models import ClosedPeriod, PublishedReferral
from directory.statistics.tables import PLACES, StatisticsTable, read_counts

_RECENT_PERIODS: Final = 6
"""Periods whose referrals count as recent: about as long as a verification counts."""


@dataclass(frozen=True, slots=True)
class PublishedCount:
    """One published count; `cell` is by column."""

    period: str
    cell: dict[str, str]
    count: int


@dataclass(frozen=True, slots=True)
class UnmetNeed:
    """How often a need was requested somewhere, and how often nothing there answered it, as far as published."""

    country: str
    region: str
    need: str
    requests: int
    unmet: int

    @property
    def share(self) -> float:
        """The share of unanswered requests, from 0 to 1."""
        return self.unmet / self.requests


def published_periods(connection: Connection) -> list[str]:
    """Return the published periods, newest first; some of them may hold no counts."""
    period = col(ClosedPeriod.period)
    return list(connection.execute(select(period).order_by(period.desc())).scalars())


def published_counts(connection: Connection, table: StatisticsTable, periods: Iterable[str]) -> list[PublishedCount]:
    """Return the counts of a table in these periods, in order."""
    return [
        PublishedCount(period, dict(zip(table.columns, cell, strict=True)), count)
        for period in periods
        for cell, count in read_counts(connection, table.published, table.columns, period).items()
    ]


def sum_by(counts: Iterable[PublishedCount], *columns: str) -> dict[tuple[str, ...], int]:
    """Return the sums for each value of these columns (`period` is one too), largest first."""
    sums: Counter[tuple[str, ...]] = Counter()
    for count in counts:
        values = {"period": count.period, **count.cell}
        sums[tuple(values[column] for column in columns)] += count.count
    return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


def unmet_needs(connection: Connection, periods: Iterable[str], *, by_region: bool = False) -> list[UnmetNeed]:
    """Return the requested needs of each country, or region, those that were most often unmet first.

    Requests for a human, and of people in danger, are always answered and not included.
    """
    outcomes: dict[tuple[str, str, str], Counter[str]] = {}
    for count in published_counts(connection, PLACES, periods):
        cell = count.cell
        if cell["outcome"] in {Outcome.REFERRED, Outcome.NOTHING_SUITABLE}:
            key = cell["country"], cell["region"] if by_region else UNKNOWN_PLACE, cell["need"]
            outcomes.setdefault(key, Counter())[cell["outcome"]] += count.count
    needs = [UnmetNeed(*key, sums.total(), sums[Outcome.NOTHING_SUITABLE]) for key, sums in outcomes.items()]
    return sorted(needs, key=lambda need: (-need.unmet, -need.requests, need.country, need.region, need.need))


def recent_referrals(connection: Connection) -> dict[str, int]:
    """Return the published referral counts of each service (id) in the last half year."""
    periods = published_periods(connection)[:_RECENT_PERIODS]
    service = col(PublishedReferral.service_id)
    query = select(service, func.sum(col(PublishedReferral.count))).where(col(PublishedReferral.period).in_(periods))
    return {service_id: int(total) for service_id, total in connection.execute(query.group_by(service))}
