"""Compare the rows of a package with the directory: which are new, and which differ."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection
from sqlmodel.sql.sqltypes import UTCDateTime

from directory.domain.import_report import FieldChange
from directory.exchange.hsds.package import COLUMNS, POSITIONS, Key, Package, Row
from directory.exchange.hsds.sql import has_more_rows, select_rows
from directory.hsds.schema import PRIMARY_KEYS, database_table

_MODIFIED: Final = POSITIONS["service"]["last_modified"]


@dataclass(slots=True)
class TableDiff:
    """Changes of a table: new rows by key, and changed rows by key with their stored values."""

    new: dict[Key, Row] = field(default_factory=dict)
    changed: dict[Key, tuple[Row, tuple[Any, ...]]] = field(default_factory=dict)

    def fields(self, table: str, key: Key) -> tuple[FieldChange, ...]:
        """Return the changed fields of a row."""
        row, old = self.changed[key]
        return tuple(
            FieldChange(name, _to_text(before), _to_text(after))
            for name, before, after in zip(COLUMNS[table], old, row[:-1], strict=True)
            if before != after
        )


def diff_table(connection: Connection, package: Package, table: str) -> TableDiff:
    """Compare the rows of a table with the stored ones."""
    rows = package.rows[table]
    diff = TableDiff()
    if not rows:
        return diff
    parse_instants(table, rows)
    stored = _stored_rows(connection, table, rows)
    if not stored:
        diff.new = rows.copy()
        return diff
    for key, row in rows.items():
        stored_row = stored.get(key)
        if stored_row is None:
            diff.new[key] = row
            continue
        if table == "service":
            # This directory's own date: the import sets it if anything of the service changes.
            row[_MODIFIED] = stored_row[_MODIFIED]
        if stored_row != tuple(row[:-1]):
            diff.changed[key] = (row, stored_row)
    return diff


def parse_instants(table: str, rows: dict[Key, Row]) -> None:
    """Convert the instants of our tables into the values that the tables hold."""
    for place in _instant_positions(table):
        for row in rows.values():
            if isinstance(row[place], str):
                row[place] = _parse_instant(row[place])


def _parse_instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _instant_positions(table: str) -> list[int]:
    columns = database_table(table).c
    return [place for place, name in enumerate(COLUMNS[table]) if isinstance(columns[name].type, UTCDateTime)]


def _stored_rows(connection: Connection, table: str, rows: dict[Key, Row]) -> dict[Key, tuple[Any, ...]]:
    """Return the stored rows with the same keys."""
    names, keys = COLUMNS[table], PRIMARY_KEYS[table]
    quoted = ", ".join(f'"{name}"' for name in names)
    query = f'SELECT {quoted} FROM "{table}"'  # noqa: S608 - our names
    wanted = list(rows) if len(keys) == 1 else list({key[0] for key in rows})
    # For a large package and a small directory, reading the whole table is cheaper than looking up each id.
    if has_more_rows(connection, table, len(wanted)):
        query += f' WHERE "{keys[0]}" {{ids}}'
    places = [POSITIONS[table][name] for name in keys]
    readers = [(place, value_reader(connection, table, names[place])) for place in _instant_positions(table)]
    rows_by_key: dict[Key, tuple[Any, ...]] = {}
    for row in select_rows(connection, query, wanted):
        for place, read in readers:
            row = (*row[:place], read(row[place]), *row[place + 1 :])  # noqa: PLW2901 - rarely more than one
        key = row[places[0]] if len(places) == 1 else tuple(row[place] for place in places)
        if key in rows:
            rows_by_key[key] = tuple(row)
    return rows_by_key


def value_reader(connection: Connection, table: str, name: str) -> Callable[[Any], Any]:
    """Return how to convert a column's raw database value; raw statements skip SQLAlchemy's conversion."""
    column = database_table(table).c[name]
    if not isinstance(column.type, UTCDateTime):
        return lambda value: value
    # The dialect's type: SQLite stores instants as texts.
    dialect_type = column.type.dialect_impl(connection.dialect)
    return dialect_type.result_processor(connection.dialect, None) or (lambda value: value)


def _to_text(value: Any) -> str:
    return "" if value is None else str(value)
