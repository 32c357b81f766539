"""HSDS objects, files and imports for the tests of the HSDS exchange."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from directory.domain.import_report import ImportReport
from directory.exchange.hsds import import_hsds
from directory.models import Record

Object = dict[str, Any]


def uid(number: int) -> str:
    """Return a UUID that is easy to tell from others."""
    return f"00000000-0000-4000-8000-{number:012d}"


def service(**more: Any) -> Object:
    """Return a service with an organization, a phone, a location and a language."""
    return {
        "id": uid(1),
        "name": "Harbour Line",
        "status": "active",
        "organization": {"id": uid(2), "name": "Harbour House", "description": "Helps seafarers."},
        "phones": [{"id": uid(3), "number": "02 123 4567", "type": "voice"}],
        "languages": [{"id": uid(4), "code": "th"}],
        "service_areas": [{"id": uid(5), "name": "Thailand"}],
    } | more


def import_content(
    engine: Engine, folder: Path, found: Any, name: str = "services.json", **options: Any
) -> ImportReport:
    """Import a JSON document, or a data package given as a mapping of CSV names to texts."""
    if isinstance(found, Mapping) and all(str(key).endswith(".csv") and isinstance(found[key], str) for key in found):
        path = folder / "package"
        path.mkdir(exist_ok=True)
        for file, content in found.items():
            (path / file).write_text(content, encoding="utf-8")
    else:
        path = folder / name
        path.write_text(found if isinstance(found, str) else json.dumps(found), encoding="utf-8")
    return import_path(engine, path, **options)


def import_path(engine: Engine, path: Path, **options: Any) -> ImportReport:
    """Import a path."""
    return import_hsds(engine, path, "test", stale_after=timedelta(days=180), **options)


def error_text(report: ImportReport) -> str:
    """Return all errors of a report as one text."""
    return "\n".join(map(str, report.errors))


def all_rows(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables except those that search computes."""
    computed = ("search_entry", "near_cell", "service_text")
    names = sorted(set(Record.metadata.tables) - set(computed))
    with engine.connect() as connection:
        return {
            name: sorted(map(tuple, connection.execute(text(f'SELECT * FROM "{name}"'))), key=repr)  # noqa: S608
            for name in names
        }


def query(engine: Engine, statement: str, **given: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a statement."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement), given)]


def normalized(found: Any) -> Any:
    """Return an object without our extensions and without the order of its lists."""
    if isinstance(found, dict):
        return {key: normalized(value) for key, value in found.items() if key != "waylight"}
    if isinstance(found, list):
        return sorted((normalized(one) for one in found), key=lambda one: json.dumps(one, sort_keys=True))
    return found
