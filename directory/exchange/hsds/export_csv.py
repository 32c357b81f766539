"""Write the directory as a tabular data package: a CSV file for each table, in a folder or a ZIP.

Values are written as they are, formulas too: a program reads this, not a spreadsheet. For people there
is the sheet.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final, TextIO

from sqlalchemy import Connection, Engine

from directory.exchange.hsds.diff import reader_of
from directory.exchange.hsds.export_json import complete, snapshot
from directory.exchange.hsds.extension_export import outward
from directory.exchange.hsds.package import COLUMNS
from directory.exchange.hsds.reader import PACKAGE_FILE
from directory.hsds.schema import FIELDS, KEYS, LINKS, STANDARD, TABLES, Field, csv_name

_TYPES: Final[dict[str, dict[str, str]]] = {
    "uuid": {"type": "string", "format": "uuid"},
    "uri": {"type": "string", "format": "uri"},
    "email": {"type": "string", "format": "email"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "latitude": {"type": "number"},
    "degrees": {"type": "number"},
    "radius": {"type": "number"},
    "flag": {"type": "boolean"},
    "instant": {"type": "datetime", "format": "any"},
    "past": {"type": "datetime", "format": "any"},
}


def data_package() -> dict[str, Any]:
    """Return the descriptor of everything that is exported."""
    return {
        "name": "waylight-directory",
        "profile": "tabular-data-package",
        "resources": [_resource(table) for table in TABLES],
    }


def _resource(table: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(field) for field in FIELDS[table].values()],
        "primaryKey": list(KEYS[table]),
    }
    # A link may be kept whose row never came, so links are told and not promised.
    schema["foreignKeys"] = [
        {"fields": column, "reference": {"resource": csv_name(target), "fields": "id"}}
        for column, target in LINKS[table]
        if column in FIELDS[table]
    ]
    if not schema["foreignKeys"]:
        del schema["foreignKeys"]
    name = csv_name(table)
    file = {"name": name, "path": f"{name}.csv", "profile": "tabular-data-resource"}
    return file | {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "schema": schema}


def _field(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"name": field.name} | _TYPES.get(field.kind, {"type": "string"})
    limits: dict[str, Any] = {"required": True} if field.needed else {}
    if field.choices:
        limits["enum"] = list(field.choices)
    return found | ({"constraints": limits} if limits else {})


_FREE: Final = {
    "attribute": "link_id",
    "metadata": "resource_id",
    "translation": "entity_id",
    "provenance": "entity_id",
}
_LIKELY: Final = ("service", "organization", "taxonomy_term")
_FLAGS: Final = {True: "true", False: "false"}

Opener = Callable[[str], AbstractContextManager[TextIO]]


def export_csv(engine: Engine, output: Path) -> dict[str, int]:
    """Write all public tables to a folder, or to a ZIP where the name ends so; return the rows of each file.

    Raises:
        OSError: the output cannot be written.
    """
    with snapshot(engine) as connection, _opened(output) as opener:
        counted = {f"{csv_name(table)}.csv": _write(connection, table, opener) for table in TABLES}
        with opener(PACKAGE_FILE) as file:
            json.dump(data_package(), file, ensure_ascii=False, indent=2)
    return counted


@contextmanager
def _opened(output: Path) -> Iterator[Opener]:
    if output.suffix.lower() != ".zip":
        output.mkdir(parents=True, exist_ok=True)
        yield lambda name: complete(output / name)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    half = output.with_name(f"{output.name}.part")
    try:
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
            yield lambda name: _in_archive(archive, name)
        half.replace(output)
    finally:
        half.unlink(missing_ok=True)


@contextmanager
def _in_archive(archive: zipfile.ZipFile, name: str) -> Iterator[TextIO]:
    with archive.open(name, "w", force_zip64=True) as raw, io.TextIOWrapper(raw, encoding="utf-8", newline="") as file:
        yield file


def _write(connection: Connection, table: str, opener: Opener) -> int:
    names = COLUMNS[table]
    aside = _aside(connection, table)
    readers = [(FIELDS[table][name].kind, reader_of(connection, table, name)) for name in names]
    count = 0
    with opener(f"{csv_name(table)}.csv") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for row in _rows(connection, table):
            links = aside.get(row[0], {})
            given = [links.get(name, value) for name, value in zip(names, row, strict=True)] if links else row
            writer.writerow([_cell(kind, read(value)) for (kind, read), value in zip(readers, given, strict=True)])
            count += 1
    return count


def _cell(kind: str, value: Any) -> Any:
    found = outward(kind, value)
    return _FLAGS[found] if isinstance(found, bool) else found


def _rows(connection: Connection, table: str) -> Iterator[Any]:
    """Return the rows of a table, as a stream. What hangs on a row that is not public is not public."""
    quoted = ", ".join(f'"{name}"' for name in COLUMNS[table])
    where = f"WHERE {_public(table, _FREE[table])}" if table in _FREE else ""
    statement = f'SELECT {quoted} FROM "{table}" {where} ORDER BY 1'  # noqa: S608 - our names
    streaming = connection.execution_options(stream_results=True)
    return iter(streaming.exec_driver_sql(statement))


def _public(table: str, column: str) -> str:
    """Return the condition that a row hangs on nothing, on a public row, or on one that never came."""
    kept = f"SELECT row_id FROM unresolved_reference WHERE table_name = '{table}'"  # noqa: S608 - our names
    public = (f'EXISTS (SELECT 1 FROM "{one}" AS owner WHERE owner.id = {column})' for one in _likely_first())  # noqa: S608
    hangs = " OR ".join((f"{column} IS NULL", *public))
    return f"{hangs} OR id IN ({kept})" if table in STANDARD else hangs


def _likely_first() -> list[str]:
    return sorted(set(STANDARD) - {"metadata"}, key=lambda one: (one not in _LIKELY, one))


def _aside(connection: Connection, table: str) -> dict[str, dict[str, str]]:
    """Return the links to rows that never came, by row: they go out as they came in."""
    asked = "SELECT row_id, column_name, target_id FROM unresolved_reference WHERE table_name = "
    found: dict[str, dict[str, str]] = {}
    rows: Any = connection.exec_driver_sql(f"{asked}'{table}'")
    for row, column, target in rows:
        found.setdefault(row, {})[column] = target
    return found
