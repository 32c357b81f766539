"""The HSDS tables have the standard's fields, no more and no fewer."""

import json
from pathlib import Path
from typing import Any

import pytest

from directory.models import (
    Language,
    Location,
    Organization,
    Phone,
    Record,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
)

WHERE = {
    Organization: ("organization.json",),
    Service: ("service.json",),
    Location: ("service_at_location.json", "location"),
    ServiceAtLocation: ("service_at_location.json",),
    Phone: ("service.json", "phones"),
    Language: ("service.json", "languages"),
    ServiceArea: ("service.json", "service_areas"),
    Schedule: ("service.json", "schedules"),
}


def table_of(model: object) -> str:
    """Return the name of a model's table."""
    return str(getattr(model, "__tablename__", ""))


def schema_of(folder: Path, file: str, *keys: str) -> dict[str, Any]:
    """Return the schema of an object, possibly inside that of another."""
    schema: dict[str, Any] = json.loads((folder / file).read_text(encoding="utf-8"))
    for key in keys:
        schema = schema["properties"][key]
        schema = schema.get("items", schema)
    return schema


@pytest.mark.parametrize("model", WHERE, ids=lambda model: model.__name__)
def test_fields_are_those_of_the_standard(model: type[Record], hsds: Path) -> None:
    """A table has exactly the plain fields of its HSDS object, under the same names."""
    schema = schema_of(hsds, *WHERE[model])
    plain = {name for name, field in schema["properties"].items() if field["type"] not in ("array", "object")}
    assert set(model.model_fields) == plain


@pytest.mark.parametrize("model", WHERE, ids=lambda model: model.__name__)
def test_required_fields_are_required(model: type[Record], hsds: Path) -> None:
    """What HSDS requires can never be empty in the database."""
    columns = Record.metadata.tables[table_of(model)].columns
    for name in schema_of(hsds, *WHERE[model])["required"]:
        assert not columns[name].nullable


def test_our_additions_stand_apart(hsds: Path) -> None:
    """Every table is either an HSDS object or ours; ours never carries the name of an HSDS object."""
    ours = set(Record.metadata.tables) - {table_of(model) for model in WHERE}
    standard = json.loads((hsds / "tabular.json").read_text(encoding="utf-8"))["properties"]
    assert not ours & {name.removesuffix(".csv").removesuffix("s") for name in standard}
