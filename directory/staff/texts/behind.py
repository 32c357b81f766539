"""Which translations are behind: the text has changed since."""

from collections import defaultdict
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, select, union_all
from sqlmodel import col

from directory.models import Translation
from directory.staff.texts.asking import Text, all_texts, is_told, names_of_services, said
from directory.staff.texts.fields import Place, column

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
