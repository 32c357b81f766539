"""The phrases round names of places, in all languages at once (`nlu/gazetteer/cues/<language>.yml`).

`close|next to` stands for "close to" and "next to". A phrase in Thai, Lao, Khmer,
Burmese or Chinese is part of a text without spaces, any other is whole words.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from nlu.text.places.name_keys import fold, is_unspaced
from nlu.text.yaml_files import read_yaml

FOLDER = Path(__file__).parents[2] / "gazetteer" / "cues"


class Phrases(NamedTuple):
    """Phrases of one kind, folded; `longest` counts the words of the longest."""

    spaced: frozenset[str]
    unspaced: tuple[str, ...]
    longest: int

    def end(self, words: list[str]) -> bool:
        """Tell whether words end in one of the phrases."""
        return any(self.has(words, size) for size in range(1, self.longest + 1))

    def has(self, words: list[str], size: int) -> bool:
        """Tell whether the last `size` of the words are one of the phrases."""
        return size <= len(words) and " ".join(words[-size:]) in self.spaced

    def start(self, words: list[str]) -> bool:
        """Tell whether words begin with one of the phrases."""
        return any(" ".join(words[:size]) in self.spaced for size in range(1, min(self.longest, len(words)) + 1))

    def end_unspaced(self, text: str) -> bool:
        """Tell whether a text without spaces ends in one; a phrase that begins with a space stands alone."""
        return f" {text}".endswith(self.unspaced)

    def start_unspaced(self, text: str) -> bool:
        """Tell whether a text without spaces begins with one."""
        return text.startswith(self.unspaced)


@cache
def phrases(kind: str) -> Phrases:
    """Return the phrases of a kind in all languages; empty where no language has any.

    Cached, and read once a process; raises `OSError` where the files are missing.
    """
    found = {phrase for cues in _cues() for entry in cues.get(kind, []) for phrase in _spelt_out(entry)}
    spaced = frozenset(phrase for phrase in found if not is_unspaced(phrase.strip()))
    unspaced = tuple(sorted(found - spaced, key=lambda phrase: (-len(phrase), phrase)))
    return Phrases(spaced, unspaced, max((len(phrase.split()) for phrase in spaced), default=0))


@cache
def glued(kind: str) -> dict[str, str]:
    """Return what is written in one word with a name, and what of it is the name's ("بال" -> "ال"), longest first."""
    found = {fold(affix): fold(kept) for cues in _cues() for affix, kept in cues.get(kind, {}).items()}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


@cache
def _cues() -> list[dict[str, Any]]:
    return [read_yaml(path) for path in sorted(FOLDER.glob("*.yml"))]


def _spelt_out(entry: str) -> Iterator[str]:
    """Yield each phrase that an entry stands for."""
    alone = " " if entry.startswith(" ") else ""
    for words in product(*(slot.split("|") for slot in fold(entry).split())):
        yield alone + " ".join(words)


ANY_TOWN = frozenset(["pueblo"])
"""Words for a town that are also the name of one, which counts only with its country behind it."""


def is_one_of_many(words: list[str], *, here: bool) -> bool:
    """Tell whether an indefinite article stands before a name."""
    return phrases("one_of_many").end(words) and not here


def is_a_thing(words: list[str], *, here: bool) -> bool:
    """Tell whether an article or the like stands before a name, so that an everyday word means itself."""
    return is_one_of_many(words, here=here) or phrases("thing").end(words)


def adds_nothing(words: list[str]) -> bool:
    """Tell whether words in a spaced script add nothing to a name: they and a name say only where somebody is."""
    return phrases("around").spaced.issuperset(words)


def adds_nothing_unspaced(text: str) -> bool:
    """Tell the same of a text without spaces, which may have words of other scripts in it."""
    return _around().fullmatch(text) is not None


def after_last_cue(text: str) -> str:
    """Return what follows the words such as "I am at" in an unspaced text, without polite endings."""
    begin = _around().match(text)
    bare = text[begin.end() if begin else 0 :].rstrip()
    while phrases("polite").end_unspaced(bare):
        ending = next(ending for ending in phrases("polite").unspaced if bare.endswith(ending))
        bare = bare[: -len(ending)].rstrip()
    return bare


@cache
def _around() -> re.Pattern[str]:
    """Compile the small words; possessive, because a text made to keep us busy could be cut in many ways."""
    around, polite = phrases("around"), phrases("polite")
    parts = sorted({*around.unspaced, *polite.unspaced}, key=lambda part: (-len(part), part))
    words = sorted({*around.spaced, *polite.spaced})
    return re.compile(rf"(?:{'|'.join(map(re.escape, parts))}|\b(?:{'|'.join(map(re.escape, words))})\b| )*+")
