"""Connections that only read."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction that can change nothing.

    PostgreSQL, left alone, plans a statement that comes often once for all values: it then takes a term of a
    hundred services for one of a million, and seconds instead of milliseconds.
    """
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_custom_plan")
        yield connection
