"""When a service last changed: partners ask `/hsds` for what changed since their last visit.

The danger is a change with an old date, which no partner ever hears of.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, update
from sqlmodel import col

from directory.models import Service

_BATCH_SIZE = 500


def modification_date(when: datetime) -> str:
    """Return an instant as `last_modified` holds it: in UTC, to the millisecond."""
    return when.astimezone(UTC).isoformat(timespec="milliseconds")


def touch_services(connection: Connection, services: Sequence[str], now: datetime) -> None:
    """Set `last_modified` of services whose public content has changed."""
    for start in range(0, len(services), _BATCH_SIZE):
        ids = col(Service.id).in_(services[start : start + _BATCH_SIZE])
        connection.execute(update(Service).where(ids).values(last_modified=modification_date(now)))
