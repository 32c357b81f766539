"""Validate the value of a field by its kind, as imports do, and convert stored values to and from JSON."""

import json
import re
import unicodedata
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Float
from sqlmodel.sql.sqltypes import UTCDateTime

from directory.hsds.schema import Field
from directory.hsds.validation import is_plain, validate_value
from directory.moderation.edits import EDITABLE_FIELDS, MAY_BE_EMPTY, Value
from directory.moderation.errors import BadEditError, EditProblem
from directory.parsing.result import InvalidValueError

_MAX_LENGTH: Final = 5_000
_MAX_NAME_LENGTH: Final = 200
_NAME_FIELDS: Final = frozenset({"name", "alternate_name", "number", "title", "department", "email"})
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Control characters except tab and newline."""
_LINE_ENDS: Final = re.compile(r"\r\n?")


def clean_value(table: str, name: str, value: Value) -> Value:
    """Return a value as it is stored: text in NFC and stripped, empty text as None.

    Raises:
        BadEditError: the field cannot have this value.
    """
    field = EDITABLE_FIELDS[table].get(name)
    if field is None:
        raise BadEditError(table, name, EditProblem.FIELD)
    if isinstance(value, str):
        value = clean_text(table, name, value) or None
    if value is None and (table, name) in MAY_BE_EMPTY:
        return ""
    if value is None:
        if field.required:
            raise BadEditError(table, name, EditProblem.MISSING)
        return None
    return _validated(table, field, value)


def clean_text(table: str, name: str, value: str) -> str:
    """Return text as it is stored.

    Raises:
        BadEditError: it is too long, or holds characters that no text may hold.
    """
    text = value if _has_surrogates(value) else unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", value)).strip()
    if len(text) > (_MAX_NAME_LENGTH if name in _NAME_FIELDS else _MAX_LENGTH):
        raise BadEditError(table, name, EditProblem.TOO_LONG)
    if not is_plain(text) or _CONTROL.search(text):
        raise BadEditError(table, name, EditProblem.CHARACTERS)
    return text


def to_json(value: Any) -> str:
    """Return a column's value as JSON."""
    return json.dumps(value.isoformat() if isinstance(value, datetime) else value, ensure_ascii=False)


def from_json(column: ColumnElement[Any], stored: str | None) -> Any:
    """Return the value that `to_json` was given, with the type of the column."""
    value = None if stored is None else json.loads(stored)
    if value is None:
        return None
    if isinstance(column.type, UTCDateTime):
        return datetime.fromisoformat(value)
    return float(value) if isinstance(column.type, Float) else value


def _validated(table: str, field: Field, value: Value) -> Value:
    # Links are checked by looking up their target: taxonomy terms and old services have ids that are not UUIDs.
    if field.kind == "uuid" and isinstance(value, str):
        return value
    try:
        validated: Value = validate_value(field, value)
    except InvalidValueError as exc:
        raise BadEditError(table, field.name, EditProblem(field.kind)) from exc
    return validated


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)
