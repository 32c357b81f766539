"""Load the taxonomy of needs into the database: terms, their translations, and their synonyms.

Loading is idempotent. Additions and reviews of staff are kept, and no term is ever removed: services link to it.
"""

from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Update, bindparam, insert, select, update
from sqlmodel import SQLModel, col

from directory.models import Taxonomy, TaxonomyTerm, TermSynonym, Translation, stable_id
from directory.taxonomy.synonyms import read_rows

_NAME: Final = "waylight-needs"
NEEDS_TAXONOMY: Final = stable_id("taxonomy", _NAME)
"""The id of the taxonomy whose terms are the needs."""


def need_term_id(need: str) -> str:
    """Return the id of the term of a need."""
    return stable_id("taxonomy_term", _NAME, need)


def need_attribute(service: str, need: str) -> dict[str, object]:
    """Return the HSDS attribute that links a service to a need."""
    term = need_term_id(need)
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

    Translations are written as not reviewed; reviewed ones stay as they are.
    """
    taxonomy: dict[str, Any] = {"id": NEEDS_TAXONOMY, "name": TAXONOMY_NAME, "description": _DESCRIPTION}
    _upsert(connection, Taxonomy, ("id",), [taxonomy])
    _upsert(connection, TaxonomyTerm, ("id",), _terms())
    _upsert(connection, TermSynonym, ("term_id", "language", "word"), _synonyms())
    unreviewed = col(Translation.reviewed).is_(False)
    _upsert(connection, Translation, ("entity_id", "field", "language"), _translations(), changing=unreviewed)


def _terms() -> Rows:
    shared = {"taxonomy": TAXONOMY_NAME, "taxonomy_id": NEEDS_TAXONOMY, "language": _ENGLISH}
    return [dict(row) | shared | {"id": need_term_id(row["code"])} for row in read_rows("needs.csv")]


def _synonyms() -> Rows:
    return [
        {"term_id": need_term_id(row["code"]), "language": row["language"], "word": row["word"]}
        for row in read_rows("synonyms.csv")
    ]


def _translations() -> Rows:
    return [
        {"entity_id": need_term_id(row["code"]), "field": "name", "language": row["language"], "text": row["name"]}
        | {"reviewed": False}
        for row in read_rows("names.csv")
    ]


def _upsert(
    connection: Connection,
    table: type[SQLModel],
    key: tuple[str, ...],
    rows: Rows,
    changing: ColumnElement[bool] | None = None,
) -> None:
    """Insert rows with new keys, and update the others, restricted to the condition `changing` if it is given."""
    known_keys = _existing_keys(connection, table, key, rows)
    new = [row for row in rows if tuple(row[name] for name in key) not in known_keys]
    existing = [row for row in rows if tuple(row[name] for name in key) in known_keys]
    if new:
        connection.execute(insert(table), new)
    if existing and set(existing[0]) > set(key):
        connection.execute(_update(table, key, existing[0], changing), [_to_parameters(key, row) for row in existing])


def _existing_keys(
    connection: Connection, table: type[SQLModel], key: tuple[str, ...], rows: Rows
) -> set[tuple[Any, ...]]:
    columns = [getattr(table, name) for name in key]
    is_ours = columns[0].in_({row[key[0]] for row in rows})
    return {tuple(row) for row in connection.execute(select(*columns).where(is_ours))}


def _update(
    table: type[SQLModel], key: tuple[str, ...], row: dict[str, Any], changing: ColumnElement[bool] | None
) -> Update:
    statement = update(table).where(*(getattr(table, name) == bindparam(f"key_{name}") for name in key))
    if changing is not None:
        statement = statement.where(changing)
    return statement.values({name: bindparam(name) for name in row if name not in key})


def _to_parameters(key: tuple[str, ...], row: dict[str, Any]) -> dict[str, Any]:
    """Give the parameters of the condition other names than those of the values, as SQLAlchemy requires."""
    return {f"key_{name}" if name in key else name: value for name, value in row.items()}
