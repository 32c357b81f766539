"""Which entries are to be checked next.

The order: entries that nobody has checked, or not for too long, come before those that are fresh. Among them the most
urgent comes first: the days since the last check, times one more than how often people were sent there. An entry that
nobody has ever checked counts as if that had been three times the span of a check ago.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, or_, select
from sqlmodel import col

from directory.models import Assurance, Organization, Service
from directory.moderation.queue import services_in

_NEVER = 3
"""An entry that was never checked is this many spans of a check old."""


@dataclass(frozen=True, slots=True)
class ToCheck:
    """An entry of the queue: `days` since it was checked, None for never; `due` where that is too long ago."""

    service_id: str
    name: str
    organization_id: str
    organization: str
    verified_at: datetime | None
    method: str | None
    sent: int
    days: int | None
    due: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of entries, how many there are in all, and how many of those are due."""

    entries: tuple[ToCheck, ...]
    total: int
    due: int


def queue(  # noqa: PLR0913 - one argument for each thing that narrows or orders it
    connection: Connection,
    *,
    organization_id: str | None = None,
    countries: Collection[str] = (),
    sent: Mapping[str, int] | None,
    stale_after: timedelta,
    now: datetime,
    offset: int = 0,
    limit: int = 50,
) -> Queue:
    """Return a page of active entries, the one to check first at its head.

    `sent` tells how often people were sent to a service, None where that is not known. `countries` are ISO 3166-1.
    """
    asked = _active(organization_id, countries)
    found = [_to_check(row, sent or {}, stale_after, now) for row in connection.execute(asked)]
    found.sort(key=lambda one: (not one.due, *_place(one, stale_after)))
    return Queue(tuple(found[offset : offset + limit]), len(found), sum(one.due for one in found))


def head_of_queue(  # noqa: PLR0913 - one argument for each thing that narrows or orders it
    connection: Connection,
    *,
    organization_id: str | None = None,
    countries: Collection[str] = (),
    sent: Mapping[str, int],
    stale_after: timedelta,
    now: datetime,
    limit: int,
) -> list[ToCheck]:
    """Return the first entries of the queue that are due, without reading all the others.

    They are among those that were checked longest ago and those that people were sent to.
    """
    at, never = col(Assurance.verified_at), now - _NEVER * stale_after
    due = _active(organization_id, countries).where(or_(at.is_(None), at < now - stale_after))
    longest_ago = due.order_by(func.coalesce(at, never), col(Service.name), col(Service.id)).limit(limit)
    rows = [row for asked in (longest_ago, due.where(col(Service.id).in_(sent))) for row in connection.execute(asked)]
    found = {row[0]: _to_check(row, sent, stale_after, now) for row in rows}
    return sorted(found.values(), key=lambda one: _place(one, stale_after))[:limit]


def _active(organization_id: str | None, countries: Collection[str]) -> Any:
    """Return the statement of active entries with their marks."""
    asked = (
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
        asked = asked.where(col(Service.organization_id) == organization_id)
    return asked.where(col(Service.id).in_(services_in(countries))) if countries else asked


def _to_check(row: Any, sent: Mapping[str, int], stale_after: timedelta, now: datetime) -> ToCheck:
    service, name, organization, its_name, verified_at, method = row
    age = None if verified_at is None else now - verified_at
    days, due = None if age is None else max(age.days, 0), age is None or age > stale_after
    return ToCheck(service, name, organization, its_name, verified_at, method, sent.get(service, 0), days, due)


def _place(one: ToCheck, stale_after: timedelta) -> tuple[float, str, str]:
    """Return what orders entries that are due, or those that are not."""
    days = stale_after.days * _NEVER if one.days is None else one.days
    return -(1 + one.sent) * days, one.name, one.service_id
