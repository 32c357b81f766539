"""What people say about themselves: gender, feeling, that they fled. The phrases are in nlu/lexicon."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nlu.text.normalization import match_key
from nlu.text.word_lists import UNSPACED, any_phrase
from nlu.text.yaml_files import read_yaml

_LEXICON = Path(__file__).parent.parent / "lexicon"

_GENDERS = ("lgbtq", "boy", "girl", "man", "woman")
"""The most specific first: "a trans woman" before "a woman"."""


def extract_gender(text: str) -> str | None:
    """Return man, boy, woman, girl or lgbtq if the writer says that about themselves, else None."""
    return _most_specific("gender", text)


def mentioned_gender(text: str) -> str | None:
    """Return man, woman or lgbtq if a text mentions such people at all: "do you help men?", "a man".

    Assumes that the text says who the writer is, or asks whether such people are helped.
    """
    return _most_specific("gender_words", text)


def has_fled(text: str) -> bool:
    """Return whether the writer says that they fled from their own state."""
    return any(_find_names("fled", text))


def _most_specific(lexicon: str, text: str) -> str | None:
    named = {name for name, _ in _find_names(lexicon, text)}
    return next((gender for gender in _GENDERS if gender in named), None)


def extract_feeling(text: str) -> str | None:
    """Return the first feeling that a text mentions: a name of nlu/lexicon/feelings ("afraid"), else None.

    Assumes that the text states a feeling of the writer: it does not handle negation.
    """
    return min(_find_names("feelings", text), key=lambda named: named[1], default=(None, 0))[0]


def _find_names(lexicon: str, text: str) -> Iterator[tuple[str, int]]:
    """Yield (name, position of its phrase) for each name with a phrase in the text."""
    spoken = match_key(text)
    # In scripts without spaces people sometimes type spaces.
    spelt = [spoken, spoken.replace(" ", "")] if UNSPACED.search(spoken) else [spoken]
    for name, pattern in _patterns(lexicon).items():
        match = next(filter(None, map(pattern.search, spelt)), None)
        if match:
            yield name, match.start()


@cache
def _patterns(lexicon: str) -> dict[str, re.Pattern[str]]:
    """Compile the phrases of all languages by name; there is one file per language, or one for all."""
    phrases: dict[str, list[str]] = {}
    for path in sorted((_LEXICON / lexicon).glob("*.yml")) or [_LEXICON / f"{lexicon}.yml"]:
        for name, spoken in read_yaml(path).items():
            phrases.setdefault(name, []).extend(map(str, spoken))
    return {name: re.compile(any_phrase(spoken)) for name, spoken in phrases.items()}
