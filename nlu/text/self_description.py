"""What somebody says of themself: gender, feeling, that they fled. Phrases of all languages, in nlu/lexicon."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nlu.text.normalization import key
from nlu.text.word_lists import UNSPACED, one_of
from nlu.text.yaml_files import read_yaml

_LEXICON = Path(__file__).parent.parent / "lexicon"

_GENDERS = ("lgbtq", "boy", "girl", "man", "woman")
"""In the order in which they are looked for: "a trans woman" says more than "a woman"."""


def own_gender(text: str) -> str | None:
    """Return man, boy, woman, girl or lgbtq where the writer says that of themself, else None."""
    return _most_telling("gender", text)


def gender_asked_about(text: str) -> str | None:
    """Return man, woman or lgbtq where a text names such people at all: "do you help men?", "a man".

    Assumes that the text says who the writer is, or asks whether such people are helped.
    """
    return _most_telling("gender_words", text)


def has_fled(text: str) -> bool:
    """Tell whether the writer says that they fled from their own state."""
    return any(_named("fled", text))


def _most_telling(lexicon: str, text: str) -> str | None:
    named = {name for name, _ in _named(lexicon, text)}
    return next((gender for gender in _GENDERS if gender in named), None)


def own_feeling(text: str) -> str | None:
    """Return the first feeling that a text names: a name of nlu/lexicon/feelings ("afraid"), else None.

    Assumes that the text tells a feeling of the writer's: it knows no negation.
    """
    return min(_named("feelings", text), key=lambda named: named[1], default=(None, 0))[0]


def _named(lexicon: str, text: str) -> Iterator[tuple[str, int]]:
    """Yield (name, where its phrase begins) for each name with a phrase in the text."""
    said = key(text)
    # Where words are written without spaces, people put some all the same.
    spelt = [said, said.replace(" ", "")] if UNSPACED.search(said) else [said]
    for name, pattern in _patterns(lexicon).items():
        match = next(filter(None, map(pattern.search, spelt)), None)
        if match:
            yield name, match.start()


@cache
def _patterns(lexicon: str) -> dict[str, re.Pattern[str]]:
    """Compile the phrases of all languages, by their name; they are in one file a language, or in one for all."""
    phrases: dict[str, list[str]] = {}
    for path in sorted((_LEXICON / lexicon).glob("*.yml")) or [_LEXICON / f"{lexicon}.yml"]:
        for name, said in read_yaml(path).items():
            phrases.setdefault(name, []).extend(map(str, said))
    return {name: re.compile(one_of(said)) for name, said in phrases.items()}
