"""From the numbers of a row to records of the tables."""

from typing import Final

from directory.exchange.sheet.columns import PHONES, Cells
from directory.exchange.sheet.listing import split
from directory.exchange.sheet.records import Values
from directory.exchange.sheet.values.chats import chat
from directory.exchange.sheet.values.countries import WORLD
from directory.exchange.sheet.values.outcome import RefusedError
from directory.exchange.sheet.values.phones import Number, number, split_note
from directory.models import stable_id

_PHONE_TYPES: Final = {"voice": "voice", "sms": "text", "chat": "chat"}


def phones(cells: Cells, service: str) -> dict[tuple[str, str], tuple[Values, Values]]:
    """Return each phone and what it can do, by kind and item, in their order."""
    voice = [("voice", item) for name in PHONES for item in split(cells[name])]
    items = [*voice, *((kind, item) for kind in ("sms", "chat") for item in split(cells[kind]))]
    return {
        (kind, item): _phone(service, kind, item, cells["country"], position)
        for position, (kind, item) in enumerate(items)
    }


def _phone(service: str, kind: str, item: str, countries: str, position: int) -> tuple[Values, Values]:
    country = split(countries)[0] if countries else ""
    known = _known(kind, item, country)
    key = stable_id("phone", service, kind, item)
    phone: Values = {"id": key, "service_id": service, "number": known.printed, "type": _PHONE_TYPES[kind]}
    reach: Values = {"phone_id": key, "kind": kind, "position": position, "international": known.international}
    works = {"country": None if country == WORLD else country, "dialable_from_abroad": known.from_abroad}
    return phone | {"description": known.note or None}, reach | works


def _known(kind: str, item: str, country: str) -> Number:
    """Judge a number again; one that was there before its country changed works at home for all we know."""
    try:
        return chat(item) if kind == "chat" else number(item, country)
    except RefusedError:
        return Number(*split_note(item), None, from_abroad=False)
