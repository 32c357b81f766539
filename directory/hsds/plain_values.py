"""Judge the values that JSON has kinds for: texts, numbers, true and false."""

import re
from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any, Final

from directory.hsds.errors import refuse
from directory.hsds.schema import Field

_BAD_TEXT: Final = re.compile("[\x00\ud800-\udfff]")
_TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of writing: a number can be read backwards between them."""
_LONGEST: Final = 5_000
"""In signs, as in the sheet: more than that nobody reads, and a chat can't show."""
_MOST: Final = 2**53
"""Beyond this, JSON readers round whole numbers."""
_HALF_THE_EARTH: Final = 20_040_000
"""In metres; no circle is larger."""
_SPOKEN: Final[dict[type, str]] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "an object",
}


def is_plain(value: str) -> bool:
    """Tell whether a text of a file holds nothing that `text` refuses."""
    return len(value) <= _LONGEST and _has_plain_signs(value)


def are_plain(values: Sequence[str]) -> bool:
    """Tell the same of many at once."""
    whole = "".join(values)
    return _has_plain_signs(whole) and (len(whole) <= _LONGEST or max(map(len, values)) <= _LONGEST)


def _has_plain_signs(value: str) -> bool:
    return (value.isascii() and "\x00" not in value) or not (_BAD_TEXT.search(value) or _TURNS.search(value))


def text(value: Any, _: Field) -> str:
    """Return a text that every database can hold."""
    if not isinstance(value, str):
        refuse(f"This must be a text, not {_named(value)}.", "Put it in quotation marks.")
    if _BAD_TEXT.search(value):
        refuse("This text holds a character that no text can have.", "Type it again.")
    if _TURNS.search(value):
        refuse("This text holds an invisible sign that turns the direction of writing.", "Type it again.")
    if len(value) > _LONGEST:
        refuse(f"This text has more than {_LONGEST} characters.", "Shorten it.")
    return value


def choice(value: Any, field: Field) -> str:
    """Return one of a field's choices."""
    if text(value, field) not in field.choices:
        refuse("This is none of the possible values.", f"Use one of: {', '.join(field.choices)}.")
    return str(value)


def number(value: Any, _: Field) -> float:
    """Return a number that is finite and not rounded on its way."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        refuse(f"This must be a number, not {_named(value)}.", "Give a number without quotation marks.")
    if not isfinite(value) or abs(value) > _MOST:
        refuse("This number is too large.", "Give a smaller one.")
    return value  # type: ignore[no-any-return]


def _within(least: float, most: float, mend: str) -> Callable[[Any, Field], float]:
    def judge(value: Any, field: Field) -> float:
        if not least <= number(value, field) <= most:
            refuse("This number is too large or too small.", mend)
        return value  # type: ignore[no-any-return]

    return judge


latitude: Final = _within(-90, 90, "Latitudes are from -90 to 90.")
degrees: Final = _within(-180, 180, "Degrees are from -180 to 180.")
radius: Final = _within(1, _HALF_THE_EARTH, "Give metres, at least 1.")


def integer(value: Any, field: Field) -> int:
    """Return a whole number."""
    if number(value, field) != int(value):
        refuse("This must be a whole number.", "Give one without a fraction.")
    if abs(value) >= 2**31:
        refuse("This number is too large.", "Give a smaller one.")
    return int(value)


def flag(value: Any, _: Field) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        refuse(f"This must be true or false, not {_named(value)}.", "Use true or false.")
    return value


def _named(value: Any) -> str:
    """Name the kind of a value in words."""
    return _SPOKEN.get(type(value), "this")
