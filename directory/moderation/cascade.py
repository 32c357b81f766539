"""Cascade of a removal: dependent rows are removed too, keep another owner, or prevent the removal.

The danger is a phone number without an owner that is still given out, and a translation that turns up on another row.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, select

from directory.hsds.schema import STANDARD
from directory.models import CHILDREN, HasMany
from directory.moderation.changes import Change, delete_change, get_table, update_change
from directory.moderation.edits import DERIVED_TABLES, EDITABLE_TABLES, Action, Key, foreign_keys, primary_key
from directory.moderation.errors import InUseError

_PREVENT_REMOVAL: Final = frozenset({"location", "program", "service"})
"""Rows that others may use: their owner cannot be removed before them."""
_GENERIC_LINKS: Final = {"attribute": "link_id", "translation": "entity_id", "provenance": "entity_id"}
"""Tables whose rows may belong to a row of any table -> the column that holds its id."""
_TABLES: Final = (*EDITABLE_TABLES, *DERIVED_TABLES)
_ChangesByRow = dict[tuple[str, Key], Change]


def with_dependents(connection: Connection, removals: Iterable[Change]) -> list[Change]:
    """Return removals together with the changes of all dependent rows.

    Raises:
        InUseError: a dependent row cannot be removed.
    """
    changes = {change.row_id: change for change in removals}
    pending = list(changes.values())
    while pending:
        for change in _dependents(connection, pending.pop(), changes):
            changes[change.row_id] = change
            if change.action is Action.DELETE:
                pending.append(change)
    return list(changes.values())


def _dependents(connection: Connection, removed: Change, changes: _ChangesByRow) -> Iterator[Change]:
    for table, column in _references_to(removed.table):
        target = get_table(table)
        rows: Any = connection.execute(select(target).where(target.c[column] == removed.key[0])).mappings()
        for row in rows.all():
            known = changes.get((table, tuple(row[name] for name in primary_key(table))))
            if known is None or known.action is Action.UPDATE:
                yield from _without_owner(removed.table, table, row, changes)


def _without_owner(owner: str, table: str, row: Any, changes: _ChangesByRow) -> Iterator[Change]:
    """Yield the change of a row whose owner is removed: without the link if it has another owner, else a removal."""
    if row.get("link_entity") not in (None, owner):
        return
    if table in _PREVENT_REMOVAL or (owner, table) == ("location", "service_at_location"):
        raise InUseError
    key = tuple(row[name] for name in primary_key(table))
    owners = {child.link: name for name, child in _possible_owners(table) if row[child.link] is not None}
    lost = [link for link, target in owners.items() if _is_removed(changes, (target, (row[link],)))]
    unlinked = update_change(table, key, row, dict.fromkeys(lost)) if len(lost) < len(owners) else None
    yield unlinked or delete_change(table, key, row)


def _is_removed(changes: _ChangesByRow, row: tuple[str, Key]) -> bool:
    return row in changes and changes[row].action is Action.DELETE


def _references_to(table: str) -> Iterator[tuple[str, str]]:
    """Yield (table, column) of all references to an HSDS table; nothing references our own tables."""
    for other in _TABLES if table in STANDARD else ():
        yield from ((other, column) for column, target in foreign_keys(other) if target == table)
        if other in _GENERIC_LINKS and other != table:
            yield other, _GENERIC_LINKS[other]


def _possible_owners(table: str) -> Iterator[tuple[str, HasMany]]:
    """Yield the tables that may own a row of a table, with the relationship."""
    if table in STANDARD and table not in (*_GENERIC_LINKS, "service_at_location"):
        for owner, children in CHILDREN.items():
            yield from ((owner, child) for child in children if child.table == table)
