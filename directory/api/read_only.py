"""Read-only connections."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine


@contextmanager
def read_only(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a read-only transaction.

    By default PostgreSQL plans a frequent statement once for all values: it then treats a term of a hundred services
    like one of a million, and takes seconds instead of milliseconds.
    """
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_custom_plan")
        yield connection
