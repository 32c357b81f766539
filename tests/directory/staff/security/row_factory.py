"""Rows of every table for an entry, with a marked text in every field."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, update
from sqlmodel import AutoString, SQLModel, col

from directory import models

Says = Callable[[str, str], str]
"""What stands in a field of a table."""

_OF_SERVICE: Final = (
    models.ServiceArea,
    models.CostOption,
    models.RequiredDocument,
    models.Contact,
    models.Language,
    models.Url,
    models.Funding,
    models.Phone,
)
_KEPT: Final = frozenset({"id", "status", "type", "code", "location_type", "address_type", "country", "extent_type"})
"""Fields that other parts read as a choice."""


def plain_value(table: str, field: str) -> str:
    """Say which field it is, as an honest text."""
    return "https://example.org/" if field in {"url", "uri", "website"} else f"{table} {field}"


def create_rows(connection: Connection, entry: Mapping[str, str], says: Says = plain_value) -> None:
    """Give an entry one row of each kind, with the id `table-tag`, and a text in every field of its own."""
    service, organization, tag = entry["service_id"], entry["organization_id"], entry["tag"]
    for model in _OF_SERVICE:
        insert_row(connection, model, tag, says, service_id=service)
    insert_row(connection, models.Program, tag, says, organization_id=organization)
    insert_row(connection, models.Location, tag, says, location_type="physical")
    here = {"location_id": f"location-{tag}"}
    insert_row(connection, models.ServiceAtLocation, tag, says, service_id=service, **here)
    insert_row(connection, models.Address, tag, says, country=entry["country"], address_type="physical", **here)
    insert_row(connection, models.Accessibility, tag, says, **here)
    insert_row(connection, models.Schedule, tag, says, service_id=service)
    reach = {"phone_id": f"phone-{tag}", "kind": "voice", "dialable_from_abroad": False, "position": 99}
    connection.execute(insert(models.PhoneReach), reach)
    of_program = update(models.Service).where(col(models.Service.id) == service)
    connection.execute(of_program.values(program_id=f"program-{tag}"))
    for model, key in ((models.Service, service), (models.Organization, organization)):
        said = {name: says(str(model.__tablename__), name) for name in text_columns(model)}
        connection.execute(update(model).where(col(model.id) == key).values(said))
        connection.execute(delete(models.Translation).where(col(models.Translation.entity_id) == key))
        for name, text in said.items():
            row = {"entity_id": key, "field": name, "language": "th", "text": f"{text} th", "stale": True}
            connection.execute(insert(models.Translation), row)


def insert_row(connection: Connection, model: type[SQLModel], tag: str, says: Says, **values: Any) -> None:
    """Make a row, with a text in each field that takes any and is not given."""
    table = str(model.__tablename__)
    said = {name: says(table, name) for name in text_columns(model) if name not in values}
    connection.execute(insert(model), {"id": f"{table}-{tag}", **said, **values})


def text_columns(model: type[SQLModel]) -> list[str]:
    """Return the fields of a table that hold free text."""
    columns = model.__table__.columns  # type: ignore[attr-defined]
    free = (one.name for one in columns if isinstance(one.type, AutoString) and not one.foreign_keys)
    return [name for name in free if name not in _KEPT and not name.endswith("_id")]
