"""What must be true where places share a name, or one is named beside another."""

import pytest

from nlu.text.places.finder import find_place

BESIDE = [
    ("estoy en merida españa", "ES", "Mérida"),
    ("españa, merida", "ES", "Mérida"),
    ("valencia de españa", "ES", "Valencia"),
    ("valencia in spain", "ES", "Valencia"),
    ("granada, nicaragua", "NI", "Granada"),
    ("san jose costa rica", "CR", "San José"),
    ("birmingham usa", "US", "Birmingham"),
    ("i care for old people in stoke", "GB", "Stoke-on-Trent"),
    ("estoy en bogota, españa", "ES", "Spain"),
    ("estoy en bangkok laos", "LA", "Laos"),
    ("estoy en medellin, chile", "CL", "Chile"),
    ("merida usa", "US", "United States"),
    ("san jose españa", "ES", "Spain"),
    ("mae sot myanmar border", "TH", "Mae Sot"),
    ("cerca de laos, en nong khai", "TH", "Nong Khai"),
    ("estoy en bangkok, laos embassy no me ayuda", "TH", "Bangkok"),
    ("i am in bangkok. laos is my home", "TH", "Bangkok"),
    ("thailand then myawaddy", "MM", "Myawaddy"),
    ("me llevaron a camboya y ahora estoy en bangkok", "TH", "Bangkok"),
]

GUESSES = [
    "granada",
    "necesito un medico en valencia",
    "estoy en valensia",
    "vitoria",
    "san jose",
    "cordoba",
    "merida",
    "georgia",
    "soy de españa, estoy en valencia",
    "estoy en valencia. mi madre esta en bogota",
]


@pytest.mark.parametrize(
    ("text", "hint", "country"),
    [
        ("estoy en valencia", None, None),
        ("estoy en valencia", "ES", "ES"),
        ("estoy en valencia", "TH", None),
        ("granada", "ES", "ES"),
        ("vitoria", "ES", "ES"),
        ("san jose", "CR", "CR"),
        ("mexico", "PH", "MX"),
        ("bangkok", "ES", "TH"),
    ],
)
def test_hint_only_chooses_between_namesakes(text: str, hint: str | None, country: str | None) -> None:
    """The network's guess at a country decides between namesakes, and never makes up a place."""
    place = find_place(text, country_hint=hint, is_answer=True)
    assert (place.country if place else None) == country
    assert find_place("hola", country_hint=hint, is_answer=True) is None


@pytest.mark.parametrize("text", GUESSES)
@pytest.mark.parametrize("asked", [False, True])
def test_similar_namesakes_are_ambiguous(text: str, *, asked: bool) -> None:
    """Where another country has a namesake of a fifth of the size, and nothing decides, there is no place."""
    assert find_place(text, is_answer=asked) is None


@pytest.mark.parametrize(("text", "country"), [("london", "GB"), ("la paz", "BO"), ("taiping", "MY"), ("hanam", "VN")])
def test_prefers_larger_and_mekong_places(text: str, country: str) -> None:
    """A city five times its namesakes is meant, and a Mekong name before one elsewhere."""
    place = find_place(text, is_answer=True)
    assert place is not None
    assert place.country == country


@pytest.mark.parametrize(("text", "country", "name"), BESIDE)
def test_adjacent_country_overrules(text: str, country: str, name: str) -> None:
    """An adjacent country selects its namesake or itself; a border, an embassy or a journey does not."""
    place = find_place(text, is_answer=True)
    assert place is not None
    assert (place.country, place.name) == (country, name)
