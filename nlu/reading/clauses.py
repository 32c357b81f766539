"""Cut a message into clauses, the units that are scored.

A danger must weigh the same alone and among ordinary sentences, so nothing is scored by the whole message only. People
write without punctuation, so a run-on is cut too: at conjunctions, at spaces in scripts that use them between phrases,
and at last into windows. A clause has about the length of the training texts.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from nlu.text.phrase_index import LEXICON
from nlu.text.word_lists import UNSPACED
from nlu.text.yaml_files import read_yaml

SHORTEST, LONGEST = 24, 88
"""Letters up to which a piece is joined to the next, and from which it is cut."""
_DENSE_SHORTEST, _DENSE_LONGEST = 9, 40
"""The same for Chinese and Japanese, which say more with a letter."""
MOST_CLAUSES = 10
"""Clauses of a message; longer ones have longer clauses."""

_PHRASED_SHORTEST, _PHRASED_LONGEST = 7, 60
"""The same for Thai and Lao, which put spaces between phrases and need no full stop."""
_ONE_SENTENCE = 48
"""Characters up to which a Thai or Lao text is one sentence, whose phrases belong together."""

_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_PHRASED = re.compile(r"[\u0e00-\u0eff]")
_STRONG = re.compile(r"(?<=[!?…;؛؟।॥。；！？။។៕።\n])|(?<=(?<!\b[A-Za-z])[.])(?=\s|$)|\s[-–—]+\s")
"""Ends of sentences; a stop after a single letter is an abbreviation."""
_WEAK = re.compile(r"(?<=[,:،，、：၊፣፤(])(?!\d)|(?=[)])")
"""Ends of clauses within a sentence."""
_PHRASE = re.compile(rf"{_WEAK.pattern}|(?<=\s)(?=\S)")
"""The same, and every space, in scripts that put spaces between phrases."""
_SPACE = re.compile(r"\s")
_LETTER = re.compile(r"[^\W\d_](?![\u0300-\u036f\u0e30-\u0e4e\u0eb0-\u0ecd\u102b-\u103e\u1056-\u1060\u17b4-\u17d3])")
"""A letter without signs after it: cut before it, as the last resort."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a message, with its position in it, and the number of its sentence."""

    text: str
    start: int
    end: int
    sentence: int


def split_clauses(text: str) -> list[Clause]:
    """Return the clauses of a normalized text in their order; together they have all of its letters."""
    shortest, longest, weak = _limits(text)
    longest = max(longest, len(text) // MOST_CLAUSES)
    found: list[Clause] = []
    for number, (start, end) in enumerate(_spans(text, 0, len(text), _STRONG)):
        pieces = [part for span in _spans(text, start, end, weak) for part in _cut(text, *span, longest)]
        found += [_clause(text, *span, number) for span in _joined(pieces, shortest, longest)]
    return [clause for clause in found if any(map(str.isalnum, clause.text))]


def _limits(text: str) -> tuple[int, int, re.Pattern[str]]:
    """Return the shortest and the longest clause in the script of a text, and what ends one within a sentence."""
    if len(_DENSE.findall(text)) * 2 > len(text):
        return _DENSE_SHORTEST, _DENSE_LONGEST, _PHRASE
    if len(text) > _ONE_SENTENCE and len(_PHRASED.findall(text)) * 2 > len(text):
        return _PHRASED_SHORTEST, _PHRASED_LONGEST, _PHRASE
    return SHORTEST, LONGEST, _WEAK


def _clause(text: str, start: int, end: int, sentence: int) -> Clause:
    """Return a clause without the spaces around it."""
    part = text[start:end]
    stripped = part.strip()
    start += len(part) - len(part.lstrip())
    return Clause(stripped, start, start + len(stripped), sentence)


def _spans(text: str, start: int, end: int, ends: re.Pattern[str]) -> list[tuple[int, int]]:
    """Return the spans between the ends of a part of a text."""
    borders = [start, *(match.end() for match in ends.finditer(text, start, end) if start < match.end() < end), end]
    return list(pairwise(borders))


def _cut(text: str, start: int, end: int, longest: int) -> list[tuple[int, int]]:
    """Return a span, or its parts if it is too long: cut at the conjunction or space nearest to its middle."""
    if end - start <= longest:
        return [(start, end)]
    middle, reach = (start + end) // 2, (end - start) // 3
    for borders in (_conjunctions(), _SPACE, _LETTER):
        found = (match.start() for match in borders.finditer(text, middle - reach, middle + reach))
        border = min(found, key=lambda at: abs(at - middle), default=None)
        if border is not None:
            return [*_cut(text, start, border, longest), *_cut(text, border, end, longest)]
    return [(start, end)]


def _joined(spans: list[tuple[int, int]], shortest: int, longest: int) -> list[tuple[int, int]]:
    """Return the spans of a sentence, short ones joined to their neighbour."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and min(end - start, joined[-1][1] - joined[-1][0]) < shortest and end - joined[-1][0] <= longest:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


@cache
def _conjunctions() -> re.Pattern[str]:
    """Compile the words that begin a clause, in all languages."""
    paths = sorted((LEXICON / "conjunctions").glob("*.yml"))
    words = {str(word) for path in paths for word in read_yaml(path)["conjunctions"]}
    spaced = sorted((word for word in words if not UNSPACED.search(word)), key=len, reverse=True)
    unspaced = sorted((word for word in words if UNSPACED.search(word)), key=len, reverse=True)
    patterns = [
        rf"(?<=\s)(?:{'|'.join(map(re.escape, spaced))})(?=\s)" if spaced else "",
        "|".join(map(re.escape, unspaced)),
    ]
    return re.compile("|".join(filter(None, patterns)) or "(?!)", re.IGNORECASE)
