"""Formats the value of each placeholder in the reader's language.

The placeholders are a fixed vocabulary: a response may use no others, so translators can learn them and a check can
verify them.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pycountry
from babel.dates import format_skeleton
from babel.numbers import format_decimal
from babel.units import format_unit

from bot.rendering.reader_locale import ReaderLocale

_KILOMETRE = 1000


def _unchanged(reader: ReaderLocale, value: str) -> str:
    return reader.isolate(value)


def _translated(reader: ReaderLocale, response: str) -> str:
    return reader.translate(response)


def _comma_separated(reader: ReaderLocale, values: Iterable[str]) -> str:
    return ", ".join(map(reader.isolate, values))


def _place(reader: ReaderLocale, place: Mapping[str, str | None]) -> str:
    """Return the province if it has a name in the reader's language, else the name that was found or the country."""
    region, name, country = place.get("region"), place.get("name"), place.get("country")
    if region and (not name or name == getattr(pycountry.subdivisions.get(code=region), "name", name)):
        return reader.region(region)
    return reader.isolate(name) if name else reader.country(country or "")


def _remarks(reader: ReaderLocale, remarks: Iterable[Mapping[str, Any]]) -> str:
    """Return one remark a line; each is the name of a response with its own values."""
    return "\n".join(
        fill(reader.translate(remark["remark"], remark.get("count")), remark, reader) for remark in remarks
    )


def _emergency(reader: ReaderLocale, numbers: Mapping[str, list[str]]) -> str:
    """Return one line for each kind of emergency number."""
    lines = (
        (reader.translate(f"utter_emergency_{kind}"), {"numbers": values}) for kind, values in numbers.items() if values
    )
    return "\n".join(fill(text, values, reader) for text, values in lines)


def _hours(reader: ReaderLocale, hours: str) -> str:
    return reader.translate("utter_round_the_clock") if hours == "24/7" else reader.isolate(hours)


def _day(reader: ReaderLocale, day: str) -> str:
    """Return an ISO 8601 date with its weekday."""
    return str(format_skeleton("MMMEd", date.fromisoformat(day), locale=reader.locale))


def _opens(reader: ReaderLocale, moment: str) -> str:
    """Return the weekday and time of an ISO 8601 moment, in its own time zone."""
    opens = datetime.fromisoformat(moment)
    return str(format_skeleton("EHm", opens, tzinfo=opens.tzinfo, locale=reader.locale))


def _distance(reader: ReaderLocale, metres: float) -> str:
    """Return a distance, rounded to what is known."""
    if round(metres, -2) < _KILOMETRE:
        return str(format_unit(round(metres, -2), "length-meter", "short", locale=reader.locale))
    return str(format_unit(round(metres / _KILOMETRE), "length-kilometer", "short", locale=reader.locale))


def _facts(reader: ReaderLocale, facts: Iterable[Mapping[str, Any]]) -> str:
    """Return one fact a line; old ones with their year, uncertain ones with a word of doubt."""
    return "\n".join(reader.isolate(fact["text"]) + _fact_age(reader, fact) for fact in facts)


def _fact_age(reader: ReaderLocale, fact: Mapping[str, Any]) -> str:
    year, unsure = fact.get("year"), fact.get("unsure")
    if unsure:
        age = reader.translate("utter_fact_old").format(year=year) if year else reader.translate("utter_fact_undated")
    else:
        age = str(year or "")
    return f" ({age})" if age else ""


def _in_local_language(reader: ReaderLocale, script: Mapping[str, str]) -> str:
    """Return the text of a response in the language of another country."""
    return reader.translate_into(script["language"], script["response"])


FORMATTERS: dict[str, Callable[[ReaderLocale, Any], str]] = {
    "area": _unchanged,
    "back_word": _translated,
    "chat": lambda reader, chats: reader.isolate(chats[0]),
    "chats": _comma_separated,
    "code": lambda reader, code: reader.isolate(f"{code[:4]} {code[4:]}"),
    "contact": _unchanged,
    "cost": _translated,
    "count": lambda reader, count: reader.isolate(str(format_decimal(count, locale=reader.locale))),
    "country": ReaderLocale.country,
    "day": _day,
    "distance": _distance,
    "email": _unchanged,
    "emergency": _emergency,
    "facts": _facts,
    "few_remarks": _remarks,
    "hide_word": _translated,
    "hours": _hours,
    "keys": _unchanged,
    "language": ReaderLocale.language,
    "line": _unchanged,
    "languages": lambda reader, codes: reader.join(map(reader.language, codes)),
    "must_remarks": _remarks,
    "name": _unchanged,
    "need": lambda reader, need: reader.translate(f"utter_need_{need}"),
    "needs": lambda reader, needs: reader.join(reader.translate(f"utter_need_{need}") for need in needs),
    "numbers": _comma_separated,
    "organization": _unchanged,
    "opens": _opens,
    "phone": lambda reader, phones: reader.isolate(phones[0]),
    "phones": _comma_separated,
    "place": _place,
    "region": ReaderLocale.region,
    "remarks": _remarks,
    "script": _translated,
    "script_language": ReaderLocale.language,
    "script_local": _in_local_language,
    "short_name": _unchanged,
    "signs": lambda reader, signs: reader.join(reader.translate(f"utter_sign_{sign}") for sign in signs),
    "website": _unchanged,
    "year": lambda reader, year: reader.isolate(str(year)),
}
"""Placeholder -> the function that formats its value."""

_SOURCES = {"phone": "phones"}
"""Placeholders that use the value of another one."""


def fill(text: str, values: Mapping[str, Any], reader: ReaderLocale) -> str:
    """Put `values` into `text`; omit a line that has a placeholder without a value.

    Raises `KeyError` for an unknown placeholder: that is a bug, which the check of the catalogues finds.
    """
    return "\n".join(
        line for line in (_fill_line(line, values, reader) for line in text.split("\n")) if line is not None
    )


def _fill_line(line: str, values: Mapping[str, Any], reader: ReaderLocale) -> str | None:
    formatted: dict[str, str] = {}
    for name in placeholders(line):
        value = values.get(_SOURCES.get(name, name))
        if not value and value != 0:
            return None
        formatted[name] = FORMATTERS[name](reader, value)
    return line.format(**formatted)


def placeholders(text: str) -> set[str]:
    """Return the names of the placeholders in `text`."""
    from string import Formatter

    return {name for _, name, _, _ in Formatter().parse(text) if name}
