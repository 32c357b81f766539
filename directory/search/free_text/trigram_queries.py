"""Query texts by strings that must occur in them, with the trigram indexes of SQLite (FTS5) or PostgreSQL (GIN).

Typed text is only ever passed as a parameter; in FTS5 it is also quoted.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, text

Alternatives = tuple[str, ...]
"""Strings of which at least one must occur."""

Row = tuple[str, str]
"""A service and its text."""

_GRAM_LENGTH: Final = 3
# A text may contain the trigrams without the word: this many such rows are checked.
_MAX_CANDIDATES: Final = 5_000
_SCANNED_ROWS: Final = 5_000
"""Rows that are scanned within a few milliseconds."""
_MAX_SELECTIVE: Final = _SCANNED_ROWS // 50
_PREFIX_LENGTH: Final = 64
"""Characters of a text in its prefix index (migration v0005)."""

_SCAN: Final = (
    "SELECT service_id, text FROM (SELECT service_id, text FROM service_text ORDER BY id LIMIT {few}) AS early"
    " WHERE {occurs} LIMIT :most"
)
_COUNT: Final = "SELECT {counts} FROM (SELECT text FROM service_text ORDER BY id LIMIT {few}) AS early"
_BY_NAME: Final = {
    dialect: text(
        f"SELECT service_id, text FROM service_text WHERE {start} >= :start AND {start} < :end"  # noqa: S608 - ours
        f" ORDER BY {start} LIMIT :most"
    )
    for dialect, start in (("sqlite", "substr(text, 1, 64)"), ("postgresql", 'substr(text, 1, 64) COLLATE "C"'))
}
_BY_INDEX: Final = {
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


def scan_first_rows(connection: Connection, wanted: Sequence[Alternatives], most: int) -> list[Row]:
    """Return up to `most` of the first few thousand rows in which all of `wanted` occur."""
    occurs, params = _occurs(connection, wanted)
    statement = text(_SCAN.format(few=_SCANNED_ROWS, occurs=occurs))
    return [(row[0], row[1]) for row in connection.execute(statement, params | {"most": most})]


def search_names(connection: Connection, words: str, most: int) -> list[Row]:
    """Return up to `most` rows whose name equals or begins with these words, an equal name first."""
    start = f"\n {words}"[:_PREFIX_LENGTH]
    params = {"start": start, "end": start + "\U0010ffff", "most": most}
    return [(row[0], row[1]) for row in connection.execute(_BY_NAME[connection.dialect.name], params)]


def search_index(connection: Connection, wanted: Sequence[Alternatives], most: int) -> list[Row]:
    """Return up to `most` rows in which all of `wanted` occur, using the index.

    Strings of one or two characters have no trigram: they only filter the results of the others, and alone they find
    nothing.
    """
    selective = _selective(connection, [one for one in wanted if all(len(string) >= _GRAM_LENGTH for string in one)])
    if not selective:
        return []
    grams, indexed = _GRAMS[connection.dialect.name](selective)
    occurs, params = _occurs(connection, wanted)
    form = _BY_INDEX[connection.dialect.name]
    statement = text(form.format(occurs=occurs, grams=grams, candidates=_MAX_CANDIDATES))
    return [(row[0], row[1]) for row in connection.execute(statement, params | indexed | {"most": most})]


def _selective(connection: Connection, wanted: list[Alternatives]) -> list[Alternatives]:
    """Return the strings that few of the first rows contain, or all if none is rare.

    The index is slow for a word that a tenth of all texts contain, and that word need not be looked up if another one
    leaves few texts to check.
    """
    if len(wanted) < 2:  # noqa: PLR2004 - nothing to choose from
        return wanted
    conditions: list[str] = []
    params: dict[str, Any] = {}
    for number, one in enumerate(wanted):
        condition, values = _occurs(connection, [one], f"string{number}_")
        conditions.append(f"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)")
        params |= values
    row: Any = connection.execute(text(_COUNT.format(few=_SCANNED_ROWS, counts=", ".join(conditions))), params).one()
    return [one for one, count in zip(wanted, row, strict=True) if (count or 0) <= _MAX_SELECTIVE] or wanted


def trigrams(string: str) -> list[str]:
    """Return every second trigram of a string and the last one: together they cover the string."""
    last = len(string) - _GRAM_LENGTH
    return list(dict.fromkeys(string[place : place + _GRAM_LENGTH] for place in (*range(0, last, 2), last)))


def fts_query(wanted: Sequence[Alternatives]) -> str:
    """Return the FTS5 query for the trigrams of all of `wanted`."""
    return " AND ".join("(" + " OR ".join(map(_fts_all, one)) + ")" for one in wanted)


def array_query(column: str, wanted: Sequence[Alternatives]) -> tuple[str, dict[str, Any]]:
    """Return the PostgreSQL condition for the trigrams of all of `wanted` in a column, and its parameters."""
    params: dict[str, Any] = {}
    alternatives = []
    for one in wanted:
        names = [f"grams{len(params) + number}" for number in range(len(one))]
        params |= dict(zip(names, map(trigrams, one), strict=True))
        conditions = (f'service_text_grams({column}) COLLATE "C" @> CAST(:{name} AS text[])' for name in names)
        alternatives.append("(" + " OR ".join(conditions) + ")")
    return " AND ".join(alternatives), params


def _fts_all(string: str) -> str:
    return "(" + " AND ".join('"' + gram.replace('"', '""') + '"' for gram in trigrams(string)) + ")"


_GRAMS: Final[dict[str, Any]] = {
    "sqlite": lambda wanted: ("", {"grams": fts_query(wanted)}),
    "postgresql": lambda wanted: array_query("text", wanted),
}


def _occurs(
    connection: Connection, wanted: Sequence[Alternatives], prefix: str = "string"
) -> tuple[str, dict[str, Any]]:
    """Return the condition that each of `wanted` occurs in the text, and its parameters."""
    place = "instr" if connection.dialect.name == "sqlite" else "strpos"
    params: dict[str, Any] = {}
    conditions = []
    for one in wanted:
        names = [f"{prefix}{len(params) + number}" for number in range(len(one))]
        params |= dict(zip(names, one, strict=True))
        conditions.append("(" + " OR ".join(f"{place}(text, :{name}) > 0" for name in names) + ")")
    return " AND ".join(conditions), params
