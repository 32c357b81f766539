"""Phrases that alone mean danger or self-harm, whatever the classifier says.

A false alarm costs one unnecessary message; a miss may cost a life. So this searches in all languages, whichever was
identified. It is a safety net for the classifier: no list of phrases is complete.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path

from nlu.text.denials import is_denied
from nlu.text.normalization import match_key
from nlu.text.phrase_index import FoundPhrase, PhraseIndex, phrase_key
from nlu.text.word_lists import UNSPACED
from nlu.text.yaml_files import read_yaml

LEXICON = Path(__file__).parent.parent / "lexicon" / "danger"


class Danger(StrEnum):
    """A kind of danger."""

    DANGER = "danger"
    SELF_HARM = "selfharm"


def find_danger(text: str) -> Danger | None:
    """Return the danger that `text` mentions; harm by others comes before self-harm."""
    if "🆘" in text:
        return Danger.DANGER
    harmless_words, harmless_parts = _patterns("neither")
    spaced = harmless_words.sub(" ", match_key(text))
    unspaced = harmless_parts.sub("", spaced.replace(" ", ""))
    for kind in Danger:
        words, parts = _patterns(kind)
        if words.search(spaced) or parts.search(unspaced):
            return kind
    return None


def has_wish_to_die(text: str, language: str) -> bool:
    """Return whether `text` tells of a wish to die in plain words that are not denied beside them.

    `language` is the BCP 47 code of the text; phrases of all languages are searched.
    """
    return bool(find_wishes_to_die(phrase_key(text), language))


def find_wishes_to_die(key: str, language: str) -> list[FoundPhrase]:
    """Return the plain words for a wish to die in a `phrase_key` that are not denied beside them."""
    # A spaced language denies right before the verb; "police nahi bola na. main mar jana chahta hu" denies the police.
    words = 2 if UNSPACED.search(key) else 1
    return [each for each in _wishes().find(key) if not is_denied(key, each.start, each.end, language, words=words)]


@cache
def _wishes() -> PhraseIndex:
    by_language = read_yaml(LEXICON.parent / "wish_to_die.yml")
    return PhraseIndex.build((phrase, Danger.SELF_HARM) for phrases in by_language.values() for phrase in phrases)


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile the phrases of all languages: those of whole words, and those inside unspaced text.

    `kind` is a `Danger`, or "neither": phrases that only sound like danger and are removed first.
    """
    phrases = [phrase for path in sorted(LEXICON.glob("*.yml")) for phrase in read_yaml(path)[kind]]
    spaced = [phrase for phrase in phrases if not UNSPACED.search(phrase)]
    unspaced = [phrase for phrase in phrases if UNSPACED.search(phrase)]
    return (
        re.compile(r"(?<!\S)(?:" + _alternatives(spaced, gap=r" (?:\S+ ){0,4}", space=" ") + r")(?!\S)"),
        re.compile(_alternatives(unspaced, gap=".{0,20}", space="")),
    )


def _alternatives(phrases: Iterable[str], *, gap: str, space: str) -> str:
    """Return the phrases as one regular expression, which matches nothing if there are none; `...` becomes `gap`."""
    written = (
        gap.join(re.escape(match_key(part).replace(" ", space)) for part in phrase.split("...") if part.strip())
        for phrase in phrases
    )
    return "|".join(written) or "(?!)"
