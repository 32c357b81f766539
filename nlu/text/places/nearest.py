"""The town nearest to a point that somebody shared."""

import csv
from functools import cache
from math import cos, hypot, radians

from nlu.text.places.finder import Place
from nlu.text.places.gazetteer import DEFAULT_PATH

_KILOMETRES_OF_A_DEGREE = 111.2
_FARTHEST = 100.0
"""Kilometres from which a town says nothing of where somebody is."""
_IN_DOUBT = 12.0
"""Kilometres: points and towns are known to a tenth of a degree, so that at a border the nearest may be abroad."""


def nearest_place(latitude: float, longitude: float) -> Place | None:
    """Return the largest town about as near to a point (degrees, WGS 84) as any, with its own point.

    None far from any, and where a town of another country is about as near: a false country sends a frightened
    person to the wrong one, so they are asked.
    """
    near = [(_kilometres(latitude, longitude, town), town, thousands) for town, thousands in _towns()]
    nearest = min(distance for distance, _, _ in near)
    around = [(town, thousands) for distance, town, thousands in near if distance <= nearest + _IN_DOUBT]
    if nearest > _FARTHEST or len({town.country for town, _ in around}) > 1:
        return None
    return max(around, key=lambda known: known[1])[0]


def _kilometres(latitude: float, longitude: float, town: Place) -> float:
    """Return about how far a town is: exact enough for some hundred kilometres."""
    north, east = (town.latitude or 0.0) - latitude, (town.longitude or 0.0) - longitude
    east = (east + 180) % 360 - 180  # across the date line
    return _KILOMETRES_OF_A_DEGREE * hypot(north, east * cos(radians(latitude)))


@cache
def _towns() -> list[tuple[Place, int]]:
    """Read the cities of the gazetteer whose point is known, with their thousands of people."""
    with DEFAULT_PATH.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            (Place(country, region or None, name, float(latitude), float(longitude)), int(thousands))
            for country, region, kind, thousands, name, latitude, longitude, *_ in rows
            if kind == "city" and latitude
        ]
