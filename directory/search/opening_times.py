"""When services are open, from the tables."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, case, func, select, union_all
from sqlalchemy.orm import Mapped
from sqlmodel import col

from directory.domain.opening_hours import Opening, next_opening, open_at
from directory.models import Coverage, Schedule, ScheduleZone, ServiceAtLocation

_FIELDS: Final = (
    "valid_from",
    "valid_to",
    "dtstart",
    "timezone",
    "until",
    "count",
    "wkst",
    "freq",
    "interval",
    "byday",
    "byweekno",
    "bymonthday",
    "byyearday",
    "opens_at",
    "closes_at",
)
_COLUMNS: Final = (col(Schedule.description), col(ScheduleZone.zone), *(getattr(Schedule, name) for name in _FIELDS))
_IDS: Final[BindParameter[str]] = bindparam("ids", expanding=True)


def _home(service: Mapped[Any]) -> ColumnElement[Any]:
    """Return the one country that a service serves: its clocks count, not those of who asks. None for several."""
    country = col(Coverage.country)
    alone = (func.count() == func.count(country)) & (func.min(country) == func.max(country))
    one = case((alone, func.min(country)))
    return select(one).where(col(Coverage.service_id) == service).scalar_subquery()


_OWN: Final = (
    select(col(Schedule.service_id).label("service"), _home(col(Schedule.service_id)).label("home"), *_COLUMNS)
    .outerjoin(ScheduleZone, col(ScheduleZone.schedule_id) == col(Schedule.id))
    .where(col(Schedule.service_id).in_(_IDS))
)
# A service that says nothing of its own keeps the hours of the place where it is given.
_OF_THE_PLACE: Final = (
    select(
        col(ServiceAtLocation.service_id).label("service"),
        _home(col(ServiceAtLocation.service_id)).label("home"),
        *_COLUMNS,
    )
    .join(
        Schedule,
        (col(Schedule.service_at_location_id) == col(ServiceAtLocation.id))
        | (col(Schedule.location_id) == col(ServiceAtLocation.location_id)),
    )
    .outerjoin(ScheduleZone, col(ScheduleZone.schedule_id) == col(Schedule.id))
    .where(col(ServiceAtLocation.service_id).in_(_IDS), col(Schedule.service_id).is_(None))
)
_QUESTION: Final = union_all(_OWN, _OF_THE_PLACE)


@dataclass(frozen=True, slots=True)
class Hours:
    """When a service is open: as printed, and as rules; `country` has its clocks where a rule names no zone."""

    printed: tuple[str, ...] = ()
    openings: tuple[Opening, ...] = ()
    country: str | None = None

    def open_at(self, moment: datetime) -> bool | None:
        """Tell whether the service is open; None where that is not known."""
        return open_at(self.openings, moment, self.country)

    def next_opening(self, moment: datetime) -> datetime | None:
        """Return when the service opens next within two weeks."""
        return next_opening(self.openings, moment, self.country)


def hours_of(connection: Connection, services: Sequence[str]) -> dict[str, Hours]:
    """Return the hours of each service that has any."""
    if not services:
        return {}
    found: dict[tuple[str, str | None], list[tuple[str | None, Opening]]] = defaultdict(list)
    rows: Any = connection.execute(_QUESTION, {"ids": services})
    for service, home, printed, zone, *values in rows:
        found[service, home].append((printed, Opening(**dict(zip(_FIELDS, values, strict=True)), zone=zone)))
    return {
        service: Hours(tuple(dict.fromkeys(said for said, _ in hours if said)), tuple(rule for _, rule in hours), home)
        for (service, home), hours in found.items()
    }
