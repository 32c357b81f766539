"""What contains the words that are searched for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, select

from directory.domain.text_keys import normal_text
from directory.models import table_of
from directory.search.free_text import find_text

MOST_FOUND: Final = 200
"""A search ends here: who needs more than so many asks for less common words."""
_SERVICE = table_of("service")
_SEARCHED: Final = ("name", "alternate_name", "code", "description")


@dataclass(frozen=True, slots=True)
class Few:
    """Elements that are all known already, in order."""

    ids: Sequence[str] = field(default=())


def storable(*texts: str) -> bool:
    """Say whether a database could hold the texts at all: PostgreSQL knows no NUL, so nothing there can have one."""
    return not any("\0" in text for text in texts)


def services_with(connection: Connection, words: str) -> list[str]:
    """Return the ids of the services that the search of staff finds, best first."""
    return [hit.service_id for hit in find_text(connection, words, limit=MOST_FOUND)]


def organizations_with(connection: Connection, words: str) -> Few:
    """Return the organizations of the services that are found, best first."""
    found = services_with(connection, words)
    rows = connection.execute(select(_SERVICE.c.id, _SERVICE.c.organization_id).where(_SERVICE.c.id.in_(found)))
    of = {row.id: row.organization_id for row in rows}
    return Few(list(dict.fromkeys(of[one] for one in found if one in of)))


def named(connection: Connection, table: Table, words: str, among: Select[Any] | None = None) -> Few:
    """Return the rows of a small table in whose names or description every word occurs."""
    wanted = normal_text(words).split()
    columns = [table.c[name] for name in _SEARCHED if name in table.c]
    found: list[str] = []
    rows: Select[Any] = select(table.c.id, *columns).order_by(table.c.id)
    for row in connection.execute(rows if among is None else rows.where(table.c.id.in_(among))):
        text = normal_text(" ".join(text for text in row[1:] if text))
        if wanted and all(word in text for word in wanted):
            found.append(row[0])
    return Few(found)
