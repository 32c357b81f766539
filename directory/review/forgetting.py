"""Forget what proposals say of a row that has become protected.

The danger is the street of a shelter in the history of its entry, or in a proposal that still waits. What a proposal
has lost is not made up for: where nothing is left of it, it can be neither published nor undone.
"""

import json
from collections.abc import Collection

from sqlalchemy import Connection, delete
from sqlmodel import col

from directory.models import ProposedField
from directory.review.edits import Key


def forget(connection: Connection, table: str, key: Key, fields: Collection[str] = ()) -> None:
    """Take a row, or only some fields of it, out of all proposals, in the caller's transaction."""
    row = col(ProposedField.row_key) == json.dumps(list(key), ensure_ascii=False)
    gone = delete(ProposedField).where(col(ProposedField.table_name) == table, row)
    connection.execute(gone.where(col(ProposedField.field).in_(list(fields))) if fields else gone)
