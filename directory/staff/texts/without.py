"""Which texts have no translation, the entries that people need most first.

An entry has up to twenty texts, and there may be a hundred thousand entries. So a page first chooses its entries, and
then reads the texts of those alone.
"""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, union_all
from sqlmodel import col

from directory.models import Service, Translation
from directory.staff.texts.asking import Text, all_texts, is_told, names_of_services, said
from directory.staff.texts.fields import OF_SERVICE, Place, column, is_said


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
