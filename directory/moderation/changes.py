"""Changes of rows: how they are created, stored with a proposal, ordered, and projected onto the present rows."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, and_, func, insert, select
from sqlmodel import col

from directory.models import ProposedField, Record
from directory.moderation.edits import Action, Key, foreign_keys, primary_key
from directory.moderation.errors import BadEditError, EditProblem
from directory.moderation.values import from_json, to_json

_INVERSE: Final = {Action.CREATE: Action.DELETE, Action.DELETE: Action.CREATE, Action.UPDATE: Action.UPDATE}
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one row. `old` and `new` hold the same fields: the changed ones, or all that are not empty."""

    action: Action
    table: str
    key: Key
    old: Values
    new: Values

    @property
    def row_id(self) -> tuple[str, Key]:
        """The table and key of the row."""
        return self.table, self.key

    def inverse(self) -> "Change":
        """Return the change that reverts this one."""
        return Change(_INVERSE[self.action], self.table, self.key, self.new, self.old)


class ProjectedRows:
    """Rows as they would be after changes that are not applied yet; without changes, as they are."""

    def __init__(self, connection: Connection, changes: Iterable[Change] = ()) -> None:
        self.connection = connection
        self._changes = {change.row_id: change for change in changes}

    def get(self, table: str, key: Key) -> dict[str, Any] | None:
        """Return the values of a row; of a row that is created, those that are not empty."""
        change = self._changes.get((table, key))
        if change is None or change.action is Action.UPDATE:
            row = load_row(self.connection, table, key)
            return row | dict(change.new) if row is not None and change is not None else row
        return dict(change.new) if change.action is Action.CREATE else None

    def exists(self, table: str, key: str) -> bool:
        """Return whether there is a row with an id."""
        return self.get(table, (key,)) is not None


def get_table(name: str) -> Table:
    """Return a table by name."""
    return Record.metadata.tables[name]


def matches_key(table: str, key: Key) -> ColumnElement[bool]:
    """Return the condition that a row has this key."""
    columns = get_table(table).columns
    return and_(*(columns[name] == value for name, value in zip(primary_key(table), key, strict=True)))


def load_row(connection: Connection, table: str, key: Key) -> dict[str, Any] | None:
    """Return all values of a stored row, None if there is none."""
    # PostgreSQL rejects text with a NUL, and an id may come from a URL.
    if any("\0" in part for part in key):
        return None
    row = connection.execute(select(get_table(table)).where(matches_key(table, key))).mappings().first()
    return dict(row) if row else None


def insert_change(table: str, key: Key, row: Values) -> Change:
    """Return the change that creates a row."""
    new = {name: value for name, value in row.items() if value is not None}
    return Change(Action.CREATE, table, key, dict.fromkeys(new), new)


def delete_change(table: str, key: Key, row: Values) -> Change:
    """Return the change that removes a row."""
    return insert_change(table, key, row).inverse()


def update_change(table: str, key: Key, row: Values, values: Values) -> Change | None:
    """Return the change that sets values of a row, None if it has them already."""
    new = {name: value for name, value in values.items() if row[name] != value}
    return Change(Action.UPDATE, table, key, {name: row[name] for name in new}, new) if new else None


def in_dependency_order(changes: Iterable[Change]) -> list[Change]:
    """Return changes in an order that foreign keys allow: rows are created after their targets and removed before them.

    Raises:
        BadEditError: created rows reference each other in a circle.
    """
    by_action: dict[Action, list[Change]] = {action: [] for action in Action}
    for change in changes:
        by_action[change.action].append(change)
    removals = reversed(_targets_first([change.inverse() for change in by_action[Action.DELETE]]))
    return [
        *_targets_first(by_action[Action.CREATE]),
        *by_action[Action.UPDATE],
        *(change.inverse() for change in removals),
    ]


def save_changes(connection: Connection, proposal: int, changes: Iterable[Change]) -> None:
    """Append changes to the fields of a proposal."""
    last = select(func.max(ProposedField.position)).where(col(ProposedField.proposal_id) == proposal)
    first = (connection.scalar(last) or 0) + 1
    rows = [row for change in changes for row in _to_fields(change)]
    for position, row in enumerate(rows, first):
        row |= {"proposal_id": proposal, "position": position}
    if rows:
        connection.execute(insert(ProposedField), rows)


def load_changes(connection: Connection, proposal: int) -> list[Change]:
    """Return the changes of a proposal."""
    query = select(ProposedField).where(col(ProposedField.proposal_id) == proposal)
    return changes_from_fields(connection.execute(query.order_by(col(ProposedField.position))).mappings().all())


def changes_from_fields(fields: Iterable[Mapping[Any, Any]]) -> list[Change]:
    """Combine the fields of one proposal into one change per row, derived changes of the row included."""
    rows: dict[tuple[str, str, bool], tuple[Action, dict[str, Any], dict[str, Any]]] = {}
    for field in fields:
        name, action = field["field"], Action(field["action"])
        column = get_table(field["table_name"]).columns[name]
        row = field["table_name"], field["row_key"], action is Action.DELETE
        _, old, new = rows.setdefault(row, (action, {}, {}))
        # A revert restores the value from before the first change.
        old.setdefault(name, from_json(column, field["old"]))
        new[name] = from_json(column, field["new"])
    return [
        Change(action, table, tuple(json.loads(key)), old, new) for (table, key, _), (action, old, new) in rows.items()
    ]


def _to_fields(change: Change) -> Iterator[dict[str, Any]]:
    for name in change.new:
        yield {
            "action": change.action.value,
            "table_name": change.table,
            "row_key": json.dumps(list(change.key), ensure_ascii=False),
            "field": name,
            "old": None if change.action is Action.CREATE else to_json(change.old[name]),
            "new": None if change.action is Action.DELETE else to_json(change.new[name]),
        }


def _targets_first(created: Sequence[Change]) -> list[Change]:
    """Return created rows, each after the rows that it references."""
    by_row = {change.row_id: change for change in created}
    graph: dict[tuple[str, Key], list[tuple[str, Key]]] = {}
    for row, change in by_row.items():
        targets = [(target, (change.new.get(column) or "",)) for column, target in foreign_keys(change.table)]
        graph[row] = [target for target in targets if target in by_row]
    try:
        return [by_row[row] for row in TopologicalSorter(graph).static_order()]
    except CycleError as exc:
        raise BadEditError(created[0].table, None, EditProblem.CIRCLE) from exc
