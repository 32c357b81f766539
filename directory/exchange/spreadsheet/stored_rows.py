"""Load services from the directory as rows of the sheet."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from directory.exchange.spreadsheet import queries
from directory.exchange.spreadsheet.columns import PHONE_COLUMNS, Cells, columns, empty_cells
from directory.exchange.spreadsheet.list_cells import join_items
from directory.exchange.spreadsheet.records import SHEET_SOURCE
from directory.parsing.cells import normalize_text
from directory.parsing.countries import WORLD
from directory.parsing.regions import PART_OF_COUNTRY

Rows = Sequence[tuple[Any, ...]]
ServiceRows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class StoredService:
    """A service as a row of the sheet, and the organization it belongs to."""

    organization_id: str
    cells: Cells


_KINDS: Final = {"sms": "sms", "text": "sms", "chat": "chat"}
_DAYS: Final = {"MO": "Mon", "TU": "Tue", "WE": "Wed", "TH": "Thu", "FR": "Fri", "SA": "Sat", "SU": "Sun"}
_CLOCK = re.compile(r"\d\d:\d\d")
_FLAGS: Final = {True: "yes", False: "no", None: ""}


def load_services(connection: Connection, ids: Sequence[str]) -> dict[str, StoredService]:
    """Return the services with these ids."""
    cores = {row["id"]: dict(row) for row in connection.execute(queries.CORE, {"ids": list(ids)}).mappings()}
    cells = {service: empty_cells() | _core_cells(core) for service, core in cores.items()}
    for name, query in _LISTS.items():
        for service, rows in rows_by_service(connection, query, list(cells)).items():
            cells[service][name] = format_list(name, [row[0] for row in rows])
    for query, format_part in _PARTS.items():
        for service, rows in rows_by_service(connection, query, list(cells)).items():
            cells[service] |= format_part(rows)
    for service, rows in rows_by_service(connection, queries.AREAS, list(cells)).items():
        cells[service]["area"] = normalize_text(str(rows[0][0]))
    return {service: StoredService(core["organization_id"], cells[service]) for service, core in cores.items()}


def rows_by_service(connection: Connection, query: Any, ids: Sequence[str]) -> ServiceRows:
    """Return the rows of a query grouped by their first column, the service, without that column."""
    rows_of: ServiceRows = defaultdict(list)
    rows: Any = connection.execute(query, {"ids": list(ids)}) if ids else ()
    for service, *rest in rows:
        rows_of[service].append(tuple(rest))
    return rows_of


def _core_cells(core: dict[str, Any]) -> Cells:
    """Return the columns that have a single value."""
    day = core["verified_at"].date().isoformat() if core["verified_at"] else ""
    plain = {name: _to_text(value) for name, value in core.items() if name in columns()}
    source = "" if plain["source"].startswith(SHEET_SOURCE) else plain["source"]
    return plain | {"verified_on": day, "source": source}


def _to_text(value: Any) -> str:
    return _FLAGS[value] if value is None or isinstance(value, bool) else normalize_text(str(value))


def format_list(name: str, values: Sequence[Any]) -> str:
    """Return the cell of a list of codes."""
    return join_items(columns()[name].kind, [_format_item(value) for value in values if value])


def phone_kind(kind: str | None) -> str:
    """Return voice, sms or chat for a kind of ours or a type of HSDS; fax and other types count as voice."""
    return _KINDS.get((kind or "").casefold(), "voice")


def format_phone(number: str, description: str | None) -> str:
    """Return a number with its description in brackets."""
    note = _format_item(description or "")
    return f"{_format_item(number)} ({note})" if note else _format_item(number)


def format_phones(rows: Rows) -> Cells:
    """Return the phone cells for rows of (number, description, kind, id)."""
    items: dict[str, list[str]] = {"voice": [], "sms": [], "chat": []}
    for number, description, kind, _ in rows:
        items[phone_kind(kind)].append(format_phone(number, description))
    return spread_phones(items["voice"]) | {kind: join_items("phones", items[kind]) for kind in ("sms", "chat")}


def spread_phones(items: Sequence[str]) -> Cells:
    """Put the first two numbers into cells of their own, and the rest into the third."""
    first, second, *rest = (*dict.fromkeys(filter(None, items)), "", "")
    return dict(zip(PHONE_COLUMNS, (first, second, "; ".join(filter(None, rest))), strict=True))


def format_places(rows: Rows) -> Cells:
    """Return country and regions for rows of (country, region, whole, id)."""
    regions = [region or ("" if whole else PART_OF_COUNTRY) for _, region, whole, _ in rows]
    countries = [country or WORLD for country, *_ in rows]
    return {
        "country": join_items("countries", countries),
        "regions": join_items("regions", list(filter(None, regions))),
    }


def format_hours(rows: Rows) -> Cells:
    """Return hours and time zone for rows of (description, freq, byday, opens_at, closes_at, zone, id)."""
    printed = list(dict.fromkeys(normalize_text(row[0], is_list=True) for row in rows if row[0]))
    zones = sorted({row[5] for row in rows if row[5]})
    hours = "; ".join(printed) if printed else _format_weekly(rows)
    return {"hours": hours, "time_zone": zones[0] if zones and hours else ""}


def format_address(rows: Rows) -> Cells:
    """Return the first address of rows of (street, city, postal code, id)."""
    street, city, code, _ = rows[0]
    cells = {
        "address": normalize_text(street),
        "city": normalize_text(city or ""),
        "postal_code": normalize_text(code or ""),
    }
    return cells | {"address_is_public": "yes"} if cells["address"] else {}


def _format_weekly(rows: Rows) -> str:
    """Return plain weekly hours; an empty text if a schedule is anything else."""
    parts = []
    for _, freq, byday, opens, closes, *_ in rows:
        days = [_DAYS.get(day, "") for day in (byday or "").split(",")]
        clocks = [clock[:5] for clock in (opens or "", closes or "") if _CLOCK.match(clock)]
        if freq != "WEEKLY" or not all(days) or len(clocks) < len(("opens", "closes")):
            return ""
        parts.append(f"{', '.join(days)} {'-'.join(clocks)}")
    return "; ".join(parts)


def _format_item(value: Any) -> str:
    """Return a text as a list item: a semicolon inside it would end the item."""
    return normalize_text(str(value).replace(";", ",").replace("\uff1b", ","))


_LISTS: Final[dict[str, Any]] = {
    "languages": queries.LANGUAGES,
    "needs": queries.NEEDS,
    "for_whom": queries.AUDIENCES,
    "nationality": queries.NATIONALITIES,
}
_PARTS: Final[dict[Any, Callable[[Rows], Cells]]] = {
    queries.PHONES: format_phones,
    queries.COVERAGE: format_places,
    queries.SCHEDULES: format_hours,
    queries.ADDRESSES: format_address,
}
