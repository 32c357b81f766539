"""The descriptor of a data package (Frictionless tabular data package): files, columns, keys and links."""

from typing import Any, Final

from directory.exchange.hsds.standard import FIELDS, KEYS, LINKS, TABLES, Field, csv_name

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
