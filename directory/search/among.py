"""A condition on many ids that is one and the same text for one id and for a hundred.

A list of parameters makes a new statement for each length: the database plans it anew, and so does SQLAlchemy.
Here the ids go as one value, an array on PostgreSQL and a JSON list on SQLite.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Dialect, String, TypeDecorator, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


class _Ids(TypeDecorator[Sequence[str]]):
    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(String()) if dialect.name == "postgresql" else String())

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> Any:
        ids = list(value or ())
        return ids if dialect.name == "postgresql" else json.dumps(ids)


class _Among(FunctionElement[bool]):
    # Without a type: SQLAlchemy would write a truth value on SQLite as "... = 1", which no index answers.
    name = "among"
    inherit_cache = True


_IDS: Final = bindparam("ids", type_=_Ids())


def among_ids(column: Any) -> ColumnElement[bool]:
    """Return the condition that a column holds one of the ids that the statement is given as `ids`."""
    return _Among(column, _IDS)


@compiles(_Among, "sqlite")
def _sqlite(element: _Among, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - the names of our own columns


@compiles(_Among, "postgresql")
def _postgresql(element: _Among, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} = ANY ({ids})"
