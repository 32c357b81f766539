"""Telegram's own specification of the Bot API, if it is beside the project: builds and validates values."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PATH = Path(__file__).parents[3] / "shared/external/telegram/telegram-bot-api-spec.json"
_ALWAYS = re.compile(r"(?:always|must be) [“\"](?P<word>\w+)[”\"]")
_PYTHON: dict[str, tuple[type, ...]] = {"Integer": (int,), "Float": (int, float), "Boolean": (bool,), "String": (str,)}
_PLAIN: dict[str, Any] = {"Integer": 7, "Float": 1.5, "Boolean": True, "String": "zanzibar"}
_ARRAY = "Array of "

Field = dict[str, Any]


class Spec:
    """The types and methods of the specification."""

    def __init__(self, text: str) -> None:
        """Parse the specification."""
        spec = json.loads(text)
        self._types: dict[str, Field] = spec["types"]
        self._methods: dict[str, Field] = spec["methods"]

    def fields(self, name: str) -> dict[str, Field]:
        """Return the fields of a type."""
        return {field["name"]: field for field in self._types[name].get("fields", [])}

    def build(self, name: str, parts: Mapping[str, Any], *optional: str) -> Any:
        """Return the smallest value of a type, plus the `optional` fields; `parts` has values for types."""
        if name in parts:
            return parts[name]
        if name in _PLAIN:
            return _PLAIN[name]
        if name.startswith(_ARRAY):
            return [self.build(name.removeprefix(_ARRAY), parts)]
        if subtypes := self._types[name].get("subtypes"):
            return self.build(subtypes[0], parts, *optional)
        wanted = (field for field in self.fields(name).values() if field["required"] or field["name"] in optional)
        return {field["name"]: self._value(field, parts) for field in wanted}

    def subtypes(self, name: str) -> list[str]:
        """Return the types of a union."""
        return list(self._types[name].get("subtypes", []))

    def _value(self, field: Field, parts: Mapping[str, Any]) -> Any:
        always = _ALWAYS.search(field["description"])
        if always and field["types"] == ["String"]:
            return always["word"]
        return self.build(field["types"][0], parts)

    def validate_call(self, method: str, params: Mapping[str, str]) -> list[str]:
        """Return the errors of a call: unknown or missing parameters, and values of wrong types."""
        known = {field["name"]: field for field in self._methods[method].get("fields", [])}
        errors = [f"{name} is unknown" for name in params if name not in known]
        errors += [f"{name} is missing" for name, field in known.items() if field["required"] and name not in params]
        for name in params.keys() & known:
            errors += self._validate(name, known[name]["types"], _parse(params[name], known[name]["types"]))
        return errors

    def _validate(self, path: str, types: list[str], value: Any) -> Iterator[str]:
        results = [list(self._validate_as(path, name, value)) for name in types]
        yield from min(results, key=len)

    def _validate_as(self, path: str, name: str, value: Any) -> Iterator[str]:
        if name in _PYTHON:
            if not isinstance(value, _PYTHON[name]) or (isinstance(value, bool) and name != "Boolean"):
                yield f"{path} is no {name}"
        elif name.startswith(_ARRAY):
            if not isinstance(value, list):
                yield f"{path} is no list"
            else:
                for item in value:
                    yield from self._validate_as(path, name.removeprefix(_ARRAY), item)
        elif subtypes := self.subtypes(name):
            yield from self._validate(path, subtypes, value)
        else:
            yield from self._validate_object(path, self.fields(name), value)

    def _validate_object(self, path: str, fields: dict[str, Field], value: Any) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{path} is no object"
            return
        yield from (f"{path}.{name} is unknown" for name in value if name not in fields)
        yield from (
            f"{path}.{name} is missing" for name, field in fields.items() if field["required"] and name not in value
        )
        for name in value.keys() & fields:
            yield from self._validate(f"{path}.{name}", fields[name]["types"], value[name])


def _parse(value: str, types: list[str]) -> Any:
    """Parse a form field as one of the types; a String is returned as it is."""
    if "String" in types:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def spec() -> Spec | None:
    """Return the specification, None if it is not beside the project."""
    return Spec(PATH.read_text("utf-8")) if PATH.exists() else None
