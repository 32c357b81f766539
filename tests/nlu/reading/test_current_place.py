"""The place where a person is, among those that a message names."""

from dataclasses import replace

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


@pytest.mark.parametrize("part", [PlacePart.NOW, PlacePart.WAS, PlacePart.TO, PlacePart.FAMILY])
def test_another_person_is_not_where_the_writer_is(part: PlacePart) -> None:
    """Of two countries, the one of the writer's phone is where the writer is: "I am in Medan, my brother in Bavet"."""
    abroad = Place("KH", "KH-20", "Bavet", 11.1, 106.1)
    writer = replace(named(TOWN), is_here=True)
    places = [named(abroad, part), writer]
    assert current_place(places, of_other=True, phone_country="TH") == named(abroad, part)
    assert current_place([writer], of_other=True, phone_country="TH") == writer


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("my son is held in Bavet, I am in Medan", "KH"),
        ("abg saya disekap di bavet, saya di medan", "KH"),
        ("my daughter works in a bar in Medan and her boss wants to take her to Malaysia", "ID"),
    ],
)
def test_another_person_in_words(text: str, country: str) -> None:
    """The same with what is found in whole messages."""
    found = current_place(find_places(text, country_hint="ID"), of_other=True, phone_country="ID")
    assert found is not None
    assert found.is_sure
    assert found.place.country == country


@pytest.mark.parametrize("part", [PlacePart.WAS, PlacePart.TO])
def test_another_person_is_where_they_are_now(part: PlacePart) -> None:
    """Who works in the country of the writer, and was or will be taken abroad, is in the former."""
    places = [named(TOWN), named(Place("MY", None, "Malaysia"), part)]
    assert current_place(places, of_other=True, phone_country="TH") == named(TOWN)


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


@pytest.mark.parametrize(
    "text",
    [
        "why numbers of Syria? I am in Mersin, not in Syria",
        "ليش حطيتلي ارقام سوريا انا بتركيا بمرسين مو بسوريا",
    ],
)
def test_denied_country(text: str) -> None:
    """Nobody is where it is said that they are not, whether a message is about the writer or another person."""
    for of_other in (False, True):
        place = current_place(find_places(text), of_other=of_other)
        assert place
        assert place.place.country == "TR"


def test_portuguese_verb_is_no_town() -> None:
    """The town of Falam in Myanmar needs a word such as "in"."""
    assert not find_places("oi boa tarde, vcs falam portugues?")
