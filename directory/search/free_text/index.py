"""Keep `service_text` consistent with the names of services, and `service_text_word` with its words.

The danger is a name that was removed and can still be found. Code that writes a service must index it in the same
transaction; triggers in the database keep the trigrams consistent with the rows.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update
from sqlmodel import col

from directory.models import Service, ServiceText
from directory.search.free_text.matcher import PARTS
from directory.search.free_text.source_names import ServiceNames, load_names
from directory.search.free_text.tokens import pairs_of, words_of
from directory.search.free_text.trigram_queries import search_index
from directory.search.free_text.typos import MAX_TYPO_LENGTH, MIN_TYPO_LENGTH

_TABLES: Final = ("service_text", "service_text_word")
_COPY: Final = "COPY service_text (service_id, text) FROM STDIN"
_INDEXES: Final = {
    "postgresql": "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND indexname IN :names",
    "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'index' AND name IN :names",
}
_PREFIX_INDEX: Final = "ix_service_text_start"
_ROOM_FOR_TRIGRAMS: Final = 64 * 1024 * 1024
_SQLITE_ROOM: Final = 1024 * 1024
"""The default of FTS5, in bytes."""


@contextmanager
def deferred_trigrams(connection: Connection) -> Iterator[None]:
    """On SQLite, do not update the trigrams while the block changes texts; rebuild them at its end.

    Erasing the trigrams of one text from the file takes milliseconds; from some hundreds of texts on a rebuild is
    faster.
    """
    if connection.dialect.name == "postgresql":
        yield
        return
    # While this table has a row, the triggers of `service_text` do nothing (migration v0005).
    connection.exec_driver_sql("INSERT INTO service_text_pause (id) VALUES (1)")
    yield
    for table in _TABLES:
        for command, value in (("hashsize", _ROOM_FOR_TRIGRAMS), ("rebuild", None), ("hashsize", _SQLITE_ROOM)):
            statement = f"INSERT INTO {table}_grams ({table}_grams, rank) VALUES (?, ?)"  # noqa: S608 - our names
            connection.exec_driver_sql(statement, (command, value))
    connection.exec_driver_sql("DELETE FROM service_text_pause")


@contextmanager
def emptied_tables(connection: Connection) -> Iterator[None]:
    """Empty the tables of texts and words for the block that fills them; build the trigrams at its end.

    On PostgreSQL free text searches wait until the caller's transaction ends.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"TRUNCATE {', '.join(_TABLES)}")
        with _dropped_indexes(connection, [_PREFIX_INDEX, *(f"ix_{table}_grams" for table in _TABLES)]):
            yield
        return
    with deferred_trigrams(connection), _dropped_indexes(connection, [_PREFIX_INDEX]):
        for table in _TABLES:
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - our names
        yield


@contextmanager
def _dropped_indexes(connection: Connection, names: list[str]) -> Iterator[None]:
    """Drop indexes for the block and recreate them at its end."""
    stmt = text(_INDEXES[connection.dialect.name]).bindparams(bindparam("names", expanding=True))
    indexes = list(connection.scalars(stmt, {"names": names}))
    for name in names:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    for index in indexes:
        connection.exec_driver_sql(index)


def bulk_insert(connection: Connection, rows: list[tuple[str, str]]) -> None:
    """Insert services and their texts."""
    if connection.dialect.name == "postgresql":
        cursor: Any = connection.connection.cursor()
        with cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(row)
    else:
        connection.exec_driver_sql("INSERT INTO service_text (service_id, text) VALUES (?, ?)", rows)


def flush_pending(connection: Connection) -> None:
    """Flush the pending lists of PostgreSQL's indexes: until then every search reads them row by row."""
    if connection.dialect.name == "postgresql":
        for table in _TABLES:
            connection.exec_driver_sql(f"SELECT gin_clean_pending_list('ix_{table}_grams')")


_BATCH_SIZE: Final = 2_000
_REBUILD_FROM: Final = 1_000
# Measured with 100,000 services on SQLite: rebuilding ten thousand texts costs as much as ten updates.
_CHANGE_COST: Final = 1_000
_INSERT_COST: Final = 10
"""The cost of an insert; one rebuilt text costs 1."""
# Longer names are cut: the index must not grow with pasted text.
_MAX_LINE: Final = 300
_MAX_LINES: Final = 60
_INSERT_WORD: Final = text("INSERT INTO service_text_word (word) VALUES (:word) ON CONFLICT (word) DO NOTHING")
_DELETE_WORD: Final = text("DELETE FROM service_text_word WHERE word = :word")
_COUNT_EXISTING: Final = (
    select(func.count())
    .select_from(ServiceText)
    .where(col(ServiceText.service_id).in_(bindparam("ids", expanding=True)))
)
_COUNT_SERVICES: Final = select(func.count()).select_from(Service)
_NEXT_IDS: Final = select(col(Service.id)).where(col(Service.id) > bindparam("after")).order_by(col(Service.id))
_BATCH_END: Final = select(func.max(_NEXT_IDS.limit(bindparam("most")).subquery().c.id))
_UPDATE_TEXT: Final = (
    update(ServiceText).where(col(ServiceText.service_id) == bindparam("key")).values(text=bindparam("value"))
)


