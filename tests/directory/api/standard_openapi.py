"""The standard's OpenAPI document, adapted for a strict validator.

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
"""The paths of single objects, and which of `rich.insert_sample_organization` is one."""


def openapi(folder: Path) -> Object:
    """Return the OpenAPI document with the schemas inlined."""
    document: Object = json.loads((folder / "openapi.json").read_text(encoding="utf-8"))
    response_schema(document, _AT)["schema"]["$ref"] = "./compiled/service_at_location.json"
    whole: Object = _inline_references(document, folder)
    for path in whole["paths"].values():
        path["get"]["responses"] |= {"404": _REFUSED, "422": _REFUSED}
    return whole


def response_schema(document: Object, path: str) -> Object:
    """Return the JSON response schema of GET at a path."""
    found: Object = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    return found


def schema(folder: Path, name: str) -> Object:
    """Return a schema with its references inlined."""
    path = folder / name
    # The standard's folder has the compiled schemas only: what a change looks like stands in one of them.
    if path.name == "metadata.json":
        changes: Object = schema(folder, "compiled/service.json")["properties"]["metadata"]["items"]
        return changes
    found: Object = _inline_references(json.loads(path.read_text(encoding="utf-8")), folder)
    return found


def _inline_references(part: Any, folder: Path) -> Any:
    if isinstance(part, dict):
        target = part.get("$ref", "")
        if isinstance(target, str) and target.endswith(".json"):
            return schema(folder, target.removeprefix("./"))
        return {name: _inline_references(value, folder) for name, value in part.items()}
    return [_inline_references(value, folder) for value in part] if isinstance(part, list) else part
