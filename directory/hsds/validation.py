"""Judge one value by the kind of its field.

The danger is a value that a database or a reader of an export chokes on later, when nobody knows any more
where it came from.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from directory.hsds import plain_values as plain
from directory.hsds import written_values as written
from directory.hsds.errors import WrongValueError
from directory.hsds.plain_values import is_plain
from directory.hsds.schema import Field
from directory.hsds.written_values import is_uuid

__all__ = ["NUMBERS", "WrongValueError", "is_plain", "is_uuid", "judge"]

_JUDGES: Final[dict[str, Callable[[Any, Field], Any]]] = {
    "text": plain.text,
    "choice": plain.choice,
    "number": plain.number,
    "integer": plain.integer,
    "latitude": plain.latitude,
    "degrees": plain.degrees,
    "radius": plain.radius,
    "flag": plain.flag,
    "uuid": written.uuid,
    "uri": written.uri,
    "email": written.email,
    "time": written.time,
    "e164": written.e164,
    "language": written.language,
    "date": written.date,
    "instant": written.instant,
    "past": written.past,
    "country": written.country,
    "region": written.region,
    "zone": written.zone,
}
NUMBERS: Final = frozenset({"number", "integer", "latitude", "degrees", "radius"})
"""The kinds of numbers."""
_EACH_ITS_OWN: Final = frozenset({"text", "uuid"})
"""Kinds whose values hardly ever come twice: it is not worth to remember them."""


def judge(field: Field, value: Any) -> Any:
    """Return a value as it is stored.

    Raises:
        WrongValueError: the field can't have it.
    """
    if field.kind not in _EACH_ITS_OWN and isinstance(value, str):
        return _remembered(field, value)
    return _JUDGES[field.kind](value, field)


@lru_cache(maxsize=65_536)
def _remembered(field: Field, value: str) -> Any:
    return _JUDGES[field.kind](value, field)