def index_text(connection: Connection, ids: Iterable[str] | None) -> None:
    """Index the texts of services again; None indexes all. Texts of deleted services are removed.

    Runs in the caller's transaction. Inactive services are indexed too: staff look for them.
    """
    condition = None if ids is None else list(dict.fromkeys(ids))
    if condition is None or _should_rebuild(connection, condition):
        with emptied_tables(connection):
            _index_all(connection)
    else:
        _index_some(connection, condition)
    flush_pending(connection)


def forget_text(connection: Connection, ids: list[str]) -> None:
    """Remove the texts of services that will be deleted, and the words that no other service has."""
    for first in range(0, len(ids), _BATCH_SIZE):
        of_batch = col(ServiceText.service_id).in_(ids[first : first + _BATCH_SIZE])
        words = _words_in(connection.scalars(select(col(ServiceText.text)).where(of_batch)).all())
        connection.execute(delete(ServiceText).where(of_batch))
        _delete_unused_words(connection, words)


def _should_rebuild(connection: Connection, ids: list[str]) -> bool:
    """Return whether so much may change, as in a first import, that a rebuild is faster."""
    return len(ids) >= _REBUILD_FROM and 2 * len(ids) > (connection.scalar(_COUNT_SERVICES) or 0)


def _index_some(connection: Connection, ids: list[str]) -> None:
    known: set[str] = set()
    parts = [ids[first : first + _BATCH_SIZE] for first in range(0, len(ids), _BATCH_SIZE)]
    existing = sum(connection.scalar(_COUNT_EXISTING, {"ids": part}) or 0 for part in parts)
    work = existing * _CHANGE_COST + (len(ids) - existing) * _INSERT_COST
    lost: set[str] = set()
    with deferred_trigrams(connection) if work > (connection.scalar(_COUNT_SERVICES) or 0) else nullcontext():
        for part in parts:
            lost |= _index(connection, part, known)
    _delete_unused_words(connection, lost - known)


def _index_all(connection: Connection) -> None:
    """Fill the empty tables in batches; each begins where the one before ended."""
    known: set[str] = set()
    after = ""
    while upto := connection.scalar(_BATCH_END, {"after": after, "most": _BATCH_SIZE}):
        names = load_names(connection, {"after": after, "upto": upto})
        rows = [(service, _build_text(names)) for service, names in names.items()]
        bulk_insert(connection, rows)
        _insert_words(connection, [row[1] for row in rows], known)
        after = upto


def _index(connection: Connection, ids: list[str], known: set[str]) -> set[str]:
    """Write the changed texts of `ids`; return the removed words. `known` are words that are already in the table."""
    texts = {service: _build_text(names) for service, names in load_names(connection, {"ids": ids}).items()}
    stored: Any = connection.execute(
        select(col(ServiceText.service_id), col(ServiceText.text)).where(col(ServiceText.service_id).in_(ids))
    )
    old: dict[str, str] = dict(stored.all())
    deleted = [service for service in old if service not in texts]
    inserted = [{"service_id": service, "text": value} for service, value in texts.items() if service not in old]
    changed = [{"key": key, "value": texts[key]} for key, value in old.items() if texts.get(key, value) != value]
    if deleted:
        connection.execute(delete(ServiceText).where(col(ServiceText.service_id).in_(deleted)))
    if inserted:
        connection.execute(insert(ServiceText), inserted)
    if changed:
        connection.execute(_UPDATE_TEXT, changed)
    _insert_words(connection, [row["text"] for row in inserted] + [row["value"] for row in changed], known)
    before = [old[key] for key in (*deleted, *(row["key"] for row in changed))]
    return _words_in(before) - _words_in(texts.values())


def _words_in(texts: Iterable[str]) -> set[str]:
    return {word for one in texts for word in one.rpartition(PARTS)[0].split()}


def _delete_unused_words(connection: Connection, words: set[str]) -> None:
    """Delete the words that no text contains any more: a deleted name must not remain in the table of words."""
    deleted = [{"word": f" {word} "} for word in sorted(words) if not search_index(connection, [(f" {word} ",)], 1)]
    if deleted:
        connection.execute(_DELETE_WORD, deleted)


def _insert_words(connection: Connection, texts: list[str], known: set[str]) -> None:
    """Insert the words of texts into the table of words."""
    words = _words_in(texts) - known
    known |= words
    rows = [
        {"word": f" {word} "}
        for word in sorted(words)
        if MIN_TYPO_LENGTH <= len(word) <= MAX_TYPO_LENGTH and not word.isdecimal()
    ]
    if rows:
        connection.execute(_INSERT_WORD, rows)


def _build_text(names: ServiceNames) -> str:
    """Return the three parts of a text; see `README.md`."""
    own = map(_line, dict.fromkeys(names.names[:_MAX_LINES]))
    # Sorted, since the order of rows is undefined and an unchanged text must compare equal.
    others = sorted(map(_line, dict.fromkeys(names.others[:_MAX_LINES])))
    whole = PARTS.join(("".join(own), "".join(others), ""))
    return whole if whole.isascii() else whole + "".join(f"\n {pair} \n" for pair in pairs_of(whole))


@lru_cache(maxsize=65_536)
def _line(name: str) -> str:
    """Return one name as a line with spaces around each word."""
    return f"\n {' '.join(words_of(name[:_MAX_LINE]))} \n"
