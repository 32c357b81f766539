"""Known words that are similar to a mistyped one: one typing error in a short word, two in a long one.

An error changes one fragment of a word at most, and swapping two letters changes two neighbours at most. So one
fragment is unchanged, and the trigram index finds all words that contain it.
"""

from typing import Any, Final

from rapidfuzz.distance import OSA
from sqlalchemy import Connection, bindparam, text

from directory.search.free_text.trigram_queries import array_query, fts_query

MIN_TYPO_LENGTH, MAX_TYPO_LENGTH = 4, 40
"""Lengths of words for which similar words are searched, in characters."""
_LONG_WORD: Final = 7
_MIN_FRAGMENT: Final = 3
_SPACES: Final = 2
_MAX_CANDIDATES: Final = 5_000
_MAX_SIMILAR: Final = 6

_LENGTH_CONDITION: Final = "length(word) BETWEEN :shortest AND :longest"
_CANDIDATES: Final = {
    "sqlite": (
        "SELECT word FROM (SELECT rowid AS found FROM service_text_word_grams WHERE service_text_word_grams"
        " MATCH :grams) AS likely CROSS JOIN service_text_word ON id = found WHERE {near} LIMIT {most}"
    ),
    "postgresql": "SELECT word FROM service_text_word WHERE {grams} AND {near} LIMIT {most}",
}


def max_typos(word: str) -> int:
    """Return how many typing errors are tolerated in a word."""
    if not MIN_TYPO_LENGTH <= len(word) <= MAX_TYPO_LENGTH:
        return 0
    return 2 if len(word) >= _LONG_WORD else 1


def similar_words(connection: Connection, word: str) -> list[str]:
    """Return the known words that are similar to `word`, the most similar first, without `word` itself."""
    allowed = max_typos(word)
    if not allowed:
        return []
    candidates = [candidate.strip() for candidate in _candidates(connection, word)]
    distances = {known: OSA.distance(word, known, score_cutoff=allowed) for known in candidates}
    near = sorted((distance, known) for known, distance in distances.items() if 0 < distance <= allowed)
    return [known for _, known in near[:_MAX_SIMILAR]]


def known_words(connection: Connection, words: tuple[str, ...]) -> set[str]:
    """Return those of the words that occur in texts and are therefore probably not mistyped."""
    statement = text("SELECT word FROM service_text_word WHERE word IN :words").bindparams(
        bindparam("words", expanding=True)
    )
    known = connection.scalars(statement, {"words": [f" {word} " for word in words]})
    return {word.strip() for word in known}


def fragments(word: str) -> tuple[str, ...]:
    """Return fragments of a word, padded with spaces, of which one survives the tolerated typing errors."""
    padded = f" {word} "
    half = (len(padded) - 1) // 2
    half = max(half, _MIN_FRAGMENT)
    pieces = [padded[:half], padded[-half:]]
    third = len(padded) // 3
    if len(word) >= _LONG_WORD:
        pieces = [padded[:third], padded[third : 2 * third], padded[2 * third :]]
    return tuple(dict.fromkeys(pieces))


def _candidates(connection: Connection, word: str) -> list[str]:
    allowed = max_typos(word)
    params: dict[str, Any] = {"shortest": len(word) + _SPACES - allowed, "longest": len(word) + _SPACES + allowed}
    condition, grams = "", {"grams": fts_query([fragments(word)])}
    if connection.dialect.name == "postgresql":
        condition, grams = array_query("word", [fragments(word)])
    template = _CANDIDATES[connection.dialect.name]
    statement = text(template.format(near=_LENGTH_CONDITION, most=_MAX_CANDIDATES, grams=condition))
    return list(connection.scalars(statement, params | grams))
