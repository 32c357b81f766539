"""Empty `search_entry` and fill it anew as a whole: many times faster than row by row.

The danger is on PostgreSQL: whoever searches waits until the caller's transaction ends. A restore does
this, and an import that changes most of a large directory; any other computes only what it changed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection

_KEY: Final = "PRIMARY KEY (need, scope, language, reach, rank, service_id)"
_LINK: Final = "FOREIGN KEY (service_id) REFERENCES service (id)"
_BY_SERVICE: Final = "CREATE INDEX ix_search_entry_service_id ON search_entry (service_id)"
# Ten million rows are sorted: in the 4 MB of a usual server that goes over the disk many times. Some ten steps
# of the statement take as much each. Compiling it takes longer than it saves.
_ROOM: Final = ("work_mem = '64MB'", "maintenance_work_mem = '256MB'", "jit = off")
# In KB; the minus sign says so to SQLite.
_PAGES: Final = -262_144


@contextmanager
def emptied(connection: Connection) -> Iterator[None]:
    """Empty `search_entry`; it has no index while the block fills it, on PostgreSQL no key and no link either.

    Links are checked at the end, all at once.
    """
    steps = _on_postgresql if connection.dialect.name == "postgresql" else _on_sqlite
    with steps(connection):
        yield


@contextmanager
def _on_postgresql(connection: Connection) -> Iterator[None]:
    for setting in _ROOM:
        connection.exec_driver_sql(f"SET LOCAL {setting}")
    for step in (
        "TRUNCATE search_entry",
        "DROP INDEX ix_search_entry_service_id",
        "ALTER TABLE search_entry DROP CONSTRAINT fk_search_entry_service_id_service",
        "ALTER TABLE search_entry DROP CONSTRAINT pk_search_entry",
    ):
        connection.exec_driver_sql(step)
    yield
    for step in (
        f"ALTER TABLE search_entry ADD CONSTRAINT pk_search_entry {_KEY}",
        _BY_SERVICE,
        f"ALTER TABLE search_entry ADD CONSTRAINT fk_search_entry_service_id_service {_LINK}",
    ):
        connection.exec_driver_sql(step)


@contextmanager
def _on_sqlite(connection: Connection) -> Iterator[None]:
    pages: int = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size = {_PAGES}")
    connection.exec_driver_sql("DROP INDEX ix_search_entry_service_id")
    # What stands here is computed from what anybody may read: it need not be wiped out of the file.
    connection.exec_driver_sql("PRAGMA secure_delete = OFF")
    try:
        connection.exec_driver_sql("DELETE FROM search_entry")
    finally:
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {pages}")
    connection.exec_driver_sql(_BY_SERVICE)
