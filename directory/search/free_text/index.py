"""Keep `service_text` in step with the names of services, and `service_text_word` with its words.

The danger is a name that was taken back and can still be found. Whoever writes a service indexes it in
the same transaction; the database's own triggers keep the trigrams in step with the rows.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update
from sqlmodel import col

from directory.models import Service, ServiceText
from directory.search.free_text.scoring import PARTS
from directory.search.free_text.source_names import Names, names_of
from directory.search.free_text.tokens import pairs_of, words_of
from directory.search.free_text.trigram_queries import look
from directory.search.free_text.typos import LONGEST, SHORTEST

_TABLES: Final = ("service_text", "service_text_word")
_COPY: Final = "COPY service_text (service_id, text) FROM STDIN"
_INDEXES: Final = {
    "postgresql": "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND indexname IN :names",
    "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'index' AND name IN :names",
}
_START: Final = "ix_service_text_start"
_ROOM_FOR_TRIGRAMS: Final = 64 * 1024 * 1024
_SQLITE_ROOM: Final = 1024 * 1024
"""What FTS5 takes on its own, in bytes."""


@contextmanager
def rebuilt(connection: Connection) -> Iterator[None]:
    """In SQLite, leave the trigrams alone while the block changes texts, and make them anew at its end.

    Taking the trigrams of one text out of the file for good takes milliseconds; for some hundreds of
    texts it is quicker to begin anew.
    """
    if connection.dialect.name == "postgresql":
        yield
        return
    # While this table has a row the triggers of `service_text` do nothing (migration v0005).
    connection.exec_driver_sql("INSERT INTO service_text_pause (id) VALUES (1)")
    yield
    for table in _TABLES:
        for command, value in (("hashsize", _ROOM_FOR_TRIGRAMS), ("rebuild", None), ("hashsize", _SQLITE_ROOM)):
            statement = f"INSERT INTO {table}_grams ({table}_grams, rank) VALUES (?, ?)"  # noqa: S608 - our names
            connection.exec_driver_sql(statement, (command, value))
    connection.exec_driver_sql("DELETE FROM service_text_pause")


@contextmanager
def emptied(connection: Connection) -> Iterator[None]:
    """Take out all texts and words for the block that fills the tables; the trigrams are made at its end.

    In PostgreSQL free searches wait until the caller's transaction ends.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"TRUNCATE {', '.join(_TABLES)}")
        with _without(connection, [_START, *(f"ix_{table}_grams" for table in _TABLES)]):
            yield
        return
    with rebuilt(connection), _without(connection, [_START]):
        for table in _TABLES:
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - our names
        yield


@contextmanager
def _without(connection: Connection, names: list[str]) -> Iterator[None]:
    """Drop indexes for the block and make them at its end, as they were."""
    asked = text(_INDEXES[connection.dialect.name]).bindparams(bindparam("names", expanding=True))
    indexes = list(connection.scalars(asked, {"names": names}))
    for name in names:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    for index in indexes:
        connection.exec_driver_sql(index)


def put(connection: Connection, rows: list[tuple[str, str]]) -> None:
    """Insert services and their texts."""
    if connection.dialect.name == "postgresql":
        cursor: Any = connection.connection.cursor()
        with cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(row)
    else:
        connection.exec_driver_sql("INSERT INTO service_text (service_id, text) VALUES (?, ?)", rows)


def settle(connection: Connection) -> None:
    """Put into the indexes of PostgreSQL what waits for it: until then every search reads it row by row."""
    if connection.dialect.name == "postgresql":
        for table in _TABLES:
            connection.exec_driver_sql(f"SELECT gin_clean_pending_list('ix_{table}_grams')")


_AT_ONCE: Final = 2_000
_MANY: Final = 1_000
# Measured with 100,000 services on SQLite: ten thousand texts begun anew cost as much as ten that changed.
_CHANGE_COSTS: Final = 1_000
_NEW_COSTS: Final = 10
"""With how many texts begun anew a text may change, or come, that is indexed by itself."""
# A name that is longer is no name; the index must not grow with what somebody pasted.
_LONGEST_LINE: Final = 300
_MOST_LINES: Final = 60
_NEW_WORD: Final = text("INSERT INTO service_text_word (word) VALUES (:word) ON CONFLICT (word) DO NOTHING")
_OLD_WORD: Final = text("DELETE FROM service_text_word WHERE word = :word")
_THERE: Final = (
    select(func.count())
    .select_from(ServiceText)
    .where(col(ServiceText.service_id).in_(bindparam("ids", expanding=True)))
)
_ALL: Final = select(func.count()).select_from(Service)
_LATER: Final = select(col(Service.id)).where(col(Service.id) > bindparam("after")).order_by(col(Service.id))
_END: Final = select(func.max(_LATER.limit(bindparam("most")).subquery().c.id))
_CHANGE: Final = (
    update(ServiceText).where(col(ServiceText.service_id) == bindparam("key")).values(text=bindparam("value"))
)


