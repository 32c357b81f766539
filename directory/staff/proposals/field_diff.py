"""The fields of a change one by one: old and new words side by side, with names where the directory has codes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from sqlalchemy import Connection

from directory.moderation.changes import stored_row
from directory.moderation.diff import FieldRead
from directory.moderation.edits import Action, Key
from directory.staff.i18n import gettext
from directory.staff.labels import label, table_label
from directory.staff.proposals.field_values import name_of_field, said, sentences
from directory.staff.proposals.summaries import is_shown
from directory.staff.proposals.word_diff import Part, compared
from directory.staff.service_entry.weekly_hours import RULE

_NAMING: Final = ("name", "number", "address_1", "document", "option", "url", "zone", "description")
"""What tells a row from its neighbours, for who reads a change of another of its fields."""


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field; `now` is what stands there, where that is neither the old nor the new value."""

    name: str
    old: tuple[Part, ...]
    new: tuple[Part, ...]
    now: str | None


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row that is made, changed or removed: what it is, which one, and its fields."""

    action: Action
    kind: str
    name: str
    language: str | None
    fields: tuple[ShownField, ...]


def shown(connection: Connection, fields: Iterable[FieldRead]) -> list[ShownRow]:
    """Return the rows of a change, without ids and what only followed from it."""
    asked = [one for one in fields if not one.follows]
    return [
        _row(connection, *of, list(these)) for of, these in groupby(asked, lambda one: (one.action, one.table, one.key))
    ]


def _row(connection: Connection, action: Action, table: str, key: Key, fields: list[FieldRead]) -> ShownRow:
    seen = tuple(_fields(connection, fields))
    if table == "translation":
        return ShownRow(action, table_label(table), label("", key[1]), key[2], seen)
    return ShownRow(action, table_label(table), _name(connection, table, key), None, seen)


def _name(connection: Connection, table: str, key: Key) -> str:
    """Return what tells the row from others as it stands; "" for a new one, whose fields all follow."""
    row = stored_row(connection, table, key) or {}
    return next((str(row[one]) for one in _NAMING if row.get(one)), "")


def _fields(connection: Connection, fields: Sequence[FieldRead]) -> Iterator[ShownField]:
    asked = [one for one in fields if is_shown(one.table, one.field)]
    hours = _hours(connection, asked)
    if hours is not None:
        if any(hours):
            yield ShownField(gettext("Days and times"), *compared(*hours), None)
        asked = [one for one in asked if one.field not in RULE]
    for one in asked:
        old, new = (said(connection, one.table, one.field, value) for value in (one.old, one.new))
        now = said(connection, one.table, one.field, one.now) if one.conflicts else None
        yield ShownField(name_of_field(one.table, one.field), *compared(old, new), now)


def _hours(connection: Connection, fields: Sequence[FieldRead]) -> tuple[str, str] | None:
    if not fields or fields[0].table != "schedule":
        return None
    is_there = fields[0].action is Action.UPDATE
    return sentences(fields, (stored_row(connection, "schedule", fields[0].key) or {}) if is_there else {})
