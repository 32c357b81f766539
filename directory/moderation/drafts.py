"""Drafting: turn edits into changes, with every field validated and every row's current values recorded."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from directory.moderation.cascade import with_dependents
from directory.moderation.changes import (
    Change,
    Values,
    delete_change,
    get_table,
    in_dependency_order,
    insert_change,
    load_row,
    update_change,
)
from directory.moderation.edits import EDITABLE_FIELDS, EDITABLE_TABLES, Action, Edit, primary_key
from directory.moderation.errors import (
    BadEditError,
    EditProblem,
    InUseError,
    NoChangesError,
    UnknownRowError,
)
from directory.moderation.row_validation import validate_rows
from directory.moderation.values import clean_value

_DEFAULTS: Final[dict[str, dict[str, Any]]] = {
    "coverage": {"whole": True},
    "translation": {"reviewed": False, "stale": False},
    "attribute": {"link_entity": "service"},
}


def draft_changes(connection: Connection, edits: Iterable[Edit]) -> list[Change]:
    """Return the changes that edits ask for and those of dependent rows, in an order that can be applied.

    Raises:
        BadEditError, UnknownRowError, InUseError: an edit is not possible.
        NoChangesError: all values are as they are already.
    """
    requested = [change for edit in edits if (change := _draft(connection, edit)) is not None]
    if not requested:
        raise NoChangesError
    removals = [change for change in requested if change.action is Action.DELETE]
    others = [change for change in requested if change.action is not Action.DELETE]
    changes = [*others, *with_dependents(connection, removals)]
    _reject_duplicates(changes)
    ordered = in_dependency_order(changes)
    validate_rows(connection, ordered)
    return ordered


def _draft(connection: Connection, edit: Edit) -> Change | None:
    if edit.table not in EDITABLE_TABLES:
        raise BadEditError(edit.table, None, EditProblem.TABLE)
    if len(edit.key) != len(primary_key(edit.table)) or not all(isinstance(part, str) and part for part in edit.key):
        raise BadEditError(edit.table, None, EditProblem.KEY)
    key = _clean_key(edit)
    row = load_row(connection, edit.table, key)
    if edit.action is Action.CREATE:
        return _draft_insert(edit, key, row)
    if row is None:
        raise UnknownRowError
    if edit.action is Action.DELETE:
        return _draft_delete(edit, key, row)
    return _draft_update(edit, key, row)


def _clean_key(edit: Edit) -> tuple[str, ...]:
    """Return a key that can be looked up. Each part is validated as its field, except ids, which exist or do not."""
    names = primary_key(edit.table)
    return tuple(str(clean_value(edit.table, name, part)) for name, part in zip(names, edit.key, strict=True))


def _draft_insert(edit: Edit, key: tuple[str, ...], row: Values | None) -> Change:
    if row is not None:
        raise BadEditError(edit.table, None, EditProblem.EXISTS)
    names = primary_key(edit.table)
    if names == ("id",) and not _is_uuid(edit.key[0]):
        raise BadEditError(edit.table, "id", EditProblem.UUID)
    _reject_unknown_fields(edit)
    given = _DEFAULTS.get(edit.table, {}) | dict(edit.values) | dict(zip(names, key, strict=True))
    values = {name: clean_value(edit.table, name, given.get(name)) for name in EDITABLE_FIELDS[edit.table]}
    return insert_change(edit.table, key, values)


def _draft_update(edit: Edit, key: tuple[str, ...], row: Values) -> Change | None:
    _reject_unknown_fields(edit)
    if any(name in edit.values for name in primary_key(edit.table)):
        raise BadEditError(edit.table, primary_key(edit.table)[0], EditProblem.KEY)
    values = {name: clean_value(edit.table, name, value) for name, value in edit.values.items()}
    if edit.table == "translation" and "text" in values:
        values.setdefault("stale", False)
    return update_change(edit.table, key, row, values)


def _draft_delete(edit: Edit, key: tuple[str, ...], row: Values) -> Change:
    if edit.values:
        raise BadEditError(edit.table, next(iter(edit.values)), EditProblem.FIELD)
    # A service is not removed but becomes inactive: people may be on their way to it, and its history depends on it.
    if edit.table == "service":
        raise InUseError
    return delete_change(edit.table, key, row)


def _reject_unknown_fields(edit: Edit) -> None:
    for name in edit.values:
        if name not in EDITABLE_FIELDS[edit.table] or name not in get_table(edit.table).columns:
            raise BadEditError(edit.table, None, EditProblem.FIELD)


def _reject_duplicates(changes: Sequence[Change]) -> None:
    seen = set()
    for change in changes:
        if change.row_id in seen:
            raise BadEditError(change.table, None, EditProblem.TWICE)
        seen.add(change.row_id)


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
