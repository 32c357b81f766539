"""A location that somebody shared: the town near it, or none where that could be the wrong country."""

import pytest

from nlu.text.places.nearest import nearest_place


@pytest.mark.parametrize(
    ("point", "country", "name"),
    [
        ((13.7, 100.5), "TH", "Bangkok"),
        ((18.8, 99.0), "TH", "Chiang Mai"),
        ((11.6, 104.9), "KH", "Phnom Penh"),
        ((21.0, 105.8), "VN", "Hanoi"),
    ],
)
def test_the_town(point: tuple[float, float], country: str, name: str) -> None:
    """In a city it is that one."""
    found = nearest_place(*point)
    assert found is not None
    assert (found.country, found.name) == (country, name)


@pytest.mark.parametrize("point", [(16.7, 98.5), (13.7, 102.5), (0.0, -30.0), (-89.9, 0.0), (180.0, 1000.0)])
def test_none(point: tuple[float, float]) -> None:
    """At a border (Mae Sot and Myawaddy, Poipet), at sea, at the pole and for nonsense there is none."""
    assert nearest_place(*point) is None


def test_across_the_date_line() -> None:
    """Fiji's towns are near to a point just beyond 180 degrees."""
    found = nearest_place(-18.1, -181.6)
    assert found is not None
    assert found.country == "FJ"
