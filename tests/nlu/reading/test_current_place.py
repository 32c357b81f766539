"""The place where a person is, among those that a message names."""

import pytest

from nlu.reading.current_place import current_place
from nlu.text.places.finder import NamedPlace, Place, PlacePart

TOWN = Place("TH", "TH-50", "Chiang Mai", 18.8, 99.0)
PROVINCE = Place("TH", "TH-20", "Chonburi")
COUNTRY = Place("TH", None, "Thailand")


def named(place: Place, part: PlacePart = PlacePart.NOW, *, is_sure: bool = True) -> NamedPlace:
    """Return a place with its part."""
    return NamedPlace(place, part, is_sure)


@pytest.mark.parametrize("places", [[], [named(TOWN, part) for part in PlacePart if part is not PlacePart.NOW]])
def test_no_place_now(places: list[NamedPlace]) -> None:
    """Where a person was, comes from, goes to or is not, is no place where they are."""
    assert current_place(places) is None


@pytest.mark.parametrize(
    "places",
    [
        [named(COUNTRY), named(PROVINCE), named(TOWN)],
        [named(TOWN), named(COUNTRY)],
        [named(PROVINCE, PlacePart.WAS), named(TOWN)],
    ],
)
def test_most_exact_place(places: list[NamedPlace]) -> None:
    """A town tells more than its province or country."""
    assert current_place(places) == named(TOWN)


def test_sure_place_before_a_guess() -> None:
    """A country that is sure is better than a town that is a guess."""
    assert current_place([named(TOWN, is_sure=False), named(COUNTRY)]) == named(COUNTRY)
    assert current_place([named(TOWN, is_sure=False)]) == named(TOWN, is_sure=False)
