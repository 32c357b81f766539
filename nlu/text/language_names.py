"""Which language a person asks for by its name, in any of our languages."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from nlu.text.normalization import MAX_LENGTH, match_key
from nlu.text.word_lists import UNSPACED, any_phrase, load_word_lists
from nlu.text.yaml_files import read_yaml

_SHORTEST = 2
"""Characters of the shortest name inside unspaced text: Chinese has names of two."""

_EXTRA_NAMES = Path(__file__).parent.parent / "lexicon" / "language_names.yml"
"""Names of languages that the bot does not speak, so that it can say so, and rarer names of ours."""

_CLAUSE_ENDS = re.compile(r"[,.;:!?،؛؟。，、；！？၊။।\n]+")
"""Separates "I don't speak English" from "Thai please"."""

Span = tuple[int, int]


def requested_language(text: str) -> str | None:
    """Return the BCP 47 code of the language requested in `text`, the longest name first, or None.

    A language that the person says they do not speak is not requested: it is the one whose name is nearest to these
    words, in the same clause.
    """
    text_key = " | ".join(match_key(clause) for clause in _CLAUSE_ENDS.split(text[:MAX_LENGTH]))
    unable = _inability().search(text_key)
    mentions = [(span, code) for span, code in _find_mentions(text_key) if not unable or span[0] != unable.start()]
    if unable:
        same_clause = [mention for mention in mentions if "|" not in _between(text_key, mention[0], unable.span())]
        refused = min(same_clause, key=lambda mention: _gap(mention[0], unable.span()), default=(None, None))[1]
        mentions = [(span, code) for span, code in mentions if code != refused]
    return mentions[0][1] if mentions else None


def _find_mentions(text_key: str) -> Iterator[tuple[Span, str]]:
    """Yield the position and code of each language name, the longest first; no name inside another."""
    taken: list[Span] = []
    for name, code in _candidate_names(text_key):
        start = text_key.find(name)
        while start >= 0:
            span = (start, start + len(name))
            if _is_whole_word(text_key, span) and all(_gap(span, other) > 0 for other in taken):
                taken.append(span)
                yield span, code
            start = text_key.find(name, start + 1)


def _candidate_names(text_key: str) -> list[tuple[str, str]]:
    """Return the names whose first letters occur in a text, longest first: few of hundreds."""
    beginnings = {text_key[start : start + _SHORTEST] for start in range(len(text_key))}
    return [name for _, name in sorted(name for two in beginnings for name in _names_by_prefix().get(two, ()))]


def _is_whole_word(text_key: str, span: Span) -> bool:
    """Return whether `span` is not part of a longer word; unspaced scripts do not show it."""
    start, end = span
    if UNSPACED.match(text_key[start]):
        return end - start >= _SHORTEST
    return text_key[start - 1 : start] in {"", " "} and text_key[end : end + 1] in {"", " "}


def _gap(one: Span, other: Span) -> int:
    """Return 1 plus the characters between two spans; 0 if they overlap."""
    return max(other[0] - one[1], one[0] - other[1], -1) + 1


def _between(text_key: str, one: Span, other: Span) -> str:
    return text_key[min(one[1], other[1]) : max(one[0], other[0])]


@cache
def _names() -> list[tuple[str, str]]:
    """Return every name of every language with its code, longest first."""
    lists = [words["language_names"] for words in load_word_lists().values()]
    lists.append(read_yaml(_EXTRA_NAMES))
    names = {match_key(name): code for names in lists for code, own in names.items() for name in own}
    return sorted(names.items(), key=lambda item: -len(item[0]))


@cache
def _names_by_prefix() -> dict[str, list[tuple[int, tuple[str, str]]]]:
    """Return the names by their first letters, each with its rank among all names."""
    found: dict[str, list[tuple[int, tuple[str, str]]]] = {}
    for place, named in enumerate(_names()):
        found.setdefault(named[0][:_SHORTEST], []).append((place, named))
    return found


@cache
def _inability() -> re.Pattern[str]:
    """Compile the ways to say that one does not speak a language, in all languages."""
    ways = []
    for words in (words["unable"] for words in load_word_lists().values()):
        can = any_phrase(words["can"])
        ways += [
            any_phrase(words["alone"]),
            f"{any_phrase(words['not'])}.{{0,20}}?{can}",
            f"{can} ?{any_phrase(words['not_after'])}",
        ]
    return re.compile("|".join(ways))
