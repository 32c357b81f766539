"""Apply changes to the tables, in the caller's transaction."""

from collections.abc import Callable, Iterable
from typing import Final

from sqlalchemy import Connection, delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from directory.domain.ownership import mark_as_edited
from directory.hsds.schema import STANDARD
from directory.models import Metadata, NearCell, SearchEntry, UnresolvedReference
from directory.moderation.cascade import with_dependents
from directory.moderation.changes import Change, get_table, in_dependency_order, load_row, matches_key
from directory.moderation.edits import Action
from directory.moderation.errors import ConflictError, InUseError
from directory.search.free_text import forget_text

_COMPUTED: Final = (SearchEntry, NearCell)


def reject_conflicts(connection: Connection, changes: Iterable[Change]) -> None:
    """Reject changes whose rows are not as they were when the changes were drafted.

    Raises:
        ConflictError: a value is not `old`, a row exists or is missing unexpectedly, or a row to be removed has a new
            dependent row.
    """
    expected = list(changes)
    if not expected or not all(_is_applicable(connection, change) for change in expected):
        raise ConflictError
    removals = with_dependents(connection, (change for change in expected if change.action is Action.DELETE))
    if not {change.row_id for change in removals} <= {change.row_id for change in expected}:
        raise ConflictError


def apply_changes(connection: Connection, changes: Iterable[Change]) -> None:
    """Write changes, each row after the rows that it references.

    Raises:
        InUseError: a row that moderation does not know depends on a removed row, such as a protected contact.
    """
    try:
        for change in in_dependency_order(changes):
            _APPLY[change.action](connection, change)
    except IntegrityError:
        raise InUseError from None


def _is_applicable(connection: Connection, change: Change) -> bool:
    row = load_row(connection, change.table, change.key)
    if change.action is Action.CREATE or row is None:
        return change.action is Action.CREATE and row is None
    expected = change.old if change.action is Action.UPDATE else dict.fromkeys(row) | dict(change.old)
    return all(row[name] == value for name, value in expected.items() if name != "last_modified")


def _insert(connection: Connection, change: Change) -> None:
    connection.execute(insert(get_table(change.table)), dict(change.new))


def _update(connection: Connection, change: Change) -> None:
    stmt = update(get_table(change.table)).where(matches_key(change.table, change.key))
    connection.execute(stmt.values(dict(change.new)))


def _delete(connection: Connection, change: Change) -> None:
    """Remove a row with its change log and all that is computed from it."""
    if change.table in STANDARD:
        key = change.key[0]
        connection.execute(delete(Metadata).where(col(Metadata.resource_id) == key))
        is_table = col(UnresolvedReference.table_name) == change.table
        connection.execute(delete(UnresolvedReference).where(is_table, col(UnresolvedReference.row_id) == key))
    if change.table == "service":
        _delete_computed(connection, change.key[0])
    connection.execute(delete(get_table(change.table)).where(matches_key(change.table, change.key)))


def _delete_computed(connection: Connection, service: str) -> None:
    forget_text(connection, [service])
    mark_as_edited(connection, [service])
    for table in _COMPUTED:
        connection.execute(delete(table).where(col(table.service_id) == service))


_APPLY: Final[dict[Action, Callable[[Connection, Change], None]]] = {
    Action.CREATE: _insert,
    Action.UPDATE: _update,
    Action.DELETE: _delete,
}
