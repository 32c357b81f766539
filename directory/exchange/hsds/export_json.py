"""Write the directory as HSDS JSON: one file of services, one of organizations, each object whole.

The danger is a directory of a million services in memory at once, or half a file that looks like a whole
one: objects are written some hundred at a time, and a file gets its name when it is complete.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from sqlalchemy import Connection, Engine

from directory.exchange.hsds.documents import translated, whole
from directory.exchange.hsds.extension_export import add_blocks
from directory.exchange.hsds.nesting_schema import Object

_AT_ONCE: Final = 500
FILES: Final = {"service": "services.json", "organization": "organizations.json"}


def export_json(engine: Engine, folder: Path, language: str | None = None) -> dict[str, int]:
    """Write services.json and organizations.json into a folder; return how many objects each holds.

    With a language (BCP 47) texts are in it where a translation is known.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    counted: dict[str, int] = {}
    with snapshot(engine) as connection:
        for table, name in FILES.items():
            with complete(folder / name) as file:
                counted[name] = _write(file, _objects(connection, table, language))
    return counted


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees the directory as it is now, whatever others write meanwhile."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def complete(path: Path) -> Iterator[TextIO]:
    """Open a file under another name, and rename it once it is whole."""
    half = path.with_name(f"{path.name}.part")
    try:
        with half.open("w", encoding="utf-8", newline="") as file:
            yield file
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def ids_in_batches(connection: Connection, table: str) -> Iterator[list[str]]:
    """Yield all ids of a table in their order, some hundred at a time."""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    asked = f'SELECT id FROM "{table}" WHERE id > {mark} ORDER BY id LIMIT {_AT_ONCE}'  # noqa: S608 - our names
    last = ""
    while ids := [str(row[0]) for row in connection.exec_driver_sql(asked, (last,))]:
        yield ids
        last = ids[-1]


def _objects(connection: Connection, table: str, language: str | None) -> Iterator[Sequence[Object]]:
    for ids in ids_in_batches(connection, table):
        found = whole(connection, table, ids, services="ids" if table == "organization" else None)
        if language:
            translated(connection, found, language)
        if table == "service":
            add_blocks(connection, found)
        yield found


def _write(file: TextIO, batches: Iterator[Sequence[Object]]) -> int:
    """Write a list with one object a line."""
    count = 0
    file.write("[")
    for batch in batches:
        for one in batch:
            file.write(",\n" if count else "\n")
            file.write(json.dumps(one, ensure_ascii=False, allow_nan=False))
            count += 1
    file.write("\n]\n")
    return count
