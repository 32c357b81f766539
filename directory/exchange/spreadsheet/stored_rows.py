"""What the directory holds of a service, as a row of the sheet."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from directory.exchange.spreadsheet import queries
from directory.exchange.spreadsheet.columns import Cells, blank, columns
from directory.exchange.spreadsheet.formatters import (
    Rows,
    shown_address,
    shown_hours,
    shown_list,
    shown_phones,
    shown_places,
)
from directory.exchange.spreadsheet.records import FROM_SHEET
from directory.parsing.cells import tidy

_LISTS: Final[dict[str, Any]] = {
    "languages": queries.LANGUAGES,
    "needs": queries.NEEDS,
    "for_whom": queries.AUDIENCES,
    "nationality": queries.NATIONALITIES,
}
_PARTS: Final[dict[Any, Callable[[Rows], Cells]]] = {
    queries.PHONES: shown_phones,
    queries.COVERAGE: shown_places,
    queries.SCHEDULES: shown_hours,
    queries.ADDRESSES: shown_address,
}
_FLAGS: Final = {True: "yes", False: "no", None: ""}

Hanging = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Stored:
    """A service as a row of the sheet, and the organization it belongs to."""

    organization_id: str
    cells: Cells


def stored_services(connection: Connection, ids: Sequence[str]) -> dict[str, Stored]:
    """Return the services of these ids that are there."""
    cores = {row["id"]: dict(row) for row in connection.execute(queries.CORE, {"ids": list(ids)}).mappings()}
    cells = {service: blank() | _core(core) for service, core in cores.items()}
    for name, question in _LISTS.items():
        for service, rows in by_service(connection, question, list(cells)).items():
            cells[service][name] = shown_list(name, [row[0] for row in rows])
    for question, shown in _PARTS.items():
        for service, rows in by_service(connection, question, list(cells)).items():
            cells[service] |= shown(rows)
    for service, rows in by_service(connection, queries.AREAS, list(cells)).items():
        cells[service]["area"] = tidy(str(rows[0][0]))
    return {service: Stored(core["organization_id"], cells[service]) for service, core in cores.items()}


def by_service(connection: Connection, question: Any, ids: Sequence[str]) -> Hanging:
    """Return the rows of a question by their first column, the service, without that column."""
    found: Hanging = defaultdict(list)
    rows: Any = connection.execute(question, {"ids": list(ids)}) if ids else ()
    for service, *rest in rows:
        found[service].append(tuple(rest))
    return found


def _core(core: dict[str, Any]) -> Cells:
    """Return the columns that have a single value each."""
    day = core["verified_at"].date().isoformat() if core["verified_at"] else ""
    plain = {name: _shown(value) for name, value in core.items() if name in columns()}
    source = "" if plain["source"].startswith(FROM_SHEET) else plain["source"]
    return plain | {"verified_on": day, "source": source}


def _shown(value: Any) -> str:
    return _FLAGS[value] if value is None or isinstance(value, bool) else tidy(str(value))
