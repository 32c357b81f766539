"""Cue phrases around names of places, in all languages at once (`nlu/gazetteer/cues/<language>.yml`).

`close|next to` means "close to" and "next to". A phrase in Thai, Lao, Khmer, Burmese or Chinese matches inside a text
without spaces, any other matches whole words.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from nlu.text.places.name_keys import SUFFIX_MARK, fold_text, is_unspaced
from nlu.text.yaml_files import read_yaml

FOLDER = Path(__file__).parents[2] / "gazetteer" / "cues"


class Phrases:
    """Phrases of one kind, folded."""

    def __init__(self, found: set[str]) -> None:
        """Index the phrases by their last and first words."""
        self.spaced = frozenset(phrase for phrase in found if not is_unspaced(phrase.strip()))
        self.unspaced = tuple(sorted(found - self.spaced, key=lambda phrase: (-len(phrase), phrase)))
        self._sizes_by_last = _sizes(self.spaced, -1)
        self._sizes_by_first = _sizes(self.spaced, 0)

    def end(self, words: list[str]) -> bool:
        """Return whether words end with one of the phrases."""
        return self.longest_end(words) > 0

    def start(self, words: list[str]) -> bool:
        """Return whether words begin with one of the phrases."""
        return self.longest_start(words) > 0

    def longest_end(self, words: list[str]) -> int:
        """Return the words of the longest phrase with which the words end; 0 if there is none."""
        sizes = self._sizes_by_last.get(words[-1], ()) if words else ()
        return next((size for size in sizes if size <= len(words) and " ".join(words[-size:]) in self.spaced), 0)

    def longest_start(self, words: list[str]) -> int:
        """Return the words of the longest phrase with which the words begin; 0 if there is none."""
        sizes = self._sizes_by_first.get(words[0], ()) if words else ()
        return next((size for size in sizes if size <= len(words) and " ".join(words[:size]) in self.spaced), 0)

    def within(self, words: list[str]) -> bool:
        """Return whether a phrase is among the words."""
        return any(self.longest_end(words[:end]) for end in range(1, len(words) + 1))

    def end_unspaced(self, text: str) -> bool:
        """Return whether unspaced text ends with a phrase; one that begins with a space must be a separate word."""
        return f" {text}".endswith(self.unspaced)

    def end_size_unspaced(self, text: str) -> int:
        """Return the letters of the longest phrase with which unspaced text ends; 0 if there is none."""
        if not self.end_unspaced(text):
            return 0
        return next(len(phrase) for phrase in self.unspaced if f" {text}".endswith(phrase))

    def start_unspaced(self, text: str) -> bool:
        """Return whether unspaced text begins with a phrase."""
        return text.startswith(self.unspaced)

    def start_size_unspaced(self, text: str) -> int:
        """Return the letters of the longest phrase with which unspaced text begins; 0 if there is none."""
        return next((len(phrase) for phrase in self.unspaced if text.startswith(phrase)), 0)

    def within_unspaced(self, text: str) -> bool:
        """Return whether a phrase is in unspaced text."""
        return any(phrase in text for phrase in self.unspaced)


def _sizes(spaced: frozenset[str], position: int) -> dict[str, tuple[int, ...]]:
    """Return for each first or last word the sizes of its phrases, longest first."""
    sizes: defaultdict[str, set[int]] = defaultdict(set)
    for phrase in spaced:
        words = phrase.split()
        sizes[words[position]].add(len(words))
    return {word: tuple(sorted(found, reverse=True)) for word, found in sizes.items()}


@cache
def phrases(kind: str) -> Phrases:
    """Return the phrases of a kind in all languages; empty if no language has any.

    Read once per process; raises `OSError` if the files are missing.
    """
    found = {phrase for cues in _cues() for entry in cues.get(kind, []) for phrase in _spelt_out(entry)}
    return Phrases(found)


class Affix(NamedTuple):
    """An affix of names as it is written, the part of it that belongs to the name, and the token that it makes."""

    written: str
    remainder: str
    token: str


@cache
def affixes(kind: str) -> dict[str, list[Affix]]:
    """Return affixes of names ("بال" keeps "ال"), longest first, by their outermost letter."""
    found: defaultdict[str, list[Affix]] = defaultdict(list)
    edge = 0 if kind == "glued_before" else -1
    for written, remainder in {pair for cues in _cues() for pair in cues.get(kind, {}).items()}:
        folded = fold_text(written.removeprefix("-"))
        found[folded[edge]].append(Affix(folded, fold_text(remainder), _marked(fold_text(written))))
    return {letter: sorted(group, key=lambda affix: (-len(affix.written), affix)) for letter, group in found.items()}


def _marked(word: str) -> str:
    """Return a word of a phrase as a token: "-da" is a case ending, not a word."""
    return SUFFIX_MARK + word[1:] if word.startswith("-") else word


@cache
def _cues() -> list[dict[str, Any]]:
    return [read_yaml(path) for path in sorted(FOLDER.glob("*.yml"))]


def _spelt_out(entry: str) -> Iterator[str]:
    """Yield each phrase of an entry."""
    alone = " " if entry.startswith(" ") else ""
    for words in product(*(slot.split("|") for slot in fold_text(entry).split())):
        yield alone + " ".join(map(_marked, words))


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


def before_cue(text: str) -> str:
    """Return unspaced text up to the first phrase such as "at" behind a name; all of it if there is none."""
    found = [position for phrase in phrases("here_after").unspaced if (position := text.find(phrase)) > 1]
    return text[: min(found, default=len(text))]


@cache
def cue_words() -> frozenset[str]:
    """Return all words of all phrases: none is a misspelt name."""
    entries = (entry for cues in _cues() for found in cues.values() if isinstance(found, list) for entry in found)
    return frozenset(word for entry in entries for slot in fold_text(entry).split() for word in slot.split("|"))


@cache
def _surroundings() -> re.Pattern[str]:
    """Compile the function words; possessive, so that a malicious text cannot cause backtracking."""
    around, polite = phrases("around"), phrases("polite")
    parts = sorted({*around.unspaced, *polite.unspaced}, key=lambda part: (-len(part), part))
    words = sorted({*around.spaced, *polite.spaced})
    return re.compile(rf"(?:{'|'.join(map(re.escape, parts))}|\b(?:{'|'.join(map(re.escape, words))})\b| )*+")
