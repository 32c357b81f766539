"""Public locations by their postcode, and what is near.

A postcode is unique in its country only, so each country has a middle of its own.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from math import atan2, cos, degrees, hypot, radians, sin
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, func, literal_column, select

from directory.models import table_of
from directory.search.geography import metres_between

_ADDRESS = table_of("address")
_LOCATION = table_of("location")
_METRES_A_DEGREE: Final = 111_195
_MOST: Final = 10_000
# The index of migration v0006 is on this very expression.
_POSTCODE: ColumnElement[str] = literal_column("upper(replace(replace(address.postal_code, ' ', ''), '-', ''))")

Point = tuple[float, float]


def locations_at(connection: Connection, postcode: str, proximity: str | None) -> list[str]:
    """Return the ids of at most 10,000 locations with a public address of this postcode, however it is spaced.

    With `proximity` (metres) those that lie so near to the middle of the postcode's locations. Where no
    location of the postcode has a point, nothing is known to be near but these.
    """
    rows = connection.execute(
        select(_ADDRESS.c.country, _LOCATION.c.id, _LOCATION.c.latitude, _LOCATION.c.longitude)
        .join(_LOCATION, _LOCATION.c.id == _ADDRESS.c.location_id)
        .where(func.upper(postcode.replace(" ", "").replace("-", "")) == _POSTCODE)
        .order_by(_ADDRESS.c.country, _LOCATION.c.id)
        .limit(_MOST)
    ).all()
    middles = list(_middles(rows)) if proximity else []
    if not middles:
        return list(dict.fromkeys(row.id for row in rows))
    near = (one for middle in middles for one in _near(connection, middle, float(proximity or 0)))
    return list(dict.fromkeys(near))


def _middles(rows: Iterable[Row[Any]]) -> Iterator[Point]:
    for _, group in groupby(rows, key=lambda row: row.country):
        points = [(row.latitude, row.longitude) for row in group if None not in (row.latitude, row.longitude)]
        if points:
            yield _middle(points)


def _middle(points: list[Point]) -> Point:
    """Return the middle of points on a sphere, so that 179 and -179 degrees meet at 180."""
    across = [(radians(latitude), radians(longitude)) for latitude, longitude in points]
    x = sum(cos(latitude) * cos(longitude) for latitude, longitude in across)
    y = sum(cos(latitude) * sin(longitude) for latitude, longitude in across)
    z = sum(sin(latitude) for latitude, _ in across)
    return degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))


def _near(connection: Connection, middle: Point, metres: float) -> Iterator[str]:
    """Yield the locations within a circle, nearest first."""
    latitude, longitude = middle
    high = metres / _METRES_A_DEGREE * 1.01
    box = [_LOCATION.c.latitude.between(latitude - high, latitude + high)]
    wide = high / max(cos(radians(min(abs(latitude) + high, 89.9))), 0.001)
    if abs(longitude) + wide < 180:  # noqa: PLR2004 - the date line; beyond it the distance alone decides
        box.append(_LOCATION.c.longitude.between(longitude - wide, longitude + wide))
    columns = (_LOCATION.c.id, _LOCATION.c.latitude, _LOCATION.c.longitude)
    rows = connection.execute(select(*columns).where(*box, _LOCATION.c.longitude.is_not(None)))
    distances = ((metres_between(*middle, row.latitude, row.longitude), row.id) for row in rows)
    yield from (one for _, one in sorted(distance for distance in distances if distance[0] <= metres)[:_MOST])
