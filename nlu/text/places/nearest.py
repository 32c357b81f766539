"""The town nearest to a point that a person shares."""

import csv
from functools import cache
from math import cos, hypot, radians

from nlu.text.places.finder import Place
from nlu.text.places.gazetteer import DEFAULT_PATH

_KILOMETRES_OF_A_DEGREE = 111.2
_FARTHEST = 100.0
"""Kilometres: towns farther away are not a place of the person."""
_IN_DOUBT = 12.0
"""Kilometres: coordinates are rounded to a tenth of a degree, so near a border the nearest town may be abroad."""


def nearest_place(latitude: float, longitude: float) -> Place | None:
    """Return the largest of the towns nearest to a shared point (degrees, WGS 84), with its own coordinates.

    None if there is no town nearby, or if towns of two countries are about equally near: a wrong country would be
    dangerous, so the bot asks.
    """
    near = [(_kilometres(latitude, longitude, town), town, thousands) for town, thousands in _towns()]
    nearest = min(distance for distance, _, _ in near)
    around = [(town, thousands) for distance, town, thousands in near if distance <= nearest + _IN_DOUBT]
    if nearest > _FARTHEST or len({town.country for town, _ in around}) > 1:
        return None
    return max(around, key=lambda known: known[1])[0]


def _kilometres(latitude: float, longitude: float, town: Place) -> float:
    """Return the approximate distance of a town: accurate for some hundred kilometres."""
    north, east = (town.latitude or 0.0) - latitude, (town.longitude or 0.0) - longitude
    east = (east + 180) % 360 - 180  # across the date line
    return _KILOMETRES_OF_A_DEGREE * hypot(north, east * cos(radians(latitude)))


@cache
def _towns() -> list[tuple[Place, int]]:
    """Return the cities of the gazetteer with known coordinates, and their inhabitants in thousands."""
    with DEFAULT_PATH.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            (Place(country, region or None, name, float(latitude), float(longitude)), int(thousands))
            for country, region, kind, thousands, name, latitude, longitude, *_ in rows
            if kind == "city" and latitude
        ]
