"""How well places are found in each language, on texts of their own, apart from the training texts."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from nlu.text.places.finder import find_place
from nlu.text.yaml_files import read_yaml
from tests.nlu.sentences_without_places import ENGLISH, SPANISH, THAI

FOLDER = Path(__file__).parent / "places"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.yml"))


@cache
def _texts(language: str) -> dict[str, Any]:
    return dict(read_yaml(FOLDER / f"{language}.yml"))


def _is_right(told: dict[str, Any]) -> bool:
    place = find_place(told["text"], is_answer=told.get("asked", False))
    return place is not None and (place.country, place.region) == (told["country"], told["region"])


def test_texts_in_sixteen_languages() -> None:
    """Each language that we speak has thirty texts with a place and ten without."""
    assert len(LANGUAGES) == 16
    for language in LANGUAGES:
        assert len(_texts(language)["told"]) >= 30
        assert len(_texts(language)["none"]) >= 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_country_and_region_are_correct(language: str) -> None:
    """Nine of ten texts, misspelt ones and Latin letters among them, give the right country and region."""
    told = _texts(language)["told"]
    wrong = [each["text"] for each in told if not _is_right(each)]
    assert len(wrong) <= 0.1 * len(told), wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_false_places(language: str) -> None:
    """At most one in twenty texts that name no place gives one, asked for it or not."""
    tries = [(text, asked) for text in _texts(language)["none"] for asked in (False, True)]
    false = [text for text, asked in tries if find_place(text, is_answer=asked)]
    assert len(false) <= 0.05 * len(tries), false


@pytest.mark.parametrize("sentences", [ENGLISH, SPANISH, THAI], ids=["en", "es", "th"])
@pytest.mark.parametrize("asked", [False, True])
def test_ordinary_sentences_have_no_place(sentences: list[str], *, asked: bool) -> None:
    """Sentences without a place return None, even if the bot asked for one."""
    assert [sentence for sentence in sentences if find_place(sentence, is_answer=asked)] == []


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("im in bangkok", (13.8, 100.5)),
        ("mae sot", (16.7, 98.6)),
        ("thailand", (None, None)),
        ("california", (None, None)),
    ],
)
def test_city_has_coarse_coordinates(text: str, point: tuple[float | None, float | None]) -> None:
    """A city comes with its middle, in tenths of a degree; a country or a wide province without a point."""
    place = find_place(text)
    assert place is not None
    assert (place.latitude, place.longitude) == point
