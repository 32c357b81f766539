"""HSDS objects and files for the tests of their exchange."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from directory.exchange.hsds import import_hsds
from directory.exchange.report import Report
from directory.models import Record

Object = dict[str, Any]


def uid(number: int) -> str:
    """Return a UUID that a person can tell from others."""
    return f"00000000-0000-4000-8000-{number:012d}"


def service(**more: Any) -> Object:
    """Return a service with an organization, a phone, a place and a language."""
    return {
        "id": uid(1),
        "name": "Harbour Line",
        "status": "active",
        "organization": {"id": uid(2), "name": "Harbour House", "description": "Helps seafarers."},
        "phones": [{"id": uid(3), "number": "02 123 4567", "type": "voice"}],
        "languages": [{"id": uid(4), "code": "th"}],
        "service_areas": [{"id": uid(5), "name": "Thailand"}],
    } | more


def imported(engine: Engine, folder: Path, found: Any, name: str = "services.json", **options: Any) -> Report:
    """Import a JSON document, or with a mapping of CSV names to texts a data package."""
    if isinstance(found, Mapping) and all(str(key).endswith(".csv") and isinstance(found[key], str) for key in found):
        path = folder / "package"
        path.mkdir(exist_ok=True)
        for file, content in found.items():
            (path / file).write_text(content, encoding="utf-8")
    else:
        path = folder / name
        path.write_text(found if isinstance(found, str) else json.dumps(found), encoding="utf-8")
    return taken(engine, path, **options)


def taken(engine: Engine, path: Path, **options: Any) -> Report:
    """Import a path."""
    return import_hsds(engine, path, "test", stale_after=timedelta(days=180), **options)


def said(report: Report) -> str:
    """Return all faults as one text."""
    return "\n".join(map(str, report.faults))


def everything(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables but those that search computes."""
    computed = ("search_entry", "near_cell", "service_text")
    names = sorted(set(Record.metadata.tables) - set(computed))
    with engine.connect() as connection:
        return {
            name: sorted(map(tuple, connection.execute(text(f'SELECT * FROM "{name}"'))), key=repr)  # noqa: S608
            for name in names
        }


def rows(engine: Engine, statement: str, **given: Any) -> list[tuple[Any, ...]]:
    """Return what a statement finds."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement), given)]


def same(found: Any) -> Any:
    """Return an object without our additions and without the order of its lists."""
    if isinstance(found, dict):
        return {key: same(value) for key, value in found.items() if key != "waylight"}
    if isinstance(found, list):
        return sorted((same(one) for one in found), key=lambda one: json.dumps(one, sort_keys=True))
    return found
