"""What both lists of texts ask for: a text of an entry, under the same names whatever it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, literal, select
from sqlmodel import col

from directory.models import Service
from directory.staff.texts.fields import OF_SERVICE, TEXTS, Place, column, is_said


@dataclass(frozen=True, slots=True)
class Text:
    """One text, and an entry that it is said of; `target` is its translation, None where there is none."""

    service_id: str
    service_name: str
    place: Place
    source: str
    target: str | None


def all_texts() -> Iterator[tuple[str, str]]:
    """Yield all texts: (table, field)."""
    for table, fields in TEXTS.items():
        yield from ((table, field) for field in fields)


def is_told(whose: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that people may be told of a service: nobody translates what nobody reads."""
    return and_(col(Service.status) == "active", whose)


def said(table: str, field: str, *more: Any) -> Any:
    """Ask for one text of all services, and for `more` columns."""
    names = literal(table).label("kind"), column(table, "id").label("entity_id"), literal(field).label("field")
    text = column(table, field).label("source")
    asked = select(col(Service.id).label("service_id"), *names, text, *more)
    return asked.where(*OF_SERVICE[table], is_said(table, field))


def names_of_services(connection: Connection, services: Sequence[str]) -> dict[str, str]:
    """Return the names of services by id."""
    asked = select(col(Service.id), col(Service.name)).where(col(Service.id).in_(services))
    return {row.id: row.name for row in connection.execute(asked)}
