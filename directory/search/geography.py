"""Points on the map: distances, and a grid of cells to find what is near."""

from collections.abc import Iterator
from math import asin, ceil, cos, floor, radians, sin, sqrt
from typing import Final

_EARTH_RADIUS_METRES: Final = 6_371_008.8
"""Mean radius; IUGG 1980."""
_CELLS_PER_DEGREE: Final = 4
_COLUMNS: Final = 360 * _CELLS_PER_DEGREE
METRES_PER_DEGREE: Final = 111_195
MAX_RADIUS_METRES: Final = 200_000
"""A service with a larger area is listed by its countries."""


def metres_between(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the great-circle distance of two points given in degrees (haversine formula)."""
    first, second = radians(latitude), radians(other_latitude)
    across = sin((second - first) / 2) ** 2
    along = cos(first) * cos(second) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * _EARTH_RADIUS_METRES * asin(min(1.0, sqrt(across + along)))


def cell_at(latitude: float, longitude: float) -> str:
    """Return the name of the cell of a quarter degree in which a point lies."""
    return _cell_name(floor(latitude * _CELLS_PER_DEGREE), floor(longitude * _CELLS_PER_DEGREE))


def cells_around(latitude: float, longitude: float) -> tuple[str, ...]:
    """Return the cell of a point and the eight around it."""
    row, column = floor(latitude * _CELLS_PER_DEGREE), floor(longitude * _CELLS_PER_DEGREE)
    names = (_cell_name(row + up, column + right) for up in (0, -1, 1) for right in (0, -1, 1))
    return tuple(dict.fromkeys(names))


def cells_within(latitude: float, longitude: float, radius_metres: float) -> Iterator[str]:
    """Yield the cells that a circle of at most MAX_RADIUS_METRES touches, and some cells at its corners."""
    radius = min(radius_metres, MAX_RADIUS_METRES)
    rows = ceil(radius / METRES_PER_DEGREE * _CELLS_PER_DEGREE)
    # Degrees of longitude become narrow towards the poles, where a few cells go round the whole earth.
    narrow = max(cos(radians(min(abs(latitude) + radius / METRES_PER_DEGREE, 89))), 0.02)
    columns = min(ceil(rows / narrow), _COLUMNS // 2)
    row, column = floor(latitude * _CELLS_PER_DEGREE), floor(longitude * _CELLS_PER_DEGREE)
    for up in range(-rows, rows + 1):
        for right in range(-columns, columns + 1):
            yield _cell_name(row + up, column + right)


def _cell_name(row: int, column: int) -> str:
    half = _COLUMNS // 2
    return f"{row}:{(column + half) % _COLUMNS - half}"
