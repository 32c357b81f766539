"""Which judge belongs to which kind of column."""

from collections.abc import Callable
from typing import Final

from directory.parsing import choices, dates, hours, languages, texts, web_addresses
from directory.parsing.chat_accounts import chat
from directory.parsing.countries import country
from directory.parsing.phones import Number, number
from directory.parsing.regions import region
from directory.parsing.result import Judged

Judge = Callable[[str, str], Judged]

_LOOK: Final = "Check it against the page it was taken from."


def _phone(item: str, home: str) -> Judged:
    return _judged(number(item, home))


def _chat(item: str, home: str) -> Judged:
    return _judged(chat(item, home))


def _judged(known: Number) -> Judged:
    return Judged(known.text, known.doubt, _LOOK if known.doubt else "")


WHOLE: Final[dict[str, Judge]] = {
    "id": texts.uuid,
    "name": texts.name,
    "text": texts.free,
    "flag": choices.flag,
    "status": choices.status,
    "language": languages.language,
    "url": web_addresses.web_address,
    "email": web_addresses.email,
    "past": dates.past,
    "day": dates.whole_day,
    "hours": hours.hours,
    "zone": hours.zone,
}
"""Judges of a cell."""

ITEMS: Final[dict[str, Judge]] = {
    "needs": choices.need,
    "audiences": choices.audience,
    "countries": country,
    "regions": region,
    "languages": languages.language,
    "phones": _phone,
    "chats": _chat,
}
"""Judges of each item of a cell that holds a list."""

IN_ORDER: Final = frozenset({"phones", "chats"})
"""Lists whose first item matters most; the others are written in the order of the alphabet."""
