"""Find services by words: names first, then whole words, parts of words, and at last what may have been meant.

The danger is a question that takes the database minutes. Every step has a bound: rows that are read one by
one, candidates of the index, hits that are scored. What lies beyond is not found, and staff type one word more.
"""

import re
from typing import Final, NamedTuple

from sqlalchemy import Connection

from directory.search.free_text.scoring import Asked, score
from directory.search.free_text.tokens import words_of
from directory.search.free_text.trigram_queries import Alternatives, called, look, scan
from directory.search.free_text.typos import known_among, meant_by
from directory.taxonomy import needs_of

_LONGEST_QUESTION: Final = 200
_MOST_WORDS: Final = 8
_MOST_HITS: Final = 1_000
_MOST_GUESSES: Final = 200
_FEW_HITS: Final = 5
# The best are chosen among so many times as many as are wanted.
_ROOM: Final = 4
# Thai, Lao, Burmese and Khmer write sentences without spaces: a word stands in the midst of others.
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_HALVED: Final = 8


class Hit(NamedTuple):
    """A service that was found; a higher score (0 to 100) fits better."""

    service_id: str
    score: float


def find_text(connection: Connection, words: str, *, limit: int = 50, offset: int = 0) -> list[Hit]:
    """Return services in whose names, places or needs every word occurs, the best first.

    Any script, any order, also parts of words. Where hardly anything has all the words, slips of the
    keyboard are forgiven and words for needs in any of our languages are understood. Quotes, stars and other
    signs are characters like others. Words beyond the eighth are ignored; nothing comes after the first thousand.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
    """
    asked = tuple(words_of(words[:_LONGEST_QUESTION])[:_MOST_WORDS])
    if not asked or limit < 1 or offset < 0:
        return []
    enough = min(offset + limit, _MOST_HITS)
    found = _literal(connection, asked, enough)
    meant: tuple[Alternatives, ...] = ((),) * len(asked)
    if len(found) < _FEW_HITS and not _with_whole(asked, found):
        known = known_among(connection, asked)
        meant = tuple(_meant(connection, word, known=word in known) for word in asked)
        wanted = [(word, *others) for word, others in zip(asked, meant, strict=True)]
        guessed = scan(connection, wanted, _MOST_GUESSES)
        if len(guessed) < enough:
            guessed += look(connection, wanted, _MOST_GUESSES)
        found |= dict(guessed)
    worths = ((score(Asked(asked, meant), one), one, service) for service, one in found.items())
    hits = sorted((-worth, one, service) for worth, one, service in worths if worth)
    return [Hit(service, round(-worth, 2)) for worth, _, service in hits[offset : offset + limit]]


def _literal(connection: Connection, asked: tuple[str, ...], enough: int) -> dict[str, str]:
    """Return texts with all the words as they are.

    Where there are too many to take them all, those with the words as whole words must be among them, and
    the services that are called so; where the first rows have plenty, the index is not asked for the rest.
    """
    most = min(_ROOM * enough, _MOST_HITS)
    parts = [(word,) for word in asked]
    found = dict(scan(connection, parts, most))
    if len(found) < enough:
        looked = look(connection, parts, most)
        found |= dict(looked)
        if len(looked) < most:
            return found
    found |= dict(called(connection, " ".join(asked), enough))
    if _with_whole(asked, found) < enough:
        found |= dict(look(connection, [(f" {word} ",) for word in asked], most))
    return found


def _with_whole(asked: tuple[str, ...], found: dict[str, str]) -> int:
    """Return how many texts have all the words as whole words."""
    return sum(all(f" {word} " in one for word in asked) for one in found.values())


def _meant(connection: Connection, word: str, *, known: bool) -> Alternatives:
    """Return what a word may stand for: the needs that it names and, if nobody is called so, words near to it."""
    needs = [f" {need.replace('_', ' ')} " for need in needs_of(word)]
    if known:
        return tuple(needs)
    middle = len(word) // 2
    halves = (word[:middle], word[middle:]) if len(word) >= _HALVED and _UNSPACED.search(word) else ()
    return (*needs, *(f" {one} " for one in meant_by(connection, word)), *halves)
