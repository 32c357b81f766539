"""What hangs on a row that is to go: it goes along, or keeps its other owner, or stands in the way.

The danger is a number that hangs on nobody and is still given out, and a translation that comes back on another row.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, select

from directory.hsds.schema import STANDARD
from directory.models import PARTS, Many
from directory.moderation.changes import Change, removal, table_named, update
from directory.moderation.edits import CONSEQUENT, EDITABLE, Action, Key, key_of, links_of
from directory.moderation.errors import InUseError

_STAYS: Final = frozenset({"location", "program", "service"})
"""Rows that others may use: whatever they hang on can't go before them."""
_FREE: Final = {"attribute": "link_id", "translation": "entity_id", "provenance": "entity_id"}
_TABLES: Final = (*EDITABLE, *CONSEQUENT)
_Found = dict[tuple[str, Key], Change]


def with_what_hangs(connection: Connection, removals: Iterable[Change]) -> list[Change]:
    """Return removals, and the changes of what hangs on the rows that go.

    Raises:
        InUseError: something hangs on a row that can't go along.
    """
    found = {one.row: one for one in removals}
    waiting = list(found.values())
    while waiting:
        for one in _hanging(connection, waiting.pop(), found):
            found[one.row] = one
            if one.action is Action.DELETE:
                waiting.append(one)
    return list(found.values())


def _hanging(connection: Connection, gone: Change, found: _Found) -> Iterator[Change]:
    for table, column in _links_to(gone.table):
        target = table_named(table)
        rows: Any = connection.execute(select(target).where(target.c[column] == gone.key[0])).mappings()
        for row in rows.all():
            known = found.get((table, tuple(row[name] for name in key_of(table))))
            if known is None or known.action is Action.UPDATE:
                yield from _without(gone.table, table, row, found)


def _without(owner: str, table: str, row: Any, found: _Found) -> Iterator[Change]:
    """Yield what becomes of a row when its owner goes."""
    if row.get("link_entity") not in (None, owner):
        return
    if table in _STAYS or (owner, table) == ("location", "service_at_location"):
        raise InUseError
    key = tuple(row[name] for name in key_of(table))
    links = {part.link: part_of for part_of, part in _links_of(table) if row[part.link] is not None}
    lost = [link for link, target in links.items() if _goes(found, (target, (row[link],)))]
    loose = update(table, key, row, dict.fromkeys(lost)) if len(lost) < len(links) else None
    yield loose or removal(table, key, row)


def _goes(found: _Found, row: tuple[str, Key]) -> bool:
    return row in found and found[row].action is Action.DELETE


def _links_to(table: str) -> Iterator[tuple[str, str]]:
    """Yield the tables whose rows hang on rows of a table, and by which column; nothing hangs on a row of ours."""
    for other in _TABLES if table in STANDARD else ():
        yield from ((other, column) for column, target in links_of(other) if target == table)
        if other in _FREE and other != table:
            yield other, _FREE[other]


def _links_of(table: str) -> Iterator[tuple[str, Many]]:
    """Yield the owners that a row of a table may have, with how it hangs on them."""
    if table in STANDARD and table not in (*_FREE, "service_at_location"):
        for owner, parts in PARTS.items():
            yield from ((owner, part) for part in parts if part.table == table)
