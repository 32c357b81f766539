"""The standard's OpenAPI document, made fit for a judge that follows it to the letter.

What is changed, because the document as published can't be followed by anybody:

- its links to schema files become the schemas;
- errors are described, since it describes none and an unknown id has to be answered somehow;
- `/service_at_locations/{id}` gives a service_at_location; the document says "service.json".
"""

import json
from pathlib import Path
from typing import Any

Object = dict[str, Any]

_PROBLEM: Object = {"type": "object", "required": ["detail"], "properties": {"detail": {"type": "string"}}}
_REFUSED: Object = {"description": "Refused", "content": {"application/json": {"schema": _PROBLEM}}}
_AT = "/service_at_locations/{id}"
OBJECTS = {
    "/services/{id}": "service",
    "/organizations/{id}": "organization",
    _AT: "at",
    "/taxonomies/{id}": "taxonomy",
    "/taxonomy_terms/{id}": "term",
}
"""The paths of single objects, and which of `rich.fill` is one."""


def openapi(folder: Path) -> Object:
    """Return the document of the folder with the schemas in it."""
    document: Object = json.loads((folder / "openapi.json").read_text(encoding="utf-8"))
    media(document, _AT)["schema"]["$ref"] = "./compiled/service_at_location.json"
    whole: Object = _resolved(document, folder)
    for path in whole["paths"].values():
        path["get"]["responses"] |= {"404": _REFUSED, "422": _REFUSED}
    return whole


def media(document: Object, path: str) -> Object:
    """Return what GET answers as JSON at a path."""
    found: Object = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    return found


def schema(folder: Path, name: str) -> Object:
    """Return a schema of the folder with the others that it points at."""
    path = folder / name
    # The standard's folder has the compiled schemas only: what a change looks like stands in one of them.
    if path.name == "metadata.json":
        changes: Object = schema(folder, "compiled/service.json")["properties"]["metadata"]["items"]
        return changes
    found: Object = _resolved(json.loads(path.read_text(encoding="utf-8")), folder)
    return found


def _resolved(part: Any, folder: Path) -> Any:
    if isinstance(part, dict):
        target = part.get("$ref", "")
        if isinstance(target, str) and target.endswith(".json"):
            return schema(folder, target.removeprefix("./"))
        return {name: _resolved(value, folder) for name, value in part.items()}
    return [_resolved(value, folder) for value in part] if isinstance(part, list) else part
