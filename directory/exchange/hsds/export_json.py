"""Export the directory as HSDS JSON: a file of services and a file of organizations, each object complete.

The danger is a million services in memory at once, or half a file that looks complete: objects are written in batches,
and a file gets its name when it is complete.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from sqlalchemy import Connection, Engine

from directory.exchange.hsds.documents import Object, fetch_documents, translate
from directory.exchange.hsds.extension_export import add_extensions

_BATCH_SIZE: Final = 500
FILES: Final = {"service": "services.json", "organization": "organizations.json"}


def export_json(engine: Engine, folder: Path, language: str | None = None) -> dict[str, int]:
    """Write services.json and organizations.json into a folder; return the number of objects in each.

    With a language (BCP 47), texts are translate where a translation exists.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    counted: dict[str, int] = {}
    with snapshot(engine) as connection:
        for table, name in FILES.items():
            with atomic_file(folder / name) as file:
                counted[name] = _write(file, _objects(connection, table, language))
    return counted


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Open a connection that sees one consistent state of the directory, whatever others write meanwhile."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def atomic_file(path: Path) -> Iterator[TextIO]:
    """Open a file under a temporary name, and rename it when it is complete."""
    half = path.with_name(f"{path.name}.part")
    try:
        with half.open("w", encoding="utf-8", newline="") as file:
            yield file
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def ids_in_batches(connection: Connection, table: str) -> Iterator[list[str]]:
    """Yield all ids of a table in order, in batches."""
    placeholder = "?" if connection.dialect.name == "sqlite" else "%s"
    query = f'SELECT id FROM "{table}" WHERE id > {placeholder} ORDER BY id LIMIT {_BATCH_SIZE}'  # noqa: S608 - our names
    last = ""
    while ids := [str(row[0]) for row in connection.exec_driver_sql(query, (last,))]:
        yield ids
        last = ids[-1]


def _objects(connection: Connection, table: str, language: str | None) -> Iterator[Sequence[Object]]:
    for ids in ids_in_batches(connection, table):
        documents = fetch_documents(connection, table, ids, services="ids" if table == "organization" else None)
        if language:
            translate(connection, documents, language)
        if table == "service":
            add_extensions(connection, documents)
        yield documents


def _write(file: TextIO, batches: Iterator[Sequence[Object]]) -> int:
    """Write a list with one object per line."""
    count = 0
    file.write("[")
    for batch in batches:
        for document in batch:
            file.write(",\n" if count else "\n")
            file.write(json.dumps(document, ensure_ascii=False, allow_nan=False))
            count += 1
    file.write("\n]\n")
    return count
