"""Compare the rows of a package with the directory: which are new, which say something else than before."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection
from sqlmodel.sql.sqltypes import UTCDateTime

from directory.exchange.hsds.package import COLUMNS, POSITIONS, Key, Package, Row
from directory.exchange.hsds.stored_rows import has_more_rows, select
from directory.exchange.report import FieldChange
from directory.hsds.schema import KEYS, stored_table

_MODIFIED: Final = POSITIONS["service"]["last_modified"]


@dataclass(slots=True)
class Difference:
    """What a table gains: new rows by key, and changed rows by key with what they said before."""

    new: dict[Key, Row] = field(default_factory=dict)
    changed: dict[Key, tuple[Row, tuple[Any, ...]]] = field(default_factory=dict)

    def fields(self, table: str, key: Key) -> tuple[FieldChange, ...]:
        """Return how a changed row differs."""
        row, old = self.changed[key]
        return tuple(
            FieldChange(name, _shown(before), _shown(after))
            for name, before, after in zip(COLUMNS[table], old, row[:-1], strict=True)
            if before != after
        )


def difference(connection: Connection, package: Package, table: str) -> Difference:
    """Compare the rows of a table, each a single time."""
    rows = package.rows[table]
    found = Difference()
    if not rows:
        return found
    from_text(table, rows)
    stored = _stored(connection, table, rows)
    if not stored:
        found.new = rows.copy()
        return found
    for key, row in rows.items():
        old = stored.get(key)
        if old is None:
            found.new[key] = row
            continue
        if table == "service" and row[_MODIFIED] is None:
            row[_MODIFIED] = old[_MODIFIED]
        if old != tuple(row[:-1]):
            found.changed[key] = (row, old)
    return found


def from_text(table: str, rows: dict[Key, Row]) -> None:
    """Turn the instants of our tables into what the tables hold."""
    for place in _instants(table):
        for row in rows.values():
            if isinstance(row[place], str):
                row[place] = _moment(row[place])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _instants(table: str) -> list[int]:
    columns = stored_table(table).c
    return [place for place, name in enumerate(COLUMNS[table]) if isinstance(columns[name].type, UTCDateTime)]


def _stored(connection: Connection, table: str, rows: dict[Key, Row]) -> dict[Key, tuple[Any, ...]]:
    """Return the rows that are there under the same keys."""
    names, keys = COLUMNS[table], KEYS[table]
    quoted = ", ".join(f'"{name}"' for name in names)
    asked = f'SELECT {quoted} FROM "{table}"'  # noqa: S608 - our names
    wanted = list(rows) if len(keys) == 1 else list({key[0] for key in rows})
    # A large package for a small directory: reading all of it is less work than looking up each id.
    if has_more_rows(connection, table, len(wanted)):
        asked += f' WHERE "{keys[0]}" {{ids}}'
    places = [POSITIONS[table][name] for name in keys]
    readers = [(place, reader_of(connection, table, names[place])) for place in _instants(table)]
    found: dict[Key, tuple[Any, ...]] = {}
    for row in select(connection, asked, wanted):
        for place, read in readers:
            row = (*row[:place], read(row[place]), *row[place + 1 :])  # noqa: PLW2901 - rarely more than one
        key = row[places[0]] if len(places) == 1 else tuple(row[place] for place in places)
        if key in rows:
            found[key] = tuple(row)
    return found


def reader_of(connection: Connection, table: str, name: str) -> Callable[[Any], Any]:
    """Return how the database's value of a column is read; raw statements do not do it."""
    column = stored_table(table).c[name]
    if not isinstance(column.type, UTCDateTime):
        return lambda value: value
    # The type as the database has it: SQLite keeps instants as texts.
    here = column.type.dialect_impl(connection.dialect)
    return here.result_processor(connection.dialect, None) or (lambda value: value)


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
