"""The phrases round names of places, in all languages at once (`nlu/gazetteer/cues/<language>.yml`).

`close|next to` stands for "close to" and "next to". A phrase in Thai, Lao, Khmer,
Burmese or Chinese is part of a text without spaces, any other is whole words.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from nlu.text.place_folding import fold, is_unspaced
from nlu.text.yaml_files import read_yaml

FOLDER = Path(__file__).parent.parent / "gazetteer" / "cues"


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
