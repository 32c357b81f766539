"""What was published, as tables. Totals are sums of what is shown: no true total is known to anybody."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, select
from sqlmodel import col

from directory.domain.usage import NOT_SAID, Outcome
from directory.models import ClosedPeriod, PublishedReferral
from directory.statistics.tables import PLACES, Table, rows_of

_LATELY: Final = 6
"""Periods for which it counts that people were sent somewhere: about as long as a check of an entry counts."""


@dataclass(frozen=True, slots=True)
class Number:
    """One published number: what it counts, by the names of the table's columns."""

    period: str
    cell: dict[str, str]
    count: int


@dataclass(frozen=True, slots=True)
class Unmet:
    """How often something was needed somewhere, and how often nothing there answered it; both as far as published."""

    country: str
    region: str
    need: str
    asked: int
    unmet: int

    @property
    def share(self) -> float:
        """Which part of the askings nothing answered, from 0 to 1."""
        return self.unmet / self.asked


def periods(connection: Connection) -> list[str]:
    """Return the periods that have been published, newest first; in some of them there may be nothing to show."""
    period = col(ClosedPeriod.period)
    return list(connection.execute(select(period).order_by(period.desc())).scalars())


def published(connection: Connection, table: Table, among: Iterable[str]) -> list[Number]:
    """Return the numbers of a table in these periods, in order."""
    return [
        Number(period, dict(zip(table.columns, cell, strict=True)), count)
        for period in among
        for cell, count in rows_of(connection, table.published, table.columns, period).items()
    ]


def by(numbers: Iterable[Number], *columns: str) -> dict[tuple[str, ...], int]:
    """Return the sums of what is shown for each value of these columns (`period` is one too), largest first."""
    sums: Counter[tuple[str, ...]] = Counter()
    for number in numbers:
        known = {"period": number.period, **number.cell}
        sums[tuple(known[column] for column in columns)] += number.count
    return dict(sorted(sums.items(), key=lambda one: (-one[1], one[0])))


def unmet(connection: Connection, among: Iterable[str], *, by_region: bool = False) -> list[Unmet]:
    """Return what was asked for in each country, or region, and not found there: most often unmet first.

    Somebody who wants to talk to a human, or is in danger, is always answered and doesn't stand here.
    """
    found: dict[tuple[str, str, str], Counter[str]] = {}
    for number in published(connection, PLACES, among):
        cell = number.cell
        if cell["outcome"] in {Outcome.REFERRED, Outcome.NOTHING_SUITABLE}:
            key = cell["country"], cell["region"] if by_region else NOT_SAID, cell["need"]
            found.setdefault(key, Counter())[cell["outcome"]] += number.count
    rows = [Unmet(*key, sums.total(), sums[Outcome.NOTHING_SUITABLE]) for key, sums in found.items()]
    return sorted(rows, key=lambda row: (-row.unmet, -row.asked, row.country, row.region, row.need))


def sent_lately(connection: Connection) -> dict[str, int]:
    """Return how often people were sent to each service (by id) in the last half year, as far as published."""
    among = periods(connection)[:_LATELY]
    service = col(PublishedReferral.service_id)
    counted = select(service, func.sum(col(PublishedReferral.count))).where(col(PublishedReferral.period).in_(among))
    return {one: int(total) for one, total in connection.execute(counted.group_by(service))}
