"""Changes of rows as they are written down and carried out: with what stood there before."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, and_, func, insert, select
from sqlmodel import col

from directory.models import ProposedField, Record
from directory.moderation.edits import Action, Key, key_of, links_of
from directory.moderation.errors import BadEditError, What
from directory.moderation.values import read, written

_INVERSE: Final = {Action.CREATE: Action.DELETE, Action.DELETE: Action.CREATE, Action.UPDATE: Action.UPDATE}
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One row: `old` and `new` hold the same fields; of a row that is made or removed, all that are not empty."""

    action: Action
    table: str
    key: Key
    old: Values
    new: Values

    @property
    def row(self) -> tuple[str, Key]:
        """Tell which row it is."""
        return self.table, self.key

    def back(self) -> "Change":
        """Return the change that takes this one back."""
        return Change(_INVERSE[self.action], self.table, self.key, self.new, self.old)


def table_named(name: str) -> Table:
    """Return a table that changes may be of."""
    return Record.metadata.tables[name]


def is_row(table: str, key: Key) -> ColumnElement[bool]:
    """Return the condition that a row has this key."""
    columns = table_named(table).columns
    return and_(*(columns[name] == value for name, value in zip(key_of(table), key, strict=True)))


def stored_row(connection: Connection, table: str, key: Key) -> dict[str, Any] | None:
    """Return all values of a row as it stands in the directory, None where it is not there."""
    # PostgreSQL takes no text with a NUL in it, and an id may come from an address.
    if any("\0" in part for part in key):
        return None
    found = connection.execute(select(table_named(table)).where(is_row(table, key))).mappings().first()
    return dict(found) if found else None


def creation(table: str, key: Key, row: Values) -> Change:
    """Return the change that makes a row."""
    new = {name: value for name, value in row.items() if value is not None}
    return Change(Action.CREATE, table, key, dict.fromkeys(new), new)


def removal(table: str, key: Key, row: Values) -> Change:
    """Return the change that takes a row away."""
    return creation(table, key, row).back()


def update(table: str, key: Key, row: Values, values: Values) -> Change | None:
    """Return the change of a row to other values, None where it has them."""
    new = {name: value for name, value in values.items() if row[name] != value}
    return Change(Action.UPDATE, table, key, {name: row[name] for name in new}, new) if new else None


def ordered(changes: Iterable[Change]) -> list[Change]:
    """Return changes in an order that no link forbids: rows are made after those they point at, and go before them.

    Raises:
        BadEditError: rows that are made point at each other in a circle.
    """
    of: dict[Action, list[Change]] = {one: [] for one in Action}
    for change in changes:
        of[change.action].append(change)
    gone = reversed(_after_their_targets([one.back() for one in of[Action.DELETE]]))
    return [*_after_their_targets(of[Action.CREATE]), *of[Action.UPDATE], *(one.back() for one in gone)]


def keep(connection: Connection, proposal: int, changes: Iterable[Change]) -> None:
    """Write changes down as fields of a proposal, behind those it has."""
    last = select(func.max(ProposedField.position)).where(col(ProposedField.proposal_id) == proposal)
    first = (connection.scalar(last) or 0) + 1
    rows = [one for change in changes for one in _fields(change)]
    for position, row in enumerate(rows, first):
        row |= {"proposal_id": proposal, "position": position}
    if rows:
        connection.execute(insert(ProposedField), rows)


def kept(connection: Connection, proposal: int) -> list[Change]:
    """Return the changes of a proposal."""
    asked = select(ProposedField).where(col(ProposedField.proposal_id) == proposal)
    return gathered(connection.execute(asked.order_by(col(ProposedField.position))).mappings().all())


def gathered(fields: Iterable[Mapping[Any, Any]]) -> list[Change]:
    """Return the changes that fields of one proposal make up; what follows of a row belongs to what was asked of it."""
    found: dict[tuple[str, str, bool], tuple[Action, dict[str, Any], dict[str, Any]]] = {}
    for one in fields:
        column, action = table_named(one["table_name"]).columns[one["field"]], Action(one["action"])
        row = one["table_name"], one["row_key"], action is Action.DELETE
        _, old, new = found.setdefault(row, (action, {}, {}))
        # What stood there before all of it is what comes back.
        old.setdefault(one["field"], read(column, one["old"]))
        new[one["field"]] = read(column, one["new"])
    return [
        Change(action, table, tuple(json.loads(key)), old, new) for (table, key, _), (action, old, new) in found.items()
    ]


def _fields(change: Change) -> Iterator[dict[str, Any]]:
    made, gone = change.action is Action.CREATE, change.action is Action.DELETE
    for name in change.new:
        yield {
            "action": change.action.value,
            "table_name": change.table,
            "row_key": json.dumps(list(change.key), ensure_ascii=False),
            "field": name,
            "old": None if made else written(change.old[name]),
            "new": None if gone else written(change.new[name]),
        }


def _after_their_targets(made: Sequence[Change]) -> list[Change]:
    """Return rows that are made, each after those it points at."""
    by_row = {one.row: one for one in made}
    ways: dict[tuple[str, Key], list[tuple[str, Key]]] = {}
    for row, one in by_row.items():
        targets = [(target, (one.new.get(column) or "",)) for column, target in links_of(one.table)]
        ways[row] = [target for target in targets if target in by_row]
    try:
        return [by_row[row] for row in TopologicalSorter(ways).static_order()]
    except CycleError as fault:
        raise BadEditError(made[0].table, None, What.CIRCLE) from fault
