"""Turn edits into changes that can be written down: each field judged, each row with what stands there now."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from directory.domain.withheld import IsProtected
from directory.moderation.cascade import with_what_hangs
from directory.moderation.changes import Change, Values, creation, ordered, removal, stored_row, table_named, update
from directory.moderation.edits import ASKED, EDITABLE, Action, Edit, key_of
from directory.moderation.errors import (
    BadEditError,
    InUseError,
    NothingChangesError,
    ProtectedTextError,
    UnknownRowError,
    What,
)
from directory.moderation.owners import owners_of
from directory.moderation.redaction_guard import guarded_by
from directory.moderation.row_validation import check_together
from directory.moderation.values import clean

_DEFAULTS: Final[dict[str, dict[str, Any]]] = {
    "coverage": {"whole": True},
    "translation": {"reviewed": False, "stale": False},
    "attribute": {"link_entity": "service"},
}


def draft(connection: Connection, edits: Iterable[Edit], is_protected: IsProtected | None) -> list[Change]:
    """Return the changes that edits ask for, and those of what hangs on rows that go, in an order to make them.

    Raises:
        BadEditError, UnknownRowError, InUseError, ProtectedTextError: an edit can't be made.
        NothingChangesError: every value stands there already.
    """
    asked = [one for edit in edits if (one := _drafted(connection, edit)) is not None]
    if not asked:
        raise NothingChangesError
    others = [one for one in asked if one.action is not Action.DELETE]
    changes = [*others, *with_what_hangs(connection, (one for one in asked if one.action is Action.DELETE))]
    _refuse_twice(changes)
    made = ordered(changes)
    check_together(connection, made)
    refuse_protected(connection, made, is_protected)
    return made


def refuse_protected(connection: Connection, changes: Sequence[Change], is_protected: IsProtected | None) -> None:
    """Refuse changes that would say in public what is protected of the same service or place.

    Raises:
        ProtectedTextError: one would.
    """
    if is_protected is None:
        return
    guarded = None
    for change in changes:
        for name, value in _said(change):
            # Hardly any value holds what is protected of anybody; whose a row is takes longer to find out.
            if is_protected(value, None):
                guarded = guarded_by(connection, owners_of(connection, changes)) if guarded is None else guarded
                if is_protected(value, guarded):
                    raise ProtectedTextError(change.table, name)


def _said(change: Change) -> list[tuple[str, str]]:
    """Return the fields that a change gives a text or a number."""
    return [
        (name, str(value))
        for name, value in change.new.items()
        if isinstance(value, str | float) and name != "id" and not name.endswith("_id")
    ]


def _drafted(connection: Connection, edit: Edit) -> Change | None:
    if edit.table not in EDITABLE:
        raise BadEditError(edit.table, None, What.TABLE)
    if len(edit.key) != len(key_of(edit.table)) or not all(isinstance(one, str) and one for one in edit.key):
        raise BadEditError(edit.table, None, What.KEY)
    row = stored_row(connection, edit.table, _plain_key(edit))
    if edit.action is Action.CREATE:
        return _created(edit, row)
    if row is None:
        raise UnknownRowError
    if edit.action is Action.DELETE:
        return _removed(edit, row)
    return _updated(edit, row)


def _plain_key(edit: Edit) -> tuple[str, ...]:
    """Return a key that can be looked up: each part judged as its field, but for ids, which are found or not."""
    return tuple(str(clean(edit.table, name, part)) for name, part in zip(key_of(edit.table), edit.key, strict=True))


def _created(edit: Edit, row: Values | None) -> Change:
    if row is not None:
        raise BadEditError(edit.table, None, What.EXISTS)
    names = key_of(edit.table)
    if names == ("id",) and not _is_uuid(edit.key[0]):
        raise BadEditError(edit.table, "id", What.UUID)
    key = _plain_key(edit)
    given = _DEFAULTS.get(edit.table, {}) | dict(edit.values) | dict(zip(names, key, strict=True))
    _refuse_unknown(edit)
    values = {name: clean(edit.table, name, given.get(name)) for name in ASKED[edit.table]}
    return creation(edit.table, key, values)


def _updated(edit: Edit, row: Values) -> Change | None:
    _refuse_unknown(edit)
    if any(name in edit.values for name in key_of(edit.table)):
        raise BadEditError(edit.table, key_of(edit.table)[0], What.KEY)
    values = {name: clean(edit.table, name, value) for name, value in edit.values.items()}
    if edit.table == "translation" and "text" in values:
        values.setdefault("stale", False)
    return update(edit.table, _plain_key(edit), row, values)


def _removed(edit: Edit, row: Values) -> Change:
    if edit.values:
        raise BadEditError(edit.table, next(iter(edit.values)), What.FIELD)
    # People may be on their way to it, and its history hangs on it: it becomes inactive.
    if edit.table == "service":
        raise InUseError
    return removal(edit.table, _plain_key(edit), row)


def _refuse_unknown(edit: Edit) -> None:
    for name in edit.values:
        if name not in ASKED[edit.table] or name not in table_named(edit.table).columns:
            raise BadEditError(edit.table, None, What.FIELD)


def _refuse_twice(changes: Sequence[Change]) -> None:
    seen = set()
    for one in changes:
        if one.row in seen:
            raise BadEditError(one.table, None, What.TWICE)
        seen.add(one.row)


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
