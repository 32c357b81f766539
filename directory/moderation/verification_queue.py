"""The verification queue: which entries are to be verified next.

Entries that are due (never verified, or too long ago) come before those that are not. Among them urgency decides: the
days since the last verification, times one more than the number of referrals. An entry that was never verified counts
as verified three times `stale_after` ago.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, or_, select
from sqlmodel import col

from directory.models import Assurance, Organization, Service
from directory.moderation.queue import services_in_countries

_NEVER = 3
"""The age of an entry that was never verified, in multiples of `stale_after`."""


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """An entry of the queue: `days` since it was verified, None for never; `due` if that is too long ago."""

    service_id: str
    name: str
    organization_id: str
    organization: str
    verified_at: datetime | None
    method: str | None
    referral_count: int
    days: int | None
    due: bool


@dataclass(frozen=True, slots=True)
class VerificationQueue:
    """A page of entries, how many there are in total, and how many of those are due."""

    entries: tuple[QueueEntry, ...]
    total: int
    due: int


def load_verification_queue(  # noqa: PLR0913 - one argument for each filter
    connection: Connection,
    *,
    organization_id: str | None = None,
    countries: Collection[str] = (),
    referrals: Mapping[str, int] | None,
    stale_after: timedelta,
    now: datetime,
    offset: int = 0,
    limit: int = 50,
) -> VerificationQueue:
    """Return a page of active entries, the most urgent first.

    `referrals` are counts by service, None if unknown. `countries` are ISO 3166-1.
    """
    query = _active_services(organization_id, countries)
    entries = [_to_entry(row, referrals or {}, stale_after, now) for row in connection.execute(query)]
    entries.sort(key=lambda entry: (not entry.due, *_urgency(entry, stale_after)))
    return VerificationQueue(tuple(entries[offset : offset + limit]), len(entries), sum(entry.due for entry in entries))


def most_urgent_entries(  # noqa: PLR0913 - one argument for each filter
    connection: Connection,
    *,
    organization_id: str | None = None,
    countries: Collection[str] = (),
    referrals: Mapping[str, int],
    stale_after: timedelta,
    now: datetime,
    limit: int,
) -> list[QueueEntry]:
    """Return the first due entries of the queue, without reading all the others.

    They are among the entries that were verified longest ago and those with referrals.
    """
    at, never = col(Assurance.verified_at), now - _NEVER * stale_after
    due = _active_services(organization_id, countries).where(or_(at.is_(None), at < now - stale_after))
    oldest = due.order_by(func.coalesce(at, never), col(Service.name), col(Service.id)).limit(limit)
    queries = oldest, due.where(col(Service.id).in_(referrals))
    rows = [row for query in queries for row in connection.execute(query)]
    entries = {row[0]: _to_entry(row, referrals, stale_after, now) for row in rows}
    return sorted(entries.values(), key=lambda entry: _urgency(entry, stale_after))[:limit]


def _active_services(organization_id: str | None, countries: Collection[str]) -> Any:
    query = (
        select(
            col(Service.id),
            col(Service.name),
            col(Organization.id),
            col(Organization.name),
            col(Assurance.verified_at),
            col(Assurance.method),
        )
        .join(Organization, col(Organization.id) == col(Service.organization_id))
        .outerjoin(Assurance, col(Assurance.service_id) == col(Service.id))
        .where(col(Service.status) == "active")
    )
    if organization_id is not None:
        query = query.where(col(Service.organization_id) == organization_id)
    return query.where(col(Service.id).in_(services_in_countries(countries))) if countries else query


def _to_entry(row: Any, referrals: Mapping[str, int], stale_after: timedelta, now: datetime) -> QueueEntry:
    service, name, organization_id, organization, verified_at, method = row
    age = None if verified_at is None else now - verified_at
    days, due = None if age is None else max(age.days, 0), age is None or age > stale_after
    count = referrals.get(service, 0)
    return QueueEntry(service, name, organization_id, organization, verified_at, method, count, days, due)


def _urgency(entry: QueueEntry, stale_after: timedelta) -> tuple[float, str, str]:
    """Return the sort key among entries that are due, or among those that are not."""
    days = stale_after.days * _NEVER if entry.days is None else entry.days
    return -(1 + entry.referral_count) * days, entry.name, entry.service_id
