"""Telegram's own specification of the Bot API, where it is beside the project: what it builds and allows."""

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
    """Types and methods by their names."""

    def __init__(self, text: str) -> None:
        """Read the specification."""
        read = json.loads(text)
        self._types: dict[str, Field] = read["types"]
        self._methods: dict[str, Field] = read["methods"]

    def fields(self, name: str) -> dict[str, Field]:
        """Return the fields of a type."""
        return {field["name"]: field for field in self._types[name].get("fields", [])}

    def built(self, name: str, parts: Mapping[str, Any], *also: str) -> Any:
        """Return the smallest value of a type, with the optional fields `also`; `parts` has values for types."""
        if name in parts:
            return parts[name]
        if name in _PLAIN:
            return _PLAIN[name]
        if name.startswith(_ARRAY):
            return [self.built(name.removeprefix(_ARRAY), parts)]
        if subtypes := self._types[name].get("subtypes"):
            return self.built(subtypes[0], parts, *also)
        wanted = (one for one in self.fields(name).values() if one["required"] or one["name"] in also)
        return {one["name"]: self._value(one, parts) for one in wanted}

    def subtypes(self, name: str) -> list[str]:
        """Return the types of which a value of this type is one."""
        return list(self._types[name].get("subtypes", []))

    def _value(self, field: Field, parts: Mapping[str, Any]) -> Any:
        always = _ALWAYS.search(field["description"])
        if always and field["types"] == ["String"]:
            return always["word"]
        return self.built(field["types"][0], parts)

    def faults_of_call(self, method: str, said: Mapping[str, str]) -> list[str]:
        """Return what is wrong with the form of a call: unknown or missing parameters, and values of other types."""
        known = {field["name"]: field for field in self._methods[method].get("fields", [])}
        faults = [f"{name} is unknown" for name in said if name not in known]
        faults += [f"{name} is missing" for name, field in known.items() if field["required"] and name not in said]
        for name in said.keys() & known:
            faults += self._faults(name, known[name]["types"], _read(said[name], known[name]["types"]))
        return faults

    def _faults(self, where: str, types: list[str], value: Any) -> Iterator[str]:
        found = [list(self._faults_as(where, one, value)) for one in types]
        yield from min(found, key=len)

    def _faults_as(self, where: str, name: str, value: Any) -> Iterator[str]:
        if name in _PYTHON:
            if not isinstance(value, _PYTHON[name]) or (isinstance(value, bool) and name != "Boolean"):
                yield f"{where} is no {name}"
        elif name.startswith(_ARRAY):
            if not isinstance(value, list):
                yield f"{where} is no list"
            else:
                for one in value:
                    yield from self._faults_as(where, name.removeprefix(_ARRAY), one)
        elif subtypes := self.subtypes(name):
            yield from self._faults(where, subtypes, value)
        else:
            yield from self._faults_of_object(where, self.fields(name), value)

    def _faults_of_object(self, where: str, fields: dict[str, Field], value: Any) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{where} is no object"
            return
        yield from (f"{where}.{name} is unknown" for name in value if name not in fields)
        yield from (
            f"{where}.{name} is missing" for name, one in fields.items() if one["required"] and name not in value
        )
        for name in value.keys() & fields:
            yield from self._faults(f"{where}.{name}", fields[name]["types"], value[name])


def _read(said: str, types: list[str]) -> Any:
    """Return the value that a form's field stands for; a text is taken as it is."""
    if "String" in types:
        return said
    try:
        return json.loads(said)
    except ValueError:
        return said


def spec() -> Spec | None:
    """Return the specification, None where it is not beside the project."""
    return Spec(PATH.read_text("utf-8")) if PATH.exists() else None
