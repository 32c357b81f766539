"""Judge one value by the kind of its field, as imports do; and write values so that they come back as they were."""

import json
import re
import unicodedata
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Float
from sqlmodel.sql.sqltypes import UTCDateTime

from directory.hsds.errors import WrongValueError
from directory.hsds.plain_values import is_plain
from directory.hsds.schema import Field
from directory.hsds.validation import judge
from directory.moderation.edits import ASKED, MAY_BE_EMPTY, Value
from directory.moderation.errors import BadEditError, What

_LONGEST: Final = 5_000
_LONGEST_NAME: Final = 200
_NAMES: Final = frozenset({"name", "alternate_name", "number", "title", "department", "email"})
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""All but the tab and the end of a line."""
_LINE_ENDS: Final = re.compile(r"\r\n?")


def clean(table: str, name: str, value: Value) -> Value:
    """Return a value as it is stored: texts composed (NFC) and without spaces around, an empty one as None.

    Raises:
        BadEditError: the field can't have it.
    """
    field = ASKED[table].get(name)
    if field is None:
        raise BadEditError(table, name, What.FIELD)
    if isinstance(value, str):
        value = text(table, name, value) or None
    if value is None and (table, name) in MAY_BE_EMPTY:
        return ""
    if value is None:
        if field.needed:
            raise BadEditError(table, name, What.MISSING)
        return None
    return _judged(table, field, value)


def text(table: str, name: str, value: str) -> str:
    """Return a text as it is stored.

    Raises:
        BadEditError: it is too long, or holds signs that no text may hold.
    """
    plain = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", value)).strip() if _encodes(value) else value
    if len(plain) > (_LONGEST_NAME if name in _NAMES else _LONGEST):
        raise BadEditError(table, name, What.TOO_LONG)
    if not is_plain(plain) or _CONTROL.search(plain):
        raise BadEditError(table, name, What.CHARACTERS)
    return plain


def written(value: Any) -> str:
    """Return a value of a column as JSON."""
    return json.dumps(value.isoformat() if isinstance(value, datetime) else value, ensure_ascii=False)


def read(column: ColumnElement[Any], stored: str | None) -> Any:
    """Return what `written` was given, of the type of the column."""
    value = None if stored is None else json.loads(stored)
    if value is None:
        return None
    if isinstance(column.type, UTCDateTime):
        return datetime.fromisoformat(value)
    return float(value) if isinstance(column.type, Float) else value


def _judged(table: str, field: Field, value: Value) -> Value:
    # Whether a link leads somewhere says more than its shape; needs and services of old have ids of all kinds.
    if field.kind == "uuid" and isinstance(value, str):
        return value
    try:
        judged: Value = judge(field, value)
    except WrongValueError as fault:
        raise BadEditError(table, field.name, What(field.kind)) from fault
    return judged


def _encodes(value: str) -> bool:
    """Tell whether a text has no half of a sign."""
    return not any("\ud800" <= one <= "\udfff" for one in value)
