"""A reading as JSON: the names of its parts are a promise to whoever uses `waylight understand`."""

import json

import pytest

from nlu.reading.json_output import as_json
from nlu.reading.schema import (
    Aspect,
    DangerKind,
    DangerReading,
    Limit,
    Outcome,
    Person,
    Reading,
    ServiceQuestion,
)
from nlu.text.danger_phrases import Danger
from nlu.text.places.finder import NamedPlace, Place, PlacePart

READING_KEYS = (
    "danger_probability", "danger_of", "danger_kind", "needs", "not_wanted", "about_person", "relation", "age",
    "age_band", "place", "places", "origin", "limits", "about", "names", "outcome",
)  # fmt: skip
"""The documented names."""

NO_DANGER = DangerReading(0.0123456, Danger.DANGER)
BANGKOK = Place("TH", "TH-10", "Bangkok", 13.8, 100.5)


def reading(danger: DangerReading = NO_DANGER, **parts: object) -> Reading:
    """Return a reading with these parts."""
    return Reading("text", "en", 1, [("greet", 1.0)], danger, **parts)  # type: ignore[arg-type]


def test_keys_without_anything_told() -> None:
    """All names are there, whatever was told; what was not told is null or empty."""
    found = as_json(reading())
    assert tuple(found) == READING_KEYS
    assert {name: value for name, value in found.items() if value not in (None, [])} == {
        "danger_probability": 0.0123, "danger_of": "self", "about_person": "self",
    }  # fmt: skip


def test_everything_told() -> None:
    """Each part is plain JSON under its name."""
    danger = DangerReading(0.98765, Danger.DANGER, DangerKind.FIRE, Person.OTHER, "it burns")
    places = [NamedPlace(BANGKOK, PlacePart.NOW, True), NamedPlace(Place("LA", None, "Laos"), PlacePart.FROM, False)]  # noqa: FBT003
    parts = {
        "needs": ["find_shelter", "return_home"], "not_wanted": ["report_crime"], "about_person": Person.OTHER,
        "relation": "sister", "age": 15, "is_minor": True, "places": places, "origin": "LA",
        "limits": [Limit.NO_POLICE], "question": ServiceQuestion(Aspect.COST, "2", 0.9), "names": ["IOM"],
        "outcome": Outcome.REFUSED,
    }  # fmt: skip
    found = as_json(reading(danger, **parts))
    assert tuple(found) == READING_KEYS
    assert json.loads(json.dumps(found)) == {
        "danger_probability": 0.9877,
        "danger_of": "other",
        "danger_kind": "fire",
        "needs": ["find_shelter", "return_home"],
        "not_wanted": ["report_crime"],
        "about_person": "other",
        "relation": "sister",
        "age": 15,
        "age_band": "child",
        "place": {"country": "TH", "region": "TH-10", "name": "Bangkok", "latitude": 13.8, "longitude": 100.5},
        "places": [
            {"name": "Bangkok", "country": "TH", "part": "now", "sure": True},
            {"name": "Laos", "country": "LA", "part": "from", "sure": False},
        ],
        "origin": "LA",
        "limits": ["no_police"],
        "about": {"aspect": "cost", "which": "2"},
        "names": ["IOM"],
        "outcome": "refused",
    }


@pytest.mark.parametrize(
    ("age", "is_minor", "band"),
    [
        (17, True, "child"),
        (18, False, "adult"),
        (18, None, "adult"),
        (None, True, "child"),
        (None, False, "adult"),
        (None, None, None),
    ],
)
def test_age_band(age: int | None, is_minor: bool | None, band: str | None) -> None:  # noqa: FBT001 - a parameter
    """The band follows the age, or what is said without one."""
    assert as_json(reading(age=age, is_minor=is_minor))["age_band"] == band


def test_self_harm_has_no_kind() -> None:
    """Only danger by others has a kind."""
    told = DangerReading(0.9, Danger.SELF_HARM, DangerKind.TAKEN)
    assert as_json(reading(told))["danger_kind"] is None
