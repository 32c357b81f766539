"""Which translations are behind: the text has changed since."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, exists, func, literal, or_, select, union_all
from sqlmodel import col

from directory.models import Service, Translation
from directory.staff.translations.fields import OF_SERVICE, TEXTS, Place, column, is_said


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


_SOURCE: Final = ("kind", "entity_id", "field", "source")
_MOST_BEHIND: Final = 5_000
"""More are not looked at before some of these are mended."""


def count_behind(connection: Connection, language: str, whose: ColumnElement[bool]) -> int:
    """Return how many translations are behind, of the entries that `whose` is true of."""
    return connection.scalar(select(func.count()).select_from(_asked(connection, language, whose).subquery())) or 0


def behind(
    connection: Connection, language: str, whose: ColumnElement[bool], *, offset: int = 0, limit: int = 20
) -> list[Text]:
    """Return the texts whose translation is behind."""
    asked = _asked(connection, language, whose).order_by("service_id", *_SOURCE)
    rows = connection.execute(asked.offset(offset).limit(limit)).all()
    names = names_of_services(connection, [row.service_id for row in rows])
    return [
        Text(row.service_id, names[row.service_id], Place(row.kind, row.entity_id, row.field), row.source, row.target)
        for row in rows
    ]


def _asked(connection: Connection, language: str, whose: ColumnElement[bool]) -> Any:
    """Ask for each text once, with the first of the entries that it is said of."""
    stale = _stale(connection, language)
    all_of_them = union_all(
        *(
            said(table, field, col(Translation.text).label("target")).where(
                column(table, "id").in_(stale[field]),
                col(Translation.entity_id) == column(table, "id"),
                col(Translation.field) == field,
                col(Translation.language) == language,
                is_told(whose),
            )
            for table, field in all_texts()
        )
    ).subquery()
    once = [all_of_them.c[name] for name in (*_SOURCE, "target")]
    return select(func.min(all_of_them.c.service_id).label("service_id"), *once).group_by(*once)


def _stale(connection: Connection, language: str) -> dict[str, list[str]]:
    """Return the rows whose translations are behind, by field.

    There are few of them, but a database asked for them together with their entries would look through all entries.
    """
    this = col(Translation.language) == language, col(Translation.stale)
    asked = select(col(Translation.field), col(Translation.entity_id)).where(*this).order_by(col(Translation.entity_id))
    found: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(asked.limit(_MOST_BEHIND)):
        found[row.field].append(row.entity_id)
    return found


def entries_without(  # noqa: PLR0913 - one argument for each thing that narrows or orders it
    connection: Connection,
    language: str,
    whose: ColumnElement[bool],
    sent: Mapping[str, int],
    *,
    offset: int = 0,
    limit: int = 10,
) -> list[str]:
    """Return entries with a text that has no translation: those first to which people were sent most often (`sent`)."""
    lacking = (is_told(whose), or_(*_lacks(language)))
    used = select(col(Service.id)).where(col(Service.id).in_(sorted(sent)), *lacking)
    first = sorted(connection.scalars(used), key=lambda one: (-sent[one], one))
    chosen = first[offset : offset + limit]
    others = select(col(Service.id)).where(col(Service.id).not_in(sorted(sent)), *lacking).order_by(col(Service.id))
    rest = others.offset(max(0, offset - len(first))).limit(limit - len(chosen))
    return [*chosen, *connection.scalars(rest)]


def texts_without(connection: Connection, language: str, services: Sequence[str]) -> list[Text]:
    """Return the texts of these entries that have no translation, in the order of the entries."""
    asked = union_all(
        *(
            said(table, field).where(~_has(language, table, field), col(Service.id).in_(services))
            for table, field in all_texts()
        )
    )
    names = names_of_services(connection, services)
    found: dict[Place, Text] = {}
    rows = connection.execute(asked).all()
    for row in sorted(rows, key=lambda row: services.index(row.service_id)):
        place = Place(row.kind, row.entity_id, row.field)
        # The name of an organization stands in each of its entries, and is translated once.
        found.setdefault(place, Text(row.service_id, names[row.service_id], place, row.source, None))
    return list(found.values())


def _has(language: str, table: str, field: str) -> ColumnElement[bool]:
    return exists().where(
        col(Translation.entity_id) == column(table, "id"),
        col(Translation.field) == field,
        col(Translation.language) == language,
    )


def _lacks(language: str) -> Iterator[ColumnElement[bool]]:
    """Yield for each text the condition that a service has it without a translation."""
    for table, field in all_texts():
        lacks = and_(is_said(table, field), ~_has(language, table, field))
        yield exists().where(*OF_SERVICE[table], lacks) if OF_SERVICE[table] else lacks
