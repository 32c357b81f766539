"""Find services by words: first names, then whole words, parts of words, and finally similar words.

The danger is a query that takes the database minutes. Every step has a limit: rows that are scanned, candidates of the
index, hits that are scored. Services beyond it are not texts, and staff have to add a word.
"""

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from rapidfuzz import fuzz
from sqlalchemy import Connection

from directory.search.free_text.tokens import pairs_of, words_of
from directory.search.free_text.trigram_queries import Alternatives, scan_first_rows, search_index, search_names
from directory.search.free_text.typos import known_words, similar_words
from directory.taxonomy import needs_for_word

PARTS: Final = "\t"
"""Separates the parts of a text: names; places and needs; pairs."""
_WHOLE_NAME, _WHOLE_OTHER, _PREFIX, _PART, _ALTERNATIVE = 1.0, 0.9, 0.8, 0.7, 0.6
# Of a hundred points, the share for a name that equals the query.
_CLOSENESS_WEIGHT: Final = 10
_MIN_LIKENESS: Final = 80
_MAX_QUERY: Final = 200
_MAX_WORDS: Final = 8
_MAX_HITS: Final = 1_000
_MAX_GUESSES: Final = 200
_FEW_HITS: Final = 5
# The best hits are chosen among this many candidates for each.
_CANDIDATES_PER_HIT: Final = 4
# Thai, Lao, Burmese and Khmer are written without spaces between words.
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_MIN_SPLIT: Final = 8


@dataclass(frozen=True, slots=True)
class TextQuery:
    """The words of a query and the alternatives for each: whole words with spaces around them, or fragments."""

    words: tuple[str, ...]
    alternatives: tuple[Alternatives, ...]
    is_tolerant: bool = True


class Hit(NamedTuple):
    """A service that matches; a higher score (0 to 100) is better."""

    service_id: str
    score: float


def search_text(
    connection: Connection, words: str, *, limit: int = 50, offset: int = 0, is_tolerant: bool = True
) -> list[Hit]:
    """Return services in whose names, places or needs every word occurs, the best first.

    Words may be in any script and order, and may be parts of words. If hardly anything contains all words, typing
    errors are tolerated, and words for needs in any of our languages are understood. If not `is_tolerant`, neither is
    done, and the middle of a word counts only in scripts without spaces between words: "BRAC" does not find "embrace".
    Quotes, stars and other signs have no special meaning. Words after the eighth are ignored, and at most a thousand
    hits are returned.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
    """
    terms = tuple(words_of(words[:_MAX_QUERY])[:_MAX_WORDS])
    if not terms or limit < 1 or offset < 0:
        return []
    enough = min(offset + limit, _MAX_HITS)
    texts = _exact_matches(connection, terms, enough)
    alternatives: tuple[Alternatives, ...] = ((),) * len(terms)
    if is_tolerant and len(texts) < _FEW_HITS and not _count_whole_word_matches(terms, texts):
        known = known_words(connection, terms)
        alternatives = tuple(_alternatives(connection, word, known=word in known) for word in terms)
        wanted = [(word, *others) for word, others in zip(terms, alternatives, strict=True)]
        fuzzy = scan_first_rows(connection, wanted, _MAX_GUESSES)
        if len(fuzzy) < enough:
            fuzzy += search_index(connection, wanted, _MAX_GUESSES)
        texts |= dict(fuzzy)
    query = TextQuery(terms, alternatives, is_tolerant=is_tolerant)
    scores = ((_score(query, text), text, service) for service, text in texts.items())
    hits = sorted((-score, text, service) for score, text, service in scores if score)
    return [Hit(service, round(-score, 2)) for score, _, service in hits[offset : offset + limit]]


def _exact_matches(connection: Connection, terms: tuple[str, ...], enough: int) -> dict[str, str]:
    """Return texts that contain all the words exactly.

    If there are too many, those with whole words and with such names must be among them; if the first rows have enough,
    the index is not used for the rest.
    """
    most = min(_CANDIDATES_PER_HIT * enough, _MAX_HITS)
    parts = [(word,) for word in terms]
    texts = dict(scan_first_rows(connection, parts, most))
    if len(texts) < enough:
        indexed = search_index(connection, parts, most)
        texts |= dict(indexed)
        if len(indexed) < most:
            return texts
    texts |= dict(search_names(connection, " ".join(terms), enough))
    if _count_whole_word_matches(terms, texts) < enough:
        texts |= dict(search_index(connection, [(f" {word} ",) for word in terms], most))
    return texts


def _count_whole_word_matches(terms: tuple[str, ...], texts: dict[str, str]) -> int:
    """Return how many texts contain all the words as whole words."""
    return sum(all(f" {word} " in text for word in terms) for text in texts.values())


def _alternatives(connection: Connection, word: str, *, known: bool) -> Alternatives:
    """Return what a word may mean: the needs that it names and, if the word is unknown, similar words."""
    needs = [f" {need.replace('_', ' ')} " for need in needs_for_word(word)]
    if known:
        return tuple(needs)
    middle = len(word) // 2
    halves = (word[:middle], word[middle:]) if len(word) >= _MIN_SPLIT and _UNSPACED.search(word) else ()
    return (*needs, *(f" {similar} " for similar in similar_words(connection, word)), *halves)


def _score(query: TextQuery, text: str) -> float:
    """Return how well a text matches, 0 to 100; 0 if a word does not match at all."""
    names, others, _ = text.split(PARTS)
    if not query.is_tolerant and any(_is_amid_words(word, text) for word in query.words):
        return 0
    scores = [
        _word_score(word, alternatives, names, others, text)
        for word, alternatives in zip(query.words, query.alternatives, strict=True)
    ]
    if not all(scores):
        return 0
    typed = " ".join(query.words)
    closeness = max((fuzz.ratio(typed, line.strip()) for line in names.split("\n")), default=0)
    return sum(scores) / len(scores) * (100 - _CLOSENESS_WEIGHT) + closeness / 100 * _CLOSENESS_WEIGHT


def _is_amid_words(word: str, text: str) -> bool:
    """Return whether a word stands only in the middle of others, unless its script puts no spaces between words."""
    return f" {word}" not in text and not (_UNSPACED.search(word) or pairs_of(word))


def _word_score(word: str, alternatives: Alternatives, names: str, others: str, text: str) -> float:
    """Return from 0 to 1 how well a text matches one word."""
    if f" {word} " in names:
        return _WHOLE_NAME
    if f" {word} " in others:
        return _WHOLE_OTHER
    if word in text:
        return _PREFIX if f" {word}" in names else _PART
    likeness = max((_likeness(word, one, text) for one in alternatives if one in text), default=0.0)
    return _ALTERNATIVE * likeness / 100


def _likeness(word: str, alternative: str, text: str) -> float:
    """Return from 0 to 100 how similar an alternative is to the typed word; a fragment alone proves nothing."""
    if alternative[0] == alternative[-1] == " ":
        # The word for a need may be quite different in the language of the text.
        return max(fuzz.ratio(word, alternative.strip()), _MIN_LIKENESS)
    near = fuzz.partial_ratio(word, text)
    return near if near >= _MIN_LIKENESS else 0
