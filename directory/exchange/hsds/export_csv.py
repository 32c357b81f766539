"""Export the directory as a tabular data package: a CSV file per table, in a folder or a ZIP.

Values are written as they are, formulas too: programs read this, not spreadsheets. People use the sheet.
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

from directory.exchange.hsds.diff import value_reader
from directory.exchange.hsds.export_json import atomic_file, snapshot
from directory.exchange.hsds.extension_export import to_output
from directory.exchange.hsds.package import COLUMNS
from directory.exchange.hsds.reader import PACKAGE_FILE
from directory.hsds.schema import FIELDS, LINKS, PRIMARY_KEYS, STANDARD, TABLES, Field, csv_name

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
    """Return the descriptor of the exported package."""
    return {
        "name": "waylight-directory",
        "profile": "tabular-data-package",
        "resources": [_resource(table) for table in TABLES],
    }


def _resource(table: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(field) for field in FIELDS[table].values()],
        "primaryKey": list(PRIMARY_KEYS[table]),
    }
    # Links are described, not guaranteed: an unresolved one may be exported.
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
    description: dict[str, Any] = {"name": field.name} | _TYPES.get(field.kind, {"type": "string"})
    limits: dict[str, Any] = {"required": True} if field.required else {}
    if field.choices:
        limits["enum"] = list(field.choices)
    return description | ({"constraints": limits} if limits else {})


_OWNER_COLUMNS: Final = {
    "attribute": "link_id",
    "metadata": "resource_id",
    "translation": "entity_id",
    "provenance": "entity_id",
}
_COMMON_OWNERS: Final = ("service", "organization", "taxonomy_term")
_FLAGS: Final = {True: "true", False: "false"}

Opener = Callable[[str], AbstractContextManager[TextIO]]


def export_csv(engine: Engine, output: Path) -> dict[str, int]:
    """Export all public tables to a folder, or to a ZIP by its suffix; return the number of rows of each file.

    Raises:
        OSError: the output cannot be written.
    """
    with snapshot(engine) as connection, _open_output(output) as opener:
        counted = {f"{csv_name(table)}.csv": _write(connection, table, opener) for table in TABLES}
        with opener(PACKAGE_FILE) as file:
            json.dump(data_package(), file, ensure_ascii=False, indent=2)
    return counted


@contextmanager
def _open_output(output: Path) -> Iterator[Opener]:
    if output.suffix.lower() != ".zip":
        output.mkdir(parents=True, exist_ok=True)
        yield lambda name: atomic_file(output / name)
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
    unresolved = _unresolved_links(connection, table)
    readers = [(FIELDS[table][name].kind, value_reader(connection, table, name)) for name in names]
    count = 0
    with opener(f"{csv_name(table)}.csv") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for row in _rows(connection, table):
            links = unresolved.get(row[0], {})
            values = [links.get(name, value) for name, value in zip(names, row, strict=True)] if links else row
            writer.writerow([_cell(kind, read(value)) for (kind, read), value in zip(readers, values, strict=True)])
            count += 1
    return count


def _cell(kind: str, value: Any) -> Any:
    output = to_output(kind, value)
    return _FLAGS[output] if isinstance(output, bool) else output


def _rows(connection: Connection, table: str) -> Iterator[Any]:
    """Stream the rows of a table. A row that belongs to a row that is not public is not public."""
    quoted = ", ".join(f'"{name}"' for name in COLUMNS[table])
    where = f"WHERE {_is_public_condition(table, _OWNER_COLUMNS[table])}" if table in _OWNER_COLUMNS else ""
    statement = f'SELECT {quoted} FROM "{table}" {where} ORDER BY 1'  # noqa: S608 - our names
    streaming = connection.execution_options(stream_results=True)
    return iter(streaming.exec_driver_sql(statement))


def _is_public_condition(table: str, column: str) -> str:
    """Return the condition that a row has no owner, a public owner, or an unresolved one."""
    unresolved = f"SELECT row_id FROM unresolved_reference WHERE table_name = '{table}'"  # noqa: S608 - our names
    exists = 'EXISTS (SELECT 1 FROM "{}" AS owner WHERE owner.id = {})'
    owners = (exists.format(owner, column) for owner in _tables_by_likelihood())
    has_public_owner = " OR ".join((f"{column} IS NULL", *owners))
    return f"{has_public_owner} OR id IN ({unresolved})" if table in STANDARD else has_public_owner


def _tables_by_likelihood() -> list[str]:
    return sorted(set(STANDARD) - {"metadata"}, key=lambda table: (table not in _COMMON_OWNERS, table))


def _unresolved_links(connection: Connection, table: str) -> dict[str, dict[str, str]]:
    """Return unresolved links by row: they are exported as they were imported."""
    query = "SELECT row_id, column_name, target_id FROM unresolved_reference WHERE table_name = "
    links: dict[str, dict[str, str]] = {}
    rows: Any = connection.exec_driver_sql(f"{query}'{table}'")
    for row, column, target in rows:
        links.setdefault(row, {})[column] = target
    return links
