"""Rows that match a search or lie near a postcode.

A postcode is unique only within its country, so each country has a centre of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from math import atan2, cos, degrees, hypot, radians, sin
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, literal_column, select

from directory.domain.text_keys import normalize_text
from directory.models import hsds_table
from directory.search.free_text import search_text
from directory.search.geography import METRES_PER_DEGREE, metres_between

MAX_SEARCH_RESULTS: Final = 200
"""A search returns no more than this: to see others, search for less common words."""
_SERVICE = hsds_table("service")
_SEARCHED: Final = ("name", "alternate_name", "code", "description")


@dataclass(frozen=True, slots=True)
class IdList:
    """The complete, ordered ids of a list."""

    ids: Sequence[str] = field(default=())


def is_storable(*texts: str) -> bool:
    """Return whether a database can hold the texts: PostgreSQL stores no NUL, so no row can contain one."""
    return not any("\0" in text for text in texts)


def search_services(connection: Connection, words: str) -> list[str]:
    """Return the ids of the services that the free text search finds, best first."""
    return [hit.service_id for hit in search_text(connection, words, limit=MAX_SEARCH_RESULTS)]


def search_organizations(connection: Connection, words: str) -> IdList:
    """Return the organizations of the services that match, best first."""
    service_ids = search_services(connection, words)
    stmt = select(_SERVICE.c.id, _SERVICE.c.organization_id).where(_SERVICE.c.id.in_(service_ids))
    owners = {row.id: row.organization_id for row in connection.execute(stmt)}
    return IdList(list(dict.fromkeys(owners[service] for service in service_ids if service in owners)))


def search_table(connection: Connection, table: Table, words: str, among: Select[Any] | None = None) -> IdList:
    """Return the rows of a small table whose names or description contain every word."""
    wanted = normalize_text(words).split()
    columns = [table.c[name] for name in _SEARCHED if name in table.c]
    ids: list[str] = []
    stmt: Select[Any] = select(table.c.id, *columns).order_by(table.c.id)
    for row in connection.execute(stmt if among is None else stmt.where(table.c.id.in_(among))):
        text = _normalize_stored(" ".join(text for text in row[1:] if text))
        if wanted and all(word in text for word in wanted):
            ids.append(row[0])
    return IdList(ids)


@lru_cache(maxsize=4096)
def _normalize_stored(text: str) -> str:
    """Normalize a text of the directory; never one that somebody searches for, since a cache would hold it."""
    return normalize_text(text)


_ADDRESS = hsds_table("address")
_LOCATION = hsds_table("location")
_MAX_LOCATIONS: Final = 10_000
# Migration v0006 has an index on exactly this expression.
_POSTCODE: ColumnElement[str] = literal_column("upper(replace(replace(address.postal_code, ' ', ''), '-', ''))")

Point = tuple[float, float]


def locations_by_postcode(connection: Connection, postcode: str, proximity: str | None) -> list[str]:
    """Return the ids of at most 10,000 locations with a public address in this postcode, however it is spaced.

    With `proximity` (metres), return the locations within that distance of the centre of the postcode's locations.
    If none of those has coordinates, return only the locations of the postcode.
    """
    rows = connection.execute(
        select(_ADDRESS.c.country, _LOCATION.c.id, _LOCATION.c.latitude, _LOCATION.c.longitude)
        .join(_LOCATION, _LOCATION.c.id == _ADDRESS.c.location_id)
        .where(func.upper(postcode.replace(" ", "").replace("-", "")) == _POSTCODE)
        .order_by(_ADDRESS.c.country, _LOCATION.c.id)
        .limit(_MAX_LOCATIONS)
    ).all()
    centres = list(_centres(rows)) if proximity else []
    if not centres:
        return list(dict.fromkeys(row.id for row in rows))
    near = (location for centre in centres for location in _near(connection, centre, float(proximity or 0)))
    return list(dict.fromkeys(near))


def _centres(rows: Iterable[Row[Any]]) -> Iterator[Point]:
    for _, group in groupby(rows, key=lambda row: row.country):
        points = [(row.latitude, row.longitude) for row in group if None not in (row.latitude, row.longitude)]
        if points:
            yield _centre(points)


def _centre(points: list[Point]) -> Point:
    """Return the mean of points on a sphere, so that 179 and -179 degrees meet at 180."""
    across = [(radians(latitude), radians(longitude)) for latitude, longitude in points]
    x = sum(cos(latitude) * cos(longitude) for latitude, longitude in across)
    y = sum(cos(latitude) * sin(longitude) for latitude, longitude in across)
    z = sum(sin(latitude) for latitude, _ in across)
    return degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))


def _near(connection: Connection, centre: Point, metres: float) -> Iterator[str]:
    """Yield the locations within a circle, nearest first."""
    latitude, longitude = centre
    high = metres / METRES_PER_DEGREE * 1.01
    box = [_LOCATION.c.latitude.between(latitude - high, latitude + high)]
    wide = high / max(cos(radians(min(abs(latitude) + high, 89.9))), 0.001)
    if abs(longitude) + wide < 180:  # noqa: PLR2004 - the date line; beyond it the distance alone decides
        box.append(_LOCATION.c.longitude.between(longitude - wide, longitude + wide))
    columns = (_LOCATION.c.id, _LOCATION.c.latitude, _LOCATION.c.longitude)
    rows = connection.execute(select(*columns).where(*box, _LOCATION.c.longitude.is_not(None)))
    distances = ((metres_between(*centre, row.latitude, row.longitude), row.id) for row in rows)
    within = sorted(distance for distance in distances if distance[0] <= metres)
    yield from (location for _, location in within[:_MAX_LOCATIONS])
