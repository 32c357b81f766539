"""Validate a value by the kind of its field.

The danger is a value that a database or a reader of an export fails on much later, when its origin is unknown.
Validation changes no value but digits of other scripts: where a field holds a number or a time, they become 0 to 9. No
message quotes a value: what was typed by mistake may be private.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from math import isfinite
from typing import Any, Final
from zoneinfo import available_timezones

import pycountry

from directory.domain.digits import to_ascii_digits
from directory.hsds.schema import Field
from directory.parsing.result import reject

_FORBIDDEN_SIGNS: Final = re.compile("[\x00\ud800-\udfff]")
_DIRECTION_MARKS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of writing: a number between them can be read backwards."""
_MAX_LENGTH: Final = 5_000
"""In characters, as in the sheet: longer texts are not read, and do not fit into a chat."""
_MAX_NUMBER: Final = 2**53
"""Beyond this, JSON readers round whole numbers."""
_HALF_THE_EARTH: Final = 20_040_000
"""In metres; no circle is larger."""
_TYPE_NAMES: Final[dict[type, str]] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "an object",
}

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_URI: Final = re.compile(r"https?://(?:[A-Za-z0-9\-._~:/?#@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+", re.ASCII | re.IGNORECASE)
_EMAIL: Final = re.compile(r"[^@\s\x00-\x1f,;<>]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME: Final = re.compile(r"([01]\d|2[0-4]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_E164: Final = re.compile(r"\+[1-9][0-9]{3,14}", re.ASCII)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)
_REPLACED_LANGUAGES: Final = frozenset({"iw", "in", "ji", "mo"})
"""Codes that ISO 639 has replaced and files still use."""

Validator = Callable[[Any, Field], Any]


def validate_value(field: Field, value: Any) -> Any:
    """Return a value as it is stored.

    Raises:
        InvalidValueError: the field cannot have it.
    """
    if field.kind not in _UNCACHED_KINDS and isinstance(value, str):
        return _validate_cached(field, value)
    return _VALIDATORS[field.kind](value, field)


@lru_cache(maxsize=65_536)
def _validate_cached(field: Field, value: str) -> Any:
    return _VALIDATORS[field.kind](value, field)


def is_plain(value: str) -> bool:
    """Return whether a text is valid for a field of kind "text"."""
    return len(value) <= _MAX_LENGTH and _has_plain_signs(value)


def are_all_plain(values: Sequence[str]) -> bool:
    """Return the same for many texts at once."""
    joined = "".join(values)
    return _has_plain_signs(joined) and (len(joined) <= _MAX_LENGTH or max(map(len, values)) <= _MAX_LENGTH)


def _has_plain_signs(value: str) -> bool:
    return (value.isascii() and "\x00" not in value) or not (
        _FORBIDDEN_SIGNS.search(value) or _DIRECTION_MARKS.search(value)
    )


def read_digits(values: Sequence[str]) -> list[str]:
    """Return many texts as a field of kind "digits" stores them."""
    return list(values) if "".join(values).isascii() else [to_ascii_digits(value) for value in values]


def is_uuid(value: str) -> bool:
    """Return whether a text is a UUID."""
    return _UUID.fullmatch(value) is not None


def _text(value: Any, _: Field) -> str:
    if not isinstance(value, str):
        reject(f"This must be a text, not {_type_name(value)}.", "Put it in quotation marks.")
    if _FORBIDDEN_SIGNS.search(value):
        reject("This text holds a character that no text can have.", "Type it again.")
    if _DIRECTION_MARKS.search(value):
        reject("This text holds an invisible sign that turns the direction of writing.", "Type it again.")
    if len(value) > _MAX_LENGTH:
        reject(f"This text has more than {_MAX_LENGTH} characters.", "Shorten it.")
    return value


def _digits(value: Any, field: Field) -> str:
    return to_ascii_digits(_text(value, field))


def _choice(value: Any, field: Field) -> str:
    if _text(value, field) not in field.choices:
        reject("This is not one of the possible values.", f"Use one of: {', '.join(field.choices)}.")
    return str(value)


def _number(value: Any, _: Field) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        reject(f"This must be a number, not {_type_name(value)}.", "Give a number without quotation marks.")
    if not isfinite(value) or abs(value) > _MAX_NUMBER:
        reject("This number is too large.", "Give a smaller one.")
    return value  # type: ignore[no-any-return]


def _in_range(least: float, most: float, hint: str) -> Validator:
    def validate(value: Any, field: Field) -> float:
        if not least <= _number(value, field) <= most:
            reject("This number is too large or too small.", hint)
        return value  # type: ignore[no-any-return]

    return validate


def _integer(value: Any, field: Field) -> int:
    if _number(value, field) != int(value):
        reject("This must be a whole number.", "Give one without a fraction.")
    if abs(value) >= 2**31:
        reject("This number is too large.", "Give a smaller one.")
    return int(value)


def _flag(value: Any, _: Field) -> bool:
    if not isinstance(value, bool):
        reject(f"This must be true or false, not {_type_name(value)}.", "Use true or false.")
    return value


def _uuid(value: Any, field: Field) -> str:
    if not is_uuid(_text(value, field)):
        reject("This is not a UUID.", "Use one such as 3f7b145d-84af-42d7-8fae-eaca714b02b2.")
    return str(value)


def _matching(pattern: re.Pattern[str], reason: str, hint: str) -> Validator:
    def validate(value: Any, field: Field) -> str:
        if not pattern.fullmatch(_text(value, field)):
            reject(reason, hint)
        return str(value)

    return validate


def _in_ascii_digits(validator: Validator) -> Validator:
    return lambda value, field: validator(_digits(value, field), field)


_language_tag: Final = _matching(_LANGUAGE, "This is not a language tag.", "Use BCP 47, such as my, th or pt-BR.")


def _language(value: Any, field: Field) -> str:
    if _language_tag(value, field).split("-", maxsplit=1)[0].lower() not in _languages():
        reject("No language has this code.", "Use BCP 47, such as my, th or pt-BR.")
    return str(value)


def _date(value: Any, field: Field) -> str:
    """Accept a day, or an instant that begins with one."""
    if _DATE.match(_text(value, field)) is None or _parse_instant(value) is None:
        reject("This is not a date.", "Write it as year-month-day, such as 2026-11-25.")
    return str(value)


def _instant(value: Any, field: Field) -> str:
    """Accept an instant with its time zone (RFC 3339)."""
    instant = _parse_instant(_text(value, field))
    if instant is None or instant.tzinfo is None or "T" not in value.upper() or _DATE.match(value) is None:
        reject("This is not a date with a time.", "Write it as 2026-11-25T16:00:00Z, with its time zone.")
    return str(value)


def _past(value: Any, field: Field) -> str:
    if datetime.fromisoformat(_instant(value, field)) > datetime.now(UTC):
        reject("This moment is still to come.", "Give the day on which it was done.")
    return str(value)


def _country(value: Any, field: Field) -> str:
    if _text(value, field) not in _countries():
        reject("This is not a country code of ISO 3166-1.", "Use two capital letters, such as TH.")
    return str(value)


def _region(value: Any, field: Field) -> str:
    region = pycountry.subdivisions.get(code=_text(value, field))
    if region is None or region.code != value:
        reject("This is not a region code of ISO 3166-2.", "Use one such as TH-50.")
    return str(value)


def _time_zone(value: Any, field: Field) -> str:
    if _text(value, field) not in _time_zones():
        reject("This is not the name of a time zone.", "Use one such as Asia/Bangkok.")
    return str(value)


_VALIDATORS: Final[dict[str, Validator]] = {
    "text": _text,
    "digits": _digits,
    "choice": _choice,
    "number": _number,
    "integer": _integer,
    "latitude": _in_range(-90, 90, "Latitudes are from -90 to 90."),
    "degrees": _in_range(-180, 180, "Degrees are from -180 to 180."),
    "radius": _in_range(1, _HALF_THE_EARTH, "Give metres, at least 1."),
    "flag": _flag,
    "uuid": _uuid,
    "uri": _matching(_URI, "This is not a web address.", "Begin it with https:// and leave no spaces in it."),
    "email": _matching(_EMAIL, "This is not an e-mail address.", "Write one, such as help@example.org."),
    "time": _in_ascii_digits(
        _matching(_TIME, "This is not a time of day.", "Write it as hours and minutes, such as 09:30.")
    ),
    "e164": _in_ascii_digits(
        _matching(_E164, "This is not an international number.", "Write + and digits, with the country code.")
    ),
    "language": _language,
    "date": _in_ascii_digits(_date),
    "instant": _in_ascii_digits(_instant),
    "past": _in_ascii_digits(_past),
    "country": _country,
    "region": _region,
    "zone": _time_zone,
}
NUMBER_KINDS: Final = frozenset({"number", "integer", "latitude", "degrees", "radius"})
_UNCACHED_KINDS: Final = frozenset({"text", "digits", "uuid"})
"""Kinds whose values rarely repeat, so caching them is useless."""


@cache
def _countries() -> frozenset[str]:
    return frozenset(country.alpha_2 for country in pycountry.countries)


@cache
def _languages() -> frozenset[str]:
    known: list[Any] = [*pycountry.languages, *pycountry.language_families]
    codes = (getattr(language, name, None) for language in known for name in ("alpha_2", "alpha_3", "bibliographic"))
    return frozenset(code for code in codes if code) | _REPLACED_LANGUAGES


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _parse_instant(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _type_name(value: Any) -> str:
    """Return the type of a JSON value in words."""
    return _TYPE_NAMES.get(type(value), "this")
