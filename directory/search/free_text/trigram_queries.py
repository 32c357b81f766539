"""Turn what must occur in a text into a question for SQLite (FTS5) or PostgreSQL (GIN), both with trigrams.

What somebody typed only ever travels as a parameter; in FTS5 it is a quoted string besides.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, text

Alternatives = tuple[str, ...]
"""Strings of which at least one must occur."""

Row = tuple[str, str]
"""A service and its text."""

_GRAM: Final = 3
# Trigrams may lie in a text without the word: so many such rows are looked at before we give up.
_MOST_CANDIDATES: Final = 5_000
_FEW: Final = 5_000
"""Rows that are read one by one within a few milliseconds."""
_SELDOM: Final = _FEW // 50
_START: Final = 64
"""How many signs of a text its index by beginning keeps (migration v0005)."""

_SCAN: Final = (
    "SELECT service_id, text FROM (SELECT service_id, text FROM service_text ORDER BY id LIMIT {few}) AS early"
    " WHERE {occurs} LIMIT :most"
)
_COUNT: Final = "SELECT {counts} FROM (SELECT text FROM service_text ORDER BY id LIMIT {few}) AS early"
_CALLED: Final = {
    dialect: text(
        f"SELECT service_id, text FROM service_text WHERE {start} >= :start AND {start} < :end"  # noqa: S608 - ours
        f" ORDER BY {start} LIMIT :most"
    )
    for dialect, start in (("sqlite", "substr(text, 1, 64)"), ("postgresql", 'substr(text, 1, 64) COLLATE "C"'))
}
_LOOK: Final = {
    "sqlite": (
        "SELECT service_id, text FROM (SELECT rowid AS found FROM service_text_grams"
        " WHERE service_text_grams MATCH :grams LIMIT {candidates}) AS likely"
        " CROSS JOIN service_text ON service_text.id = likely.found WHERE {occurs} LIMIT :most"
    ),
    "postgresql": (
        "SELECT service_id, text FROM (SELECT service_id, text FROM service_text WHERE {grams} LIMIT {candidates})"
        " AS likely WHERE {occurs} LIMIT :most"
    ),
}


def scan(connection: Connection, wanted: Sequence[Alternatives], most: int) -> list[Row]:
    """Return up to `most` rows in which all of `wanted` occur, of the first few thousand rows only."""
    occurs, given = _occurs(connection, wanted)
    statement = text(_SCAN.format(few=_FEW, occurs=occurs))
    return [(row[0], row[1]) for row in connection.execute(statement, given | {"most": most})]


def called(connection: Connection, words: str, most: int) -> list[Row]:
    """Return up to `most` rows of services whose name is these words or begins with them, that name itself first."""
    start = f"\n {words}"[:_START]
    given = {"start": start, "end": start + "\U0010ffff", "most": most}
    return [(row[0], row[1]) for row in connection.execute(_CALLED[connection.dialect.name], given)]


def look(connection: Connection, wanted: Sequence[Alternatives], most: int) -> list[Row]:
    """Return up to `most` rows in which all of `wanted` occur, by the index.

    Strings of one or two signs have no trigram: those only narrow down what the others find, and
    alone they find nothing.
    """
    sought = _seldom(connection, [one for one in wanted if all(len(string) >= _GRAM for string in one)])
    if not sought:
        return []
    grams, indexed = _GRAMS[connection.dialect.name](sought)
    occurs, given = _occurs(connection, wanted)
    form = _LOOK[connection.dialect.name]
    statement = text(form.format(occurs=occurs, grams=grams, candidates=_MOST_CANDIDATES))
    return [(row[0], row[1]) for row in connection.execute(statement, given | indexed | {"most": most})]


def _seldom(connection: Connection, wanted: list[Alternatives]) -> list[Alternatives]:
    """Return what few texts have, judged by the first rows, or everything if nothing is rare.

    The index takes long for a word that stands in a tenth of all texts, and there is no need to ask it for
    that word where another leaves few texts to look at.
    """
    if len(wanted) < 2:  # noqa: PLR2004 - nothing to choose from
        return wanted
    conditions: list[str] = []
    given: dict[str, Any] = {}
    for number, one in enumerate(wanted):
        condition, values = _occurs(connection, [one], f"string{number}_")
        conditions.append(f"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)")
        given |= values
    row: Any = connection.execute(text(_COUNT.format(few=_FEW, counts=", ".join(conditions))), given).one()
    return [one for one, count in zip(wanted, row, strict=True) if (count or 0) <= _SELDOM] or wanted


def grams_of(string: str) -> list[str]:
    """Return every second trigram of a string and its last one: together they cover it all."""
    last = len(string) - _GRAM
    return list(dict.fromkeys(string[place : place + _GRAM] for place in (*range(0, last, 2), last)))


def fts_query(wanted: Sequence[Alternatives]) -> str:
    """Return the question of FTS5 for trigrams of all of `wanted`."""
    return " AND ".join("(" + " OR ".join(map(_fts_all, one)) + ")" for one in wanted)


def array_query(column: str, wanted: Sequence[Alternatives]) -> tuple[str, dict[str, Any]]:
    """Return the condition of PostgreSQL for trigrams of all of `wanted` in a column, and its parameters."""
    given: dict[str, Any] = {}
    alternatives = []
    for one in wanted:
        names = [f"grams{len(given) + number}" for number in range(len(one))]
        given |= dict(zip(names, map(grams_of, one), strict=True))
        conditions = (f'service_text_grams({column}) COLLATE "C" @> CAST(:{name} AS text[])' for name in names)
        alternatives.append("(" + " OR ".join(conditions) + ")")
    return " AND ".join(alternatives), given


def _fts_all(string: str) -> str:
    return "(" + " AND ".join('"' + gram.replace('"', '""') + '"' for gram in grams_of(string)) + ")"


_GRAMS: Final[dict[str, Any]] = {
    "sqlite": lambda wanted: ("", {"grams": fts_query(wanted)}),
    "postgresql": lambda wanted: array_query("text", wanted),
}


def _occurs(
    connection: Connection, wanted: Sequence[Alternatives], prefix: str = "string"
) -> tuple[str, dict[str, Any]]:
    """Return the condition that each of `wanted` stands in the text as it is, and its parameters."""
    place = "instr" if connection.dialect.name == "sqlite" else "strpos"
    given: dict[str, Any] = {}
    conditions = []
    for one in wanted:
        names = [f"{prefix}{len(given) + number}" for number in range(len(one))]
        given |= dict(zip(names, one, strict=True))
        conditions.append("(" + " OR ".join(f"{place}(text, :{name}) > 0" for name in names) + ")")
    return " AND ".join(conditions), given
