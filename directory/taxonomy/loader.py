"""Put the taxonomy of needs into the tables: terms, their names in other languages, their everyday words.

Safe to run any number of times. What staff added or reviewed is left alone, and a term is never
removed: the needs of services hang on it.
"""

from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Update, bindparam, insert, select, update
from sqlmodel import SQLModel, col

from directory.models import Taxonomy, TaxonomyTerm, TermSynonym, Translation, stable_id
from directory.taxonomy.synonyms import read

_NAME: Final = "waylight-needs"
NEEDS_TAXONOMY: Final = stable_id("taxonomy", _NAME)
"""The id of the taxonomy whose terms are the needs."""


def need_term(need: str) -> str:
    """Return the id of the term of a need."""
    return stable_id("taxonomy_term", _NAME, need)


def need_attribute(service: str, need: str) -> dict[str, object]:
    """Return the record that says that a service answers a need."""
    term = need_term(need)
    return {
        "id": stable_id("attribute", service, term),
        "link_id": service,
        "taxonomy_term_id": term,
        "link_entity": "service",
    }


TAXONOMY_NAME: Final = "Waylight needs"
_DESCRIPTION: Final = "What a person who is or may be trafficked can need; a service answers one or more."
_ENGLISH: Final = "en"

Rows = list[dict[str, Any]]


def load_needs(connection: Connection) -> None:
    """Bring the tables to the state of the files, in the caller's transaction.

    Names in other languages are written as not reviewed; one that somebody has reviewed stays as it is.
    """
    taxonomy: dict[str, Any] = {"id": NEEDS_TAXONOMY, "name": TAXONOMY_NAME, "description": _DESCRIPTION}
    _put(connection, Taxonomy, ("id",), [taxonomy])
    _put(connection, TaxonomyTerm, ("id",), _terms())
    _put(connection, TermSynonym, ("term_id", "language", "word"), _synonyms())
    unreviewed = col(Translation.reviewed).is_(False)
    _put(connection, Translation, ("entity_id", "field", "language"), _translations(), changing=unreviewed)


def _terms() -> Rows:
    shared = {"taxonomy": TAXONOMY_NAME, "taxonomy_id": NEEDS_TAXONOMY, "language": _ENGLISH}
    return [dict(row) | shared | {"id": need_term(row["code"])} for row in read("needs.csv")]


def _synonyms() -> Rows:
    return [
        {"term_id": need_term(row["code"]), "language": row["language"], "word": row["word"]}
        for row in read("synonyms.csv")
    ]


def _translations() -> Rows:
    return [
        {"entity_id": need_term(row["code"]), "field": "name", "language": row["language"], "text": row["name"]}
        | {"reviewed": False}
        for row in read("names.csv")
    ]


def _put(
    connection: Connection,
    table: type[SQLModel],
    key: tuple[str, ...],
    rows: Rows,
    changing: ColumnElement[bool] | None = None,
) -> None:
    """Insert rows whose key is new; update the others, only where `changing` holds if it is given."""
    known = _known(connection, table, key, rows)
    fresh = [row for row in rows if tuple(row[name] for name in key) not in known]
    there = [row for row in rows if tuple(row[name] for name in key) in known]
    if fresh:
        connection.execute(insert(table), fresh)
    if there and set(there[0]) > set(key):
        connection.execute(_update(table, key, there[0], changing), [_renamed(key, row) for row in there])


def _known(connection: Connection, table: type[SQLModel], key: tuple[str, ...], rows: Rows) -> set[tuple[Any, ...]]:
    columns = [getattr(table, name) for name in key]
    ours = columns[0].in_({row[key[0]] for row in rows})
    return {tuple(row) for row in connection.execute(select(*columns).where(ours))}


def _update(
    table: type[SQLModel], key: tuple[str, ...], row: dict[str, Any], changing: ColumnElement[bool] | None
) -> Update:
    statement = update(table).where(*(getattr(table, name) == bindparam(f"key_{name}") for name in key))
    if changing is not None:
        statement = statement.where(changing)
    return statement.values({name: bindparam(name) for name in row if name not in key})


def _renamed(key: tuple[str, ...], row: dict[str, Any]) -> dict[str, Any]:
    """Name the parameters of the condition apart from those of the values, as SQLAlchemy wants it."""
    return {f"key_{name}" if name in key else name: value for name, value in row.items()}
