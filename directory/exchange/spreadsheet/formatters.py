"""How rows of the tables look in the cells of the sheet."""

import re
from collections.abc import Sequence
from typing import Any, Final

from directory.exchange.spreadsheet.columns import PHONES, Cells, columns
from directory.exchange.spreadsheet.list_cells import joined
from directory.parsing.cells import tidy
from directory.parsing.countries import WORLD
from directory.parsing.regions import PART

Rows = Sequence[tuple[Any, ...]]

_KINDS: Final = {"sms": "sms", "text": "sms", "chat": "chat"}
_DAYS: Final = {"MO": "Mon", "TU": "Tue", "WE": "Wed", "TH": "Thu", "FR": "Fri", "SA": "Sat", "SU": "Sun"}
_CLOCK = re.compile(r"\d\d:\d\d")


def shown_list(name: str, values: Sequence[Any]) -> str:
    """Return the cell of a list of codes."""
    return joined(columns()[name].kind, [_item(value) for value in values if value])


def phone_kind(kind: str | None) -> str:
    """Return voice, sms or chat for a kind of ours or a type of HSDS; fax and the like count as voice."""
    return _KINDS.get((kind or "").casefold(), "voice")


def shown_phone(number: str, description: str | None) -> str:
    """Return a number with what is said of it in brackets."""
    note = _item(description or "")
    return f"{_item(number)} ({note})" if note else _item(number)


def shown_phones(rows: Rows) -> Cells:
    """Return the cells of numbers from (number, description, kind, id)."""
    items: dict[str, list[str]] = {"voice": [], "sms": [], "chat": []}
    for number, description, kind, _ in rows:
        items[phone_kind(kind)].append(shown_phone(number, description))
    return spread_phones(items["voice"]) | {kind: joined("phones", items[kind]) for kind in ("sms", "chat")}


def spread_phones(items: Sequence[str]) -> Cells:
    """Put the first two numbers into cells of their own, and all others into the third."""
    first, second, *rest = (*dict.fromkeys(filter(None, items)), "", "")
    return dict(zip(PHONES, (first, second, "; ".join(filter(None, rest))), strict=True))


def shown_places(rows: Rows) -> Cells:
    """Return the country and its regions from (country, region, whole, id)."""
    regions = [region or ("" if whole else PART) for _, region, whole, _ in rows]
    countries = [country or WORLD for country, *_ in rows]
    return {"country": joined("countries", countries), "regions": joined("regions", list(filter(None, regions)))}


def shown_hours(rows: Rows) -> Cells:
    """Return hours and zone from (description, freq, byday, opens_at, closes_at, zone, id)."""
    printed = list(dict.fromkeys(tidy(row[0], is_list=True) for row in rows if row[0]))
    zones = sorted({row[5] for row in rows if row[5]})
    hours = "; ".join(printed) if printed else _weekly(rows)
    return {"hours": hours, "time_zone": zones[0] if zones and hours else ""}


def shown_address(rows: Rows) -> Cells:
    """Return the first address from (street, city, postal code, id)."""
    street, city, code, _ = rows[0]
    shown = {"address": tidy(street), "city": tidy(city or ""), "postal_code": tidy(code or "")}
    return shown | {"address_is_public": "yes"} if shown["address"] else {}


def _weekly(rows: Rows) -> str:
    """Return plain weekly hours, nothing where a schedule is anything else."""
    parts = []
    for _, freq, byday, opens, closes, *_ in rows:
        days = [_DAYS.get(day, "") for day in (byday or "").split(",")]
        clocks = [clock[:5] for clock in (opens or "", closes or "") if _CLOCK.match(clock)]
        if freq != "WEEKLY" or not all(days) or len(clocks) < len(("opens", "closes")):
            return ""
        parts.append(f"{', '.join(days)} {'-'.join(clocks)}")
    return "; ".join(parts)


def _item(value: Any) -> str:
    """Return a text that can stand in a list; a note that is printed with ; would end an item."""
    return tidy(str(value).replace(";", ",").replace("\uff1b", ","))
