"""The opening hours of services, loaded from the tables."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, case, func, select, union_all
from sqlalchemy.orm import Mapped
from sqlmodel import col

from directory.domain.opening_hours import RawSchedule, is_open_at, next_opening
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


def _only_country(service: Mapped[Any]) -> ColumnElement[Any]:
    """Return the country that a service serves, NULL if there are several: its time zone counts, not the person's."""
    country = col(Coverage.country)
    is_only = (func.count() == func.count(country)) & (func.min(country) == func.max(country))
    only = case((is_only, func.min(country)))
    return select(only).where(col(Coverage.service_id) == service).scalar_subquery()


_OWN_SCHEDULES: Final = (
    select(col(Schedule.service_id).label("service"), _only_country(col(Schedule.service_id)).label("home"), *_COLUMNS)
    .outerjoin(ScheduleZone, col(ScheduleZone.schedule_id) == col(Schedule.id))
    .where(col(Schedule.service_id).in_(_IDS))
)
# A service without its own schedule has the hours of its location.
_LOCATION_SCHEDULES: Final = (
    select(
        col(ServiceAtLocation.service_id).label("service"),
        _only_country(col(ServiceAtLocation.service_id)).label("home"),
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
_STMT: Final = union_all(_OWN_SCHEDULES, _LOCATION_SCHEDULES)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When a service is open: as printed, and as schedules; those without a time zone use the zones of `country`."""

    printed: tuple[str, ...] = ()
    schedules: tuple[RawSchedule, ...] = ()
    country: str | None = None

    def is_open_at(self, moment: datetime) -> bool | None:
        """Return whether the service is open; None if that is not known."""
        return is_open_at(self.schedules, moment, self.country)

    def next_opening(self, moment: datetime) -> datetime | None:
        """Return when the service opens next within two weeks."""
        return next_opening(self.schedules, moment, self.country)


def load_opening_hours(connection: Connection, services: Sequence[str]) -> dict[str, OpeningHours]:
    """Return the hours of each service that has any."""
    if not services:
        return {}
    schedules: dict[tuple[str, str | None], list[tuple[str | None, RawSchedule]]] = defaultdict(list)
    rows: Any = connection.execute(_STMT, {"ids": services})
    for service, home, printed, zone, *values in rows:
        schedules[service, home].append((printed, RawSchedule(**dict(zip(_FIELDS, values, strict=True)), zone=zone)))
    return {
        service: OpeningHours(
            tuple(dict.fromkeys(printed for printed, _ in hours if printed)),
            tuple(schedule for _, schedule in hours),
            home,
        )
        for (service, home), hours in schedules.items()
    }
