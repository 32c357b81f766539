"""How each value is written in the reader's language.

The names of the placeholders are a fixed vocabulary: a response may use these and no
others, so that translators can learn them and a check can know them.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pycountry
from babel.dates import format_skeleton
from babel.numbers import format_decimal
from babel.units import format_unit

from bot.rendering.reader_locale import Reader

_KILOMETRE = 1000


def _as_it_is(reader: Reader, value: str) -> str:
    return reader.mark(value)


def _word(reader: Reader, response: str) -> str:
    return reader.word(response)


def _each(reader: Reader, values: Iterable[str]) -> str:
    return ", ".join(map(reader.mark, values))


def _place(reader: Reader, place: Mapping[str, str | None]) -> str:
    """The province where a name in the reader's language is known, else the name that was found, else the country."""
    region, name, country = place.get("region"), place.get("name"), place.get("country")
    if region and (not name or name == getattr(pycountry.subdivisions.get(code=region), "name", name)):
        return reader.region(region)
    return reader.mark(name) if name else reader.country(country or "")


def _remarks(reader: Reader, remarks: Iterable[Mapping[str, Any]]) -> str:
    """One remark a line; each is the name of a word, with its own values."""
    return "\n".join(fill(reader.word(remark["remark"], remark.get("count")), remark, reader) for remark in remarks)


def _emergency(reader: Reader, numbers: Mapping[str, list[str]]) -> str:
    """One line for each kind of emergency number."""
    lines = (
        (reader.word(f"utter_emergency_{kind}"), {"numbers": values}) for kind, values in numbers.items() if values
    )
    return "\n".join(fill(text, values, reader) for text, values in lines)


def _hours(reader: Reader, hours: str) -> str:
    return reader.word("utter_round_the_clock") if hours == "24/7" else reader.mark(hours)


def _day(reader: Reader, day: str) -> str:
    """Write an ISO 8601 date with its weekday."""
    return str(format_skeleton("MMMEd", date.fromisoformat(day), locale=reader.locale))


def _opens(reader: Reader, moment: str) -> str:
    """Write the weekday and the time of an ISO 8601 moment, in the zone that it is given in."""
    opens = datetime.fromisoformat(moment)
    return str(format_skeleton("EHm", opens, tzinfo=opens.tzinfo, locale=reader.locale))


def _distance(reader: Reader, metres: float) -> str:
    """Write a distance no more exactly than it is known."""
    if round(metres, -2) < _KILOMETRE:
        return str(format_unit(round(metres, -2), "length-meter", "short", locale=reader.locale))
    return str(format_unit(round(metres / _KILOMETRE), "length-kilometer", "short", locale=reader.locale))


def _facts(reader: Reader, facts: Iterable[Mapping[str, Any]]) -> str:
    """One fact a line, those that are old with their year behind them, those that may be wrong with a word of doubt."""
    return "\n".join(reader.mark(fact["text"]) + _age_of(reader, fact) for fact in facts)


def _age_of(reader: Reader, fact: Mapping[str, Any]) -> str:
    year, unsure = fact.get("year"), fact.get("unsure")
    if unsure:
        said = reader.word("utter_fact_old").format(year=year) if year else reader.word("utter_fact_undated")
    else:
        said = str(year or "")
    return f" ({said})" if said else ""


def _elsewhere(reader: Reader, script: Mapping[str, str]) -> str:
    """The words of a response in the language of another country."""
    return reader.word_in(script["language"], script["response"])


WRITTEN: dict[str, Callable[[Reader, Any], str]] = {
    "back_word": _word,
    "chat": lambda reader, chats: reader.mark(chats[0]),
    "chats": _each,
    "code": lambda reader, code: reader.mark(f"{code[:4]} {code[4:]}"),
    "contact": _as_it_is,
    "cost": _word,
    "count": lambda reader, count: reader.mark(str(format_decimal(count, locale=reader.locale))),
    "country": Reader.country,
    "day": _day,
    "distance": _distance,
    "email": _as_it_is,
    "emergency": _emergency,
    "facts": _facts,
    "few_remarks": _remarks,
    "hide_word": _word,
    "hours": _hours,
    "language": Reader.language,
    "line": _as_it_is,
    "languages": lambda reader, codes: reader.listed(map(reader.language, codes)),
    "must_remarks": _remarks,
    "name": _as_it_is,
    "need": lambda reader, need: reader.word(f"utter_need_{need}"),
    "needs": lambda reader, needs: reader.listed(reader.word(f"utter_need_{need}") for need in needs),
    "numbers": _each,
    "organization": _as_it_is,
    "opens": _opens,
    "phone": lambda reader, phones: reader.mark(phones[0]),
    "phones": _each,
    "place": _place,
    "region": Reader.region,
    "remarks": _remarks,
    "script": _word,
    "script_language": Reader.language,
    "script_local": _elsewhere,
    "short_name": _as_it_is,
    "signs": lambda reader, signs: reader.listed(reader.word(f"utter_sign_{sign}") for sign in signs),
    "website": _as_it_is,
    "year": lambda reader, year: reader.mark(str(year)),
}
"""Placeholder -> how its value is written."""

_VALUE_OF = {"phone": "phones"}
"""Placeholders that are written from the value of another."""


def fill(text: str, values: Mapping[str, Any], reader: Reader) -> str:
    """Put `values` into `text`; a line that has a placeholder without a value is left out.

    Raises `KeyError` for a placeholder that is not in the vocabulary: that is a fault of
    ours which the catalogue check finds.
    """
    return "\n".join(line for line in (_filled(line, values, reader) for line in text.split("\n")) if line is not None)


def _filled(line: str, values: Mapping[str, Any], reader: Reader) -> str | None:
    written: dict[str, str] = {}
    for name in placeholders(line):
        value = values.get(_VALUE_OF.get(name, name))
        if not value and value != 0:
            return None
        written[name] = WRITTEN[name](reader, value)
    return line.format(**written)


def placeholders(text: str) -> set[str]:
    """Return the names of the placeholders in `text`."""
    from string import Formatter

    return {name for _, name, _, _ in Formatter().parse(text) if name}
