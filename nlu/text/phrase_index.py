"""Find many phrases in a text at once: the time grows with the text, not with the phrases."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from nlu.text.normalization import match_key
from nlu.text.word_lists import UNSPACED, normalize_digits
from nlu.text.yaml_files import read_yaml

LEXICON = Path(__file__).parents[1] / "lexicon"


class FoundPhrase(NamedTuple):
    """A phrase at a position of a `match_key`."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """Phrases and their labels: by whole words, and by their first letters where words are not spaced."""

    words: Mapping[str, str]
    unspaced: Mapping[str, tuple[tuple[str, str], ...]]
    longest: int

    @classmethod
    def build(cls, phrases: Iterable[tuple[str, str]]) -> "PhraseIndex":
        """Index (phrase, label) pairs; of two labels of one phrase the first counts."""
        words: dict[str, str] = {}
        unspaced: dict[str, list[tuple[str, str]]] = {}
        for phrase, label in phrases:
            key = phrase_key(phrase)
            if UNSPACED.search(key):
                forms = dict.fromkeys((key, key.replace(" ", "")))  # some write the spaces of a phrase, some don't
                unspaced.setdefault(key[:1], []).extend((form, label) for form in forms)
            elif key:
                words.setdefault(key, label)
        ordered = {first: tuple(sorted(found, key=lambda item: -len(item[0]))) for first, found in unspaced.items()}
        return cls(words, ordered, max((key.count(" ") + 1 for key in words), default=0))

    def find(self, text_key: str) -> Iterator[FoundPhrase]:
        """Yield the phrases in a `phrase_key`, the longest at each position, none inside another."""
        end = 0
        for start in self._starts(text_key):
            if start >= end and (found := self._at(text_key, start)):
                end = found.end
                yield found

    def _starts(self, text_key: str) -> Iterator[int]:
        """Yield the positions at which a phrase may begin."""
        for position, letter in enumerate(text_key):
            if letter != " " and (position == 0 or text_key[position - 1] == " " or letter in self.unspaced):
                yield position

    def _at(self, text_key: str, start: int) -> FoundPhrase | None:
        for phrase, label in self.unspaced.get(text_key[start], ()):
            if text_key.startswith(phrase, start):
                return FoundPhrase(label, start, start + len(phrase))
        if start and text_key[start - 1] != " ":
            return None
        ends = _word_ends(text_key, start, self.longest)
        return next(
            (
                FoundPhrase(self.words[text_key[start:end]], start, end)
                for end in ends
                if text_key[start:end] in self.words
            ),
            None,
        )


def _word_ends(text_key: str, start: int, most: int) -> list[int]:
    """Return the ends of up to so many words from a position on, the farthest first."""
    ends: list[int] = []
    end = start
    while len(ends) < most and end < len(text_key):
        following = text_key.find(" ", end + 1)
        end = following if following > 0 else len(text_key)
        ends.append(end)
    return ends[::-1]


def phrase_key(text: str) -> str:
    """Return the form in which phrases are compared: a `match_key` with plain digits."""
    return match_key(normalize_digits(text))


@cache
def lexicon_index(folder: str, language: str, list_name: str = "") -> PhraseIndex:
    """Return the phrases of a file of `nlu/lexicon`, labelled with the list that they stand in.

    `list_name` names a mapping of the file instead of the file itself. A language without a file has no phrases.
    """
    path = LEXICON / folder / f"{language}.yml"
    lists: Any = read_yaml(path) if path.exists() else {}
    if list_name:
        lists = lists.get(list_name, {})
    if isinstance(lists, list):
        lists = {list_name: lists}
    return PhraseIndex.build((str(phrase), label) for label, phrases in lists.items() for phrase in phrases)


def find_in_lexicon(text_key: str, folder: str, language: str, list_name: str = "") -> list[FoundPhrase]:
    """Return the phrases of a language and of English, which people mix into every other, in the order of the text."""
    found = {hit for code in {language, "en"} for hit in lexicon_index(folder, code, list_name).find(text_key)}
    return sorted(found, key=lambda hit: hit.start)
