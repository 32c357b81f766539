"""Carry changes out, in the caller's transaction."""

from collections.abc import Callable, Iterable
from typing import Final

from sqlalchemy import Connection, delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from directory.domain.ownership import take_over
from directory.hsds.schema import STANDARD
from directory.models import Metadata, NearCell, SearchEntry, UnresolvedReference
from directory.moderation.cascade import with_what_hangs
from directory.moderation.changes import Change, is_row, ordered, stored_row, table_named
from directory.moderation.edits import Action
from directory.moderation.errors import ChangedMeanwhileError, InUseError
from directory.search.free_text import forget_text

_COMPUTED: Final = (SearchEntry, NearCell)


def refuse_changed(connection: Connection, changes: Iterable[Change]) -> None:
    """Refuse changes whose rows say something else by now.

    Raises:
        ChangedMeanwhileError: a value is another than `old`, a row is there or not there against what was seen, or
            something new hangs on a row that is to go.
    """
    known = list(changes)
    if not known or not all(_stands(connection, one) for one in known):
        raise ChangedMeanwhileError
    gone = with_what_hangs(connection, (one for one in known if one.action is Action.DELETE))
    if not {one.row for one in gone} <= {one.row for one in known}:
        raise ChangedMeanwhileError


def carry_out(connection: Connection, changes: Iterable[Change]) -> None:
    """Write changes, each row after those it points at.

    Raises:
        InUseError: a row that is not known here hangs on one that goes, such as a protected contact.
    """
    try:
        for one in ordered(changes):
            _DO[one.action](connection, one)
    except IntegrityError:
        raise InUseError from None


def _stands(connection: Connection, change: Change) -> bool:
    row = stored_row(connection, change.table, change.key)
    if change.action is Action.CREATE or row is None:
        return change.action is Action.CREATE and row is None
    whole = change.old if change.action is Action.UPDATE else dict.fromkeys(row) | dict(change.old)
    return all(row[name] == value for name, value in whole.items() if name != "last_modified")


def _create(connection: Connection, change: Change) -> None:
    connection.execute(insert(table_named(change.table)), dict(change.new))


def _update(connection: Connection, change: Change) -> None:
    where = is_row(change.table, change.key)
    connection.execute(update(table_named(change.table)).where(where).values(dict(change.new)))


def _delete(connection: Connection, change: Change) -> None:
    """Remove a row, and what is kept of it: its public history goes too, for it would hang on nothing."""
    if change.table in STANDARD:
        key = change.key[0]
        connection.execute(delete(Metadata).where(col(Metadata.resource_id) == key))
        named = col(UnresolvedReference.table_name) == change.table
        connection.execute(delete(UnresolvedReference).where(named, col(UnresolvedReference.row_id) == key))
    if change.table == "service":
        _forget_service(connection, change.key[0])
    connection.execute(delete(table_named(change.table)).where(is_row(change.table, change.key)))


def _forget_service(connection: Connection, service: str) -> None:
    forget_text(connection, [service])
    take_over(connection, [service])
    for table in _COMPUTED:
        connection.execute(delete(table).where(col(table.service_id) == service))


_DO: Final[dict[Action, Callable[[Connection, Change], None]]] = {
    Action.CREATE: _create,
    Action.UPDATE: _update,
    Action.DELETE: _delete,
}
