"""Run raw SQL over any number of ids.

Raw statements are faster than SQLAlchemy's for millions of rows; they skip the conversion of values, which
`diff.value_reader` does.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection

# One parameter for any number of ids: a statement whose length depends on them costs more than its rows.
_ONE_OF: Final = {"sqlite": "IN (SELECT value FROM json_each(?))", "postgresql": "= ANY(%s::text[])"}


def select_rows(connection: Connection, statement: str, ids: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Return the rows of a statement in which `{ids}` means "is one of these ids"."""
    rows: Any = connection.exec_driver_sql(*_statement(connection, statement, ids))
    return iter(rows)


def execute(connection: Connection, statement: str, ids: Sequence[str]) -> None:
    """Run a statement that returns nothing; `{ids}` as in `select_rows`."""
    connection.exec_driver_sql(*_statement(connection, statement, ids))


def has_more_rows(connection: Connection, table: str, count: int) -> bool:
    """Return whether a table has more than `count` rows, without counting the rest."""
    query = f'SELECT 1 FROM "{table}" LIMIT 1 OFFSET {count}'  # noqa: S608 - our names
    return connection.exec_driver_sql(query).first() is not None


def _statement(connection: Connection, statement: str, ids: Sequence[str]) -> tuple[str, tuple[Any, ...]]:
    """Return a statement for the current database, and its parameter if it has one."""
    name = connection.dialect.name
    if "{ids}" not in statement:
        return statement, ()
    return statement.format(ids=_ONE_OF[name]), (json.dumps(list(ids)) if name == "sqlite" else list(ids),)
