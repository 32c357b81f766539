"""Rows as they would stand after changes that are not carried out yet."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from directory.moderation.changes import Change, stored_row
from directory.moderation.edits import Action, Key


class Rows:
    """Reads rows of the directory, with changes laid over them."""

    def __init__(self, connection: Connection, changes: Iterable[Change] = ()) -> None:
        """Take the changes; without any, rows are read as they stand."""
        self.connection = connection
        self._changes = {one.row: one for one in changes}

    def read(self, table: str, key: Key) -> dict[str, Any] | None:
        """Return the values of a row; of one that is made, those that are not empty."""
        change = self._changes.get((table, key))
        if change is None or change.action is Action.UPDATE:
            row = stored_row(self.connection, table, key)
            return row | dict(change.new) if row is not None and change is not None else row
        return dict(change.new) if change.action is Action.CREATE else None

    def has(self, table: str, key: str) -> bool:
        """Tell whether a row with an id is there."""
        return self.read(table, (key,)) is not None
