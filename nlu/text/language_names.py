"""Which language a person asks for by its name, in any of the languages that we speak."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nlu.text.normalization import LONGEST, key
from nlu.text.word_lists import UNSPACED, one_of, words_of
from nlu.text.yaml_files import read_yaml

_SHORTEST = 2
"""Characters of the shortest name that is looked for inside unspaced text: Chinese has names of two."""

_MORE_NAMES = Path(__file__).parent.parent / "lexicon" / "language_names.yml"
"""Names of languages that people may ask for though we don't speak them: we say so. And rarer names of ours."""

_CLAUSE_ENDS = re.compile(r"[,.;:!?،؛؟。，、；！？၊။।\n]+")
"""What parts "I don't speak English" from "Thai please"."""

Span = tuple[int, int]


def named_language(text: str) -> str | None:
    """Return the BCP 47 code of the language asked for in `text`, the longest name first, or None.

    A language that somebody says they don't speak is none that they ask for: it is the one
    whose name stands nearest to those words, in the same clause.
    """
    said = " | ".join(key(clause) for clause in _CLAUSE_ENDS.split(text[:LONGEST]))
    unable = _unable().search(said)
    mentions = [(span, code) for span, code in _mentions(said) if not unable or span[0] != unable.start()]
    if unable:
        same_clause = [mention for mention in mentions if "|" not in _between(said, mention[0], unable.span())]
        refused = min(same_clause, key=lambda mention: _gap(mention[0], unable.span()), default=(None, None))[1]
        mentions = [(span, code) for span, code in mentions if code != refused]
    return mentions[0][1] if mentions else None


def _mentions(said: str) -> Iterator[tuple[Span, str]]:
    """Yield where a language is named and which, the longest names first; no name inside of another."""
    taken: list[Span] = []
    for name, code in _names_in(said):
        start = said.find(name)
        while start >= 0:
            span = (start, start + len(name))
            if _stands_alone(said, span) and all(_gap(span, other) > 0 for other in taken):
                taken.append(span)
                yield span, code
            start = said.find(name, start + 1)


def _names_in(said: str) -> list[tuple[str, str]]:
    """Return the names that may stand in a text, by how they begin, longest first: few of hundreds."""
    beginnings = {said[start : start + _SHORTEST] for start in range(len(said))}
    return [name for _, name in sorted(name for two in beginnings for name in _by_beginning().get(two, ()))]


def _stands_alone(said: str, span: Span) -> bool:
    """Tell whether what is at `span` is no part of a longer word; unspaced scripts don't show it."""
    start, end = span
    if UNSPACED.match(said[start]):
        return end - start >= _SHORTEST
    return said[start - 1 : start] in {"", " "} and said[end : end + 1] in {"", " "}


def _gap(one: Span, other: Span) -> int:
    """Return the characters between two spans, and 1; 0 where they overlap."""
    return max(other[0] - one[1], one[0] - other[1], -1) + 1


def _between(said: str, one: Span, other: Span) -> str:
    return said[min(one[1], other[1]) : max(one[0], other[0])]


@cache
def _names() -> list[tuple[str, str]]:
    """Every name of every language, longest first, and its code."""
    lists = [words["language_names"] for words in words_of().values()]
    lists.append(read_yaml(_MORE_NAMES))
    names = {key(name): code for names in lists for code, own in names.items() for name in own}
    return sorted(names.items(), key=lambda item: -len(item[0]))


@cache
def _by_beginning() -> dict[str, list[tuple[int, tuple[str, str]]]]:
    """The names by their first letters, each with its place among all: none is shorter than these."""
    found: dict[str, list[tuple[int, tuple[str, str]]]] = {}
    for place, named in enumerate(_names()):
        found.setdefault(named[0][:_SHORTEST], []).append((place, named))
    return found


@cache
def _unable() -> re.Pattern[str]:
    """How people say that they don't know a language, in all languages."""
    ways = []
    for words in (words["unable"] for words in words_of().values()):
        can = one_of(words["can"])
        ways += [
            one_of(words["alone"]),
            f"{one_of(words['not'])}.{{0,20}}?{can}",
            f"{can} ?{one_of(words['not_after'])}",
        ]
    return re.compile("|".join(ways))
