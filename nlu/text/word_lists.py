"""The word lists of each language in nlu/lexicon/words: numbers, yes and no, names of languages."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from nlu.text.normalization import match_key
from nlu.text.yaml_files import read_yaml

WORDS = Path(__file__).parent.parent / "lexicon" / "words"

UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Scripts written without spaces between words: Thai, Lao, Burmese, Khmer, Kana, Han."""


@cache
def load_word_lists() -> dict[str, dict[str, Any]]:
    """Return the word lists by BCP 47 code; nlu/lexicon/README.md describes each list."""
    return {path.stem: read_yaml(path) for path in sorted(WORDS.glob("*.yml"))}


def any_phrase(phrases: Iterable[str]) -> str:
    """Return a regular expression for any of `phrases` in a `match_key`, longest first; it matches nothing without any.

    In scripts with spaces a phrase begins and ends at a word boundary or a digit.
    """
    keys = sorted({match_key(phrase) for phrase in phrases} - {""}, key=len, reverse=True)
    return "(?:" + ("|".join(map(_bounded, keys)) or "(?!)") + ")"


def _bounded(phrase: str) -> str:
    before = "" if UNSPACED.match(phrase) else r"(?<![^\s\d])"
    after = "" if UNSPACED.match(phrase[-1]) else r"(?![^\s\d])"
    return before + re.escape(phrase) + after


def normalize_digits(text: str) -> str:
    """Return `text` with the digits of any script, also circled ones, as 0 to 9; superscripts are kept."""
    if text.isascii():
        return text
    return "".join(_plain(character) for character in text)


def _plain(character: str) -> str:
    raised = unicodedata.decomposition(character).startswith(("<super>", "<sub>"))
    value = None if raised else unicodedata.digit(character, None)
    return character if value is None else str(value)