def index_text(connection: Connection, ids: Iterable[str] | None) -> None:
    """Write the texts of services anew, of all for None; texts of what is no service go.

    Runs in the caller's transaction. Services that are not active are found too: staff look for them.
    """
    chosen = None if ids is None else list(dict.fromkeys(ids))
    if chosen is None or _are_most(connection, chosen):
        with emptied(connection):
            _index_all(connection)
    else:
        _index_some(connection, chosen)
    settle(connection)


def forget_text(connection: Connection, ids: list[str]) -> None:
    """Take out the texts of services that are about to go, and the words that nobody else has."""
    for first in range(0, len(ids), _AT_ONCE):
        theirs = col(ServiceText.service_id).in_(ids[first : first + _AT_ONCE])
        words = _words(connection.scalars(select(col(ServiceText.text)).where(theirs)).all())
        connection.execute(delete(ServiceText).where(theirs))
        _forget(connection, words)


def _are_most(connection: Connection, ids: list[str]) -> bool:
    """Tell whether so much may change, as by a first import, that beginning anew is quicker."""
    return len(ids) >= _MANY and 2 * len(ids) > (connection.scalar(_ALL) or 0)


def _index_some(connection: Connection, ids: list[str]) -> None:
    known: set[str] = set()
    parts = [ids[first : first + _AT_ONCE] for first in range(0, len(ids), _AT_ONCE)]
    there = sum(connection.scalar(_THERE, {"ids": part}) or 0 for part in parts)
    work = there * _CHANGE_COSTS + (len(ids) - there) * _NEW_COSTS
    lost: set[str] = set()
    with rebuilt(connection) if work > (connection.scalar(_ALL) or 0) else nullcontext():
        for part in parts:
            lost |= _index(connection, part, known)
    _forget(connection, lost - known)


def _index_all(connection: Connection) -> None:
    """Fill the empty tables, some services at a time; each part begins where the one before ended."""
    known: set[str] = set()
    after = ""
    while upto := connection.scalar(_END, {"after": after, "most": _AT_ONCE}):
        names = names_of(connection, {"after": after, "upto": upto})
        rows = [(service, _text(called)) for service, called in names.items()]
        put(connection, rows)
        _learn(connection, [row[1] for row in rows], known)
        after = upto


def _index(connection: Connection, ids: list[str], known: set[str]) -> set[str]:
    """Write what changed among `ids`, return the words that went; `known` are words that stand in the table already."""
    texts = {service: _text(names) for service, names in names_of(connection, {"ids": ids}).items()}
    stored: Any = connection.execute(
        select(col(ServiceText.service_id), col(ServiceText.text)).where(col(ServiceText.service_id).in_(ids))
    )
    old: dict[str, str] = dict(stored.all())
    gone = [service for service in old if service not in texts]
    fresh = [{"service_id": service, "text": value} for service, value in texts.items() if service not in old]
    changed = [{"key": key, "value": texts[key]} for key, value in old.items() if texts.get(key, value) != value]
    if gone:
        connection.execute(delete(ServiceText).where(col(ServiceText.service_id).in_(gone)))
    if fresh:
        connection.execute(insert(ServiceText), fresh)
    if changed:
        connection.execute(_CHANGE, changed)
    _learn(connection, [row["text"] for row in fresh] + [row["value"] for row in changed], known)
    before = [old[key] for key in (*gone, *(row["key"] for row in changed))]
    return _words(before) - _words(texts.values())


def _words(texts: Iterable[str]) -> set[str]:
    return {word for one in texts for word in one.rpartition(PARTS)[0].split()}


def _forget(connection: Connection, words: set[str]) -> None:
    """Take words that no text has any more out of the table of words: a name that was deleted must not stay there."""
    gone = [{"word": f" {word} "} for word in sorted(words) if not look(connection, [(f" {word} ",)], 1)]
    if gone:
        connection.execute(_OLD_WORD, gone)


def _learn(connection: Connection, texts: list[str], known: set[str]) -> None:
    """Put the words of texts into the table of words."""
    words = _words(texts) - known
    known |= words
    rows = [
        {"word": f" {word} "} for word in sorted(words) if SHORTEST <= len(word) <= LONGEST and not word.isdecimal()
    ]
    if rows:
        connection.execute(_NEW_WORD, rows)


def _text(names: Names) -> str:
    """Return the three parts of a text; `README.md` says what they are."""
    called = list(map(_line, dict.fromkeys(names.called[:_MOST_LINES])))
    # Sorted, as databases give them in any order, and a text that did not change must look the same.
    beside = sorted(map(_line, dict.fromkeys(names.beside[:_MOST_LINES])))
    whole = PARTS.join(("".join(called), "".join(beside), ""))
    return whole if whole.isascii() else whole + "".join(f"\n {pair} \n" for pair in pairs_of(whole))


@lru_cache(maxsize=65_536)
def _line(name: str) -> str:
    """Return one name as a line with a space round each word."""
    return f"\n {' '.join(words_of(name[:_LONGEST_LINE]))} \n"
