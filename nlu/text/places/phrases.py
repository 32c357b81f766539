"""Cue phrases around names of places, in all languages at once (`nlu/gazetteer/cues/<language>.yml`).

`close|next to` means "close to" and "next to". A phrase in Thai, Lao, Khmer, Burmese or Chinese matches inside a text
without spaces, any other matches whole words.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from nlu.text.places.name_keys import fold_text, is_unspaced
from nlu.text.yaml_files import read_yaml

FOLDER = Path(__file__).parents[2] / "gazetteer" / "cues"


class Phrases(NamedTuple):
    """Phrases of one kind, folded; `longest` counts the words of the longest."""

    spaced: frozenset[str]
    unspaced: tuple[str, ...]
    longest: int

    def end(self, words: list[str]) -> bool:
        """Return whether words end with one of the phrases."""
        return any(self.has(words, size) for size in range(1, self.longest + 1))

    def has(self, words: list[str], size: int) -> bool:
        """Return whether the last `size` of the words are one of the phrases."""
        return size <= len(words) and " ".join(words[-size:]) in self.spaced

    def start(self, words: list[str]) -> bool:
        """Return whether words begin with one of the phrases."""
        return any(" ".join(words[:size]) in self.spaced for size in range(1, min(self.longest, len(words)) + 1))

    def end_unspaced(self, text: str) -> bool:
        """Return whether unspaced text ends with a phrase; one that begins with a space must be a separate word."""
        return f" {text}".endswith(self.unspaced)

    def start_unspaced(self, text: str) -> bool:
        """Return whether unspaced text begins with a phrase."""
        return text.startswith(self.unspaced)


@cache
def phrases(kind: str) -> Phrases:
    """Return the phrases of a kind in all languages; empty if no language has any.

    Read once per process; raises `OSError` if the files are missing.
    """
    found = {phrase for cues in _cues() for entry in cues.get(kind, []) for phrase in _spelt_out(entry)}
    spaced = frozenset(phrase for phrase in found if not is_unspaced(phrase.strip()))
    unspaced = tuple(sorted(found - spaced, key=lambda phrase: (-len(phrase), phrase)))
    return Phrases(spaced, unspaced, max((len(phrase.split()) for phrase in spaced), default=0))


@cache
def affixes(kind: str) -> dict[str, str]:
    """Return affixes of names, and the part of each that belongs to the name ("بال" -> "ال"), longest first."""
    found = {
        fold_text(affix): fold_text(replacement)
        for cues in _cues()
        for affix, replacement in cues.get(kind, {}).items()
    }
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


@cache
def _cues() -> list[dict[str, Any]]:
    return [read_yaml(path) for path in sorted(FOLDER.glob("*.yml"))]


def _spelt_out(entry: str) -> Iterator[str]:
    """Yield each phrase of an entry."""
    alone = " " if entry.startswith(" ") else ""
    for words in product(*(slot.split("|") for slot in fold_text(entry).split())):
        yield alone + " ".join(words)


GENERIC_TOWNS = frozenset(["pueblo"])
"""Words for a town that are also a name, which counts only with its country after it."""


def has_indefinite_article(words: list[str], *, here: bool) -> bool:
    """Return whether there is an indefinite article before a name."""
    return phrases("one_of_many").end(words) and not here


def has_any_article(words: list[str], *, here: bool) -> bool:
    """Return whether there is an article before a name, so that an everyday word is a noun."""
    return has_indefinite_article(words, here=here) or phrases("thing").end(words)


def adds_nothing(words: list[str]) -> bool:
    """Return whether the words add nothing to a name: together they only state a place."""
    return phrases("around").spaced.issuperset(words)


def adds_nothing_unspaced(text: str) -> bool:
    """Return the same for unspaced text, which may contain words of other scripts."""
    return _surroundings().fullmatch(text) is not None


def strip_cues(text: str) -> str:
    """Return the text after words such as "I am at" in an unspaced script, without polite endings."""
    begin = _surroundings().match(text)
    bare = text[begin.end() if begin else 0 :].rstrip()
    while phrases("polite").end_unspaced(bare):
        ending = next(ending for ending in phrases("polite").unspaced if bare.endswith(ending))
        bare = bare[: -len(ending)].rstrip()
    return bare


@cache
def _surroundings() -> re.Pattern[str]:
    """Compile the function words; possessive, so that a malicious text cannot cause backtracking."""
    around, polite = phrases("around"), phrases("polite")
    parts = sorted({*around.unspaced, *polite.unspaced}, key=lambda part: (-len(part), part))
    words = sorted({*around.spaced, *polite.spaced})
    return re.compile(rf"(?:{'|'.join(map(re.escape, parts))}|\b(?:{'|'.join(map(re.escape, words))})\b| )*+")
