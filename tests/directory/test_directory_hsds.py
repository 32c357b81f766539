"""The HSDS tables have the standard's fields, no more and no fewer, and hang together as the standard nests them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from directory.models import CHILDREN, HSDS_MODELS, PARENTS, HasMany, HasOne, Record, hsds_table, protected

NAMES = tuple(str(model.__tablename__) for model in HSDS_MODELS)
OF_3_0 = tuple(name for name in NAMES if name != "url")
"""`url` comes with HSDS 3.1; we have it already."""
OURS = {
    "asked_person",
    "asked_place",
    "asked_referral",
    "asked_tongue",
    "assurance",
    "audience",
    "closed_period",
    "conduct",
    "coverage",
    "emergency_number",
    "helped_count",
    "nationality",
    "near_cell",
    "partner_address",
    "partner_contact",
    "phone_reach",
    "proposal",
    "proposed_field",
    "protected_read",
    "provenance",
    "published_person",
    "published_place",
    "published_referral",
    "published_tongue",
    "schedule_zone",
    "search_entry",
    "service_text",
    "staff_account",
    "staff_address",
    "staff_browser",
    "staff_contact",
    "staff_event",
    "staff_grant_request",
    "staff_invitation",
    "staff_session",
    "starter_entry",
    "starter_load",
    "term_synonym",
    "translation",
    "unresolved_reference",
    "upload",
    "withheld_location",
}


@cache
def read(path: Path) -> dict[str, Any]:
    """Return a schema; nobody changes it."""
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


def schema_of(folder: Path, name: str) -> dict[str, Any]:
    """Return the flat schema of an object."""
    found = read(folder / "tabular.json")["properties"][name]
    schema: dict[str, Any] = found.get("items", found)
    return schema


def plain(schema: dict[str, Any]) -> set[str]:
    """Return the fields that hold a value and not another object."""
    return {name for name, field in schema["properties"].items() if field["type"] not in ("array", "object")}


@pytest.mark.parametrize("name", OF_3_0)
def test_fields_are_those_of_the_standard(name: str, hsds: Path) -> None:
    """A table has exactly the plain fields of its HSDS object, under the same names."""
    assert set(hsds_table(name).columns.keys()) == plain(schema_of(hsds, name))


@pytest.mark.parametrize("name", OF_3_0)
def test_required_fields_are_required(name: str, hsds: Path) -> None:
    """What HSDS requires can never be empty in the database."""
    columns = hsds_table(name).columns
    assert not [field for field in schema_of(hsds, name)["required"] if columns[field].nullable]


@pytest.mark.parametrize("name", NAMES)
def test_a_link_leads_to_the_object_it_names(name: str) -> None:
    """A column that is named after an object is a link to that object, and links are indexed."""
    table = hsds_table(name)
    for column in table.columns:
        target = column.name.removesuffix("_id")
        if column.name.endswith("_id") and target in NAMES:
            assert [key.target_fullname for key in column.foreign_keys] == [f"{target}.id"]
        if column.foreign_keys:
            assert any(index.columns.keys()[0] == column.name for index in table.indexes)


def test_every_object_of_the_standard_has_a_table(hsds: Path) -> None:
    """All 21 objects of HSDS 3.0 are there."""
    assert set(read(hsds / "tabular.json")["properties"]) == set(OF_3_0)


def test_our_additions_stand_apart() -> None:
    """Every table is either an HSDS object or one of ours; ours never carries the name of an HSDS object."""
    assert protected.__doc__
    assert set(Record.metadata.tables) == set(NAMES) | OURS
    assert not set(NAMES) & OURS


@pytest.mark.parametrize("name", ["service", "organization", "service_at_location"])
def test_objects_nest_as_in_the_standard(name: str, hsds: Path) -> None:
    """The shape table knows every list and every object inside an object of the standard, at every depth.

    What would nest in a circle (services of an organization) is left to whoever nests.
    """
    skipped = {("organization", "services"), ("service_at_location", "service")}
    todo = [(name, read(hsds / f"{name}.json"))]
    while todo:
        owner, schema = todo.pop()
        known: dict[str, HasMany | HasOne] = {many.key: many for many in CHILDREN[owner]}
        known |= {one.key: one for one in PARENTS.get(owner, ())}
        for key, field in schema["properties"].items():
            if field["type"] in ("array", "object") and (owner, key) not in skipped:
                assert key in known, (owner, key)
                todo.append((known[key].table, field.get("items", field)))
