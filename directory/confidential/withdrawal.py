"""Take a place out of the public tables, with every trace that leads to it.

The danger is what points at the door beside the address itself: the location's coordinates, the map
cells and words that search keeps, and the history of changes, which holds the old values.
"""

from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, text, update
from sqlmodel import SQLModel, col

from directory.confidential.entries import POINT
from directory.models import (
    Attribute,
    Location,
    Metadata,
    Provenance,
    ServiceAtLocation,
    ServiceText,
    Translation,
    UnresolvedReference,
    WithheldLocation,
    table_of,
)
from directory.moderation import forget
from directory.search.free_text.tokens import words_of

_TRACES: Final[tuple[tuple[type[SQLModel], str], ...]] = (
    (Attribute, "link_id"),
    (Metadata, "resource_id"),
    (Translation, "entity_id"),
    (Provenance, "entity_id"),
    (UnresolvedReference, "row_id"),
)


def withdraw(connection: Connection, address_id: str) -> dict[str, Any] | None:
    """Remove a public address; return its values and the coordinates of its location, None if it is not there.

    The texts of the location (name, description, transportation) stay: somebody has to read them.
    """
    table = table_of("address")
    row = connection.execute(select(table).where(table.c.id == address_id)).mappings().first()
    if row is None or row["location_id"] is None:
        return None
    values = {name: value for name, value in row.items() if name != "address_type"}
    values |= _point(connection, row["location_id"])
    _forget(connection, address_id)
    forget(connection, "address", (address_id,))
    connection.execute(delete(table).where(table.c.id == address_id))
    return values


def hide_point(connection: Connection, location_id: str) -> list[str]:
    """Take the coordinates off a public location; return the services there, which must be indexed anew."""
    connection.execute(update(Location).where(col(Location.id) == location_id).values(dict.fromkeys(POINT)))
    history = col(Metadata.resource_id) == location_id, col(Metadata.field_name).in_(POINT)
    connection.execute(delete(Metadata).where(*history))
    forget(connection, "location", (location_id,), POINT)
    here = col(ServiceAtLocation.location_id) == location_id
    return list(connection.scalars(select(col(ServiceAtLocation.service_id)).where(here)))


def withhold(connection: Connection, location_id: str) -> None:
    """Mark a location, so that no file brings its address or point into the public tables."""
    marked = select(col(WithheldLocation.location_id)).where(col(WithheldLocation.location_id) == location_id)
    if connection.scalar(marked) is None:
        connection.execute(insert(WithheldLocation), {"location_id": location_id})


def release(connection: Connection, location_id: str) -> None:
    """Take the mark off a location: whoever asks for it says that the public may know the place."""
    connection.execute(delete(WithheldLocation).where(col(WithheldLocation.location_id) == location_id))


def forget_words(connection: Connection, values: dict[str, Any]) -> None:
    """Take words out of the table of words of free search that no public text has any more; call it after indexing."""
    said = {f" {word} " for value in values.values() if isinstance(value, str) for word in words_of(value)}
    for word in said:
        still = select(col(ServiceText.id)).where(col(ServiceText.text).contains(word, autoescape=True)).limit(1)
        if connection.scalar(still) is None:
            connection.execute(text("DELETE FROM service_text_word WHERE word = :word"), {"word": word})


def _point(connection: Connection, location_id: str) -> dict[str, Any]:
    point = select(col(Location.latitude), col(Location.longitude)).where(col(Location.id) == location_id)
    return dict(connection.execute(point).mappings().one())


def _forget(connection: Connection, row_id: str) -> None:
    history = select(col(Metadata.id)).where(col(Metadata.resource_id) == row_id)
    given = select(col(Attribute.id)).where(col(Attribute.link_id) == row_id)
    for hanging in [*connection.scalars(history), *connection.scalars(given), row_id]:
        for table, column in _TRACES:
            connection.execute(delete(table).where(getattr(table, column) == hanging))
