"""Which known words somebody may have meant who typed another: one slip in a short word, two in a long one.

A slip breaks one piece of a word at most, and swapping two letters breaks two neighbours at most; so some
piece of the word is whole, and the index of trigrams finds all words that share it.
"""

from typing import Any, Final

from rapidfuzz.distance import OSA
from sqlalchemy import Connection, bindparam, text

from directory.search.free_text.trigram_queries import array_query, fts_query

SHORTEST, LONGEST = 4, 40
"""Lengths of words in which slips are looked for, in signs."""
_LONG: Final = 7
_PIECE: Final = 3
_SPACES: Final = 2
_MOST_CANDIDATES: Final = 5_000
_MOST_MEANT: Final = 6

_NEAR: Final = "length(word) BETWEEN :shortest AND :longest"
_ASK: Final = {
    "sqlite": (
        "SELECT word FROM (SELECT rowid AS found FROM service_text_word_grams WHERE service_text_word_grams"
        " MATCH :grams) AS likely CROSS JOIN service_text_word ON id = found WHERE {near} LIMIT {most}"
    ),
    "postgresql": "SELECT word FROM service_text_word WHERE {grams} AND {near} LIMIT {most}",
}


def slips_in(word: str) -> int:
    """Return how many slips are forgiven in a word."""
    if not SHORTEST <= len(word) <= LONGEST:
        return 0
    return 2 if len(word) >= _LONG else 1


def meant_by(connection: Connection, word: str) -> list[str]:
    """Return the known words that `word` may stand for, the nearest first, without itself."""
    allowed = slips_in(word)
    if not allowed:
        return []
    known_words = (known.strip() for known in _candidates(connection, word))
    distances = {known: OSA.distance(word, known, score_cutoff=allowed) for known in known_words}
    near = sorted((far, known) for known, far in distances.items() if 0 < far <= allowed)
    return [known for _, known in near[:_MOST_MEANT]]


def known_among(connection: Connection, words: tuple[str, ...]) -> set[str]:
    """Return those of the words that occur in texts: they are hardly mistyped."""
    statement = text("SELECT word FROM service_text_word WHERE word IN :words").bindparams(
        bindparam("words", expanding=True)
    )
    found = connection.scalars(statement, {"words": [f" {word} " for word in words]})
    return {word.strip() for word in found}


def pieces_of(word: str) -> tuple[str, ...]:
    """Return pieces of a word, with a space at each end, of which one survives the slips that are forgiven in it."""
    padded = f" {word} "
    half = (len(padded) - 1) // 2
    pieces = [padded[:half], padded[-half:]] if half >= _PIECE else [padded[:_PIECE], padded[-_PIECE:]]
    third = len(padded) // 3
    if len(word) >= _LONG:
        pieces = [padded[:third], padded[third : 2 * third], padded[2 * third :]]
    return tuple(dict.fromkeys(pieces))


def _candidates(connection: Connection, word: str) -> list[str]:
    allowed = slips_in(word)
    given: dict[str, Any] = {"shortest": len(word) + _SPACES - allowed, "longest": len(word) + _SPACES + allowed}
    condition, sought = "", {"grams": fts_query([pieces_of(word)])}
    if connection.dialect.name == "postgresql":
        condition, sought = array_query("word", [pieces_of(word)])
    statement = text(_ASK[connection.dialect.name].format(near=_NEAR, most=_MOST_CANDIDATES, grams=condition))
    return list(connection.scalars(statement, given | sought))
