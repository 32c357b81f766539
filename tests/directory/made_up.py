"""Services that exist nowhere, to see in which order search names them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert

from directory.models import (
    Assurance,
    Attribute,
    Audience,
    Conduct,
    Coverage,
    Language,
    Location,
    Organization,
    Phone,
    PhoneReach,
    Provenance,
    Schedule,
    Service,
    ServiceAtLocation,
)
from directory.search.index import index_services
from directory.service import DEFAULT_STALE_AFTER
from directory.taxonomy import need_attribute

COUNTRY = "NR"
"""Nauru: one time zone, and no service of the starter directory."""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A service under a made-up number; `hours` are two times on every day, `point` degrees, `radius` metres."""

    name: str
    region: str | None = None
    country: str = COUNTRY
    needs: tuple[str, ...] = ("shelter",)
    languages: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    police_linked: bool = False
    verified_at: datetime | None = None
    hours: tuple[str, str] | None = None
    point: tuple[float, float] | None = None
    radius: float | None = None
    phone: bool = True


def enter(connection: Connection, *services: MadeUp) -> None:
    """Put services into the tables, and make them known to search."""
    for one in services:
        for table, values in _records(one):
            connection.execute(insert(table), values)
    index_services(connection, [one.name for one in services], DEFAULT_STALE_AFTER)


def _records(one: MadeUp) -> list[tuple[Any, dict[str, Any]]]:
    key = one.name
    of = {"service_id": key}
    circle = dict(zip(("latitude", "longitude"), one.point or (), strict=False)) if one.radius else {}
    area = {"country": one.country, "region": one.region, "whole": one.radius is None, "radius_metres": one.radius}
    said: list[tuple[Any, dict[str, Any]]] = [
        (Organization, {"id": key, "name": key, "description": key}),
        (Service, {"id": key, "organization_id": key, "name": key, "status": "active"}),
        (Conduct, of | {"police_linked": one.police_linked, "consular": False, "trafficking_specific": False}),
        (Assurance, of | {"verified_at": one.verified_at}),
        (Provenance, {"entity_id": key, "source_url": "", "confidence": "medium", "source_kind": "test"}),
        (Coverage, of | area | circle | {"id": key}),
        *((Attribute, need_attribute(key, need)) for need in one.needs),
        *((Language, of | {"id": f"{key} {code}", "code": code}) for code in one.languages),
        *((Audience, of | {"code": code}) for code in one.audiences),
    ]
    if one.phone:
        said.append((Phone, of | {"id": key, "number": "000-0000"}))
        reach = {"phone_id": key, "kind": "voice", "country": one.country, "dialable_from_abroad": False, "position": 0}
        said.append((PhoneReach, reach))
    if one.hours:
        rule = {"freq": "DAILY", "opens_at": one.hours[0], "closes_at": one.hours[1]}
        said.append((Schedule, of | {"id": key} | rule))
    if one.point and not one.radius:
        place = {"latitude": one.point[0], "longitude": one.point[1]}
        said.append((Location, {"id": key, "location_type": "physical"} | place))
        said.append((ServiceAtLocation, of | {"id": key, "location_id": key}))
    return said


def at(hour: int) -> datetime:
    """Return an hour of one day in UTC."""
    return datetime(2026, 6, 3, hour, tzinfo=UTC)
