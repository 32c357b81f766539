"""The place where a person is, among those that a message names."""

import pytest

from nlu.reading.current_place import current_place, is_mentioned_only
from nlu.text.places.finder import NamedPlace, Place, PlacePart, find_places

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


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("the agent lives in Yangon and took all our money", "describe_exploitation"),
        ("in Vietnam I owe money, my mother in Vietnam is asked for it, I want my wages", "find_legal_help"),
        ("they say they will kill me, like the girl from Cambodia", "in_danger"),
    ],
)
def test_mentioned_only(text: str, intent: str) -> None:
    """What happened elsewhere, or where the family is, moves nobody; nor does a country in words of danger."""
    places = find_places(text)
    assert all(is_mentioned_only(text, named.place.country, places, intent) for named in places)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("they brought us over the border, I am in Myawaddy now", "describe_exploitation"),
        ("who helps in Phnom Penh, with the claim for my wages?", "find_legal_help"),
        ("my sister is locked up in a flat in Barcelona, he beats her", "in_danger"),
        ("in Laos, not in Thailand, I typed the wrong name", "ask_bot"),
        ("in Hanoi", "describe_exploitation"),
    ],
)
def test_moves(text: str, intent: str) -> None:
    """A person moves who says so, who asks for help there, who corrects the place, or names nothing else."""
    places = find_places(text)
    here = current_place(places)
    assert here
    assert not is_mentioned_only(text, here.place.country, places, intent)
