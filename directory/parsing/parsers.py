"""The parser of each kind of column."""

from collections.abc import Callable
from typing import Final

from directory.parsing import choices, dates, hours, languages, texts, web_addresses
from directory.parsing.countries import parse_country
from directory.parsing.phones import ParsedPhone, parse_chat, parse_phone
from directory.parsing.regions import parse_region
from directory.parsing.result import ParseResult

Parser = Callable[[str, str], ParseResult]

_CHECK_HINT: Final = "Check it against the page it was taken from."


def _phone(item: str, home: str) -> ParseResult:
    return _to_result(parse_phone(item, home))


def _chat(item: str, home: str) -> ParseResult:
    return _to_result(parse_chat(item, home))


def _to_result(known: ParsedPhone) -> ParseResult:
    return ParseResult(known.text, known.warning, _CHECK_HINT if known.warning else "")


CELL_PARSERS: Final[dict[str, Parser]] = {
    "id": texts.parse_uuid,
    "name": texts.parse_name,
    "text": texts.parse_text,
    "code": texts.parse_code,
    "flag": choices.parse_flag,
    "status": choices.parse_status,
    "language": languages.parse_language,
    "url": web_addresses.parse_url,
    "email": web_addresses.parse_email,
    "past": dates.parse_past_date,
    "day": dates.parse_past_day,
    "hours": hours.parse_hours,
    "zone": hours.zone,
}
"""Parsers of whole cells, by kind."""

ITEM_PARSERS: Final[dict[str, Parser]] = {
    "needs": choices.parse_need,
    "audiences": choices.parse_audience,
    "countries": parse_country,
    "regions": parse_region,
    "languages": languages.parse_language,
    "phones": _phone,
    "chats": _chat,
}
"""Parsers of single items of a list cell, by kind."""

ORDERED_KINDS: Final = frozenset({"phones", "chats"})
"""Lists whose first item matters most; items of other lists are sorted."""
