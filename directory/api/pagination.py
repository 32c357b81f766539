"""Keyset pagination: find any page of an ordered list without counting up to it.

OFFSET makes a database scan everything before a page: 100 ms and more at a million rows. `KeysetList.scan` therefore
reads the list once and notes the key of every `stride`-th row; a page begins at the checkpoint before it.
`total_counts.py` caches the checkpoints.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

STRIDE: Final = 1000
"""Rows between two checkpoints: a page skips half as many on average, in less than a millisecond."""
SHORT_STRIDE: Final = 200
"""For rows that need a join or a condition."""
_BATCH_SIZE: Final = 100

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """The number of rows of a list, and the key of its first row and of every `stride`-th after it."""

    total: int
    marks: tuple[Key, ...]


@dataclass(frozen=True)
class KeysetList:
    """A list in the order of its keys, for which there is an index; the last key is the id of the item.

    `rows` selects the keys, unordered. `name` identifies equal lists. `same_columns` are columns that equal the first
    key: PostgreSQL starts at a checkpoint in their index only if a condition names them too. With `start` the list is
    the part of `rows` whose first key, a `LastModifiedKey`, is not less; all such lists share their checkpoints.
    """

    name: Hashable
    rows: Select[Any]
    keys: Sequence[ColumnElement[Any]]
    same_columns: Sequence[ColumnElement[Any]] = ()
    start: str | None = None
    stride: int = STRIDE

    def scan(self, connection: Connection) -> Checkpoints:
        """Read the keys of all `rows` once. Takes time in proportion to their number: 0.2 s for a million."""
        marks = list(self._from(connection, None, 0, 1))
        while marks and (following := self._from(connection, marks[-1], self.stride, 1)):
            marks += following
        last = self._count(connection, marks[-1]) if marks else 0
        return Checkpoints(max(len(marks) - 1, 0) * self.stride + last, tuple(marks))

    def count_before_start(self, connection: Connection, checkpoints: Checkpoints) -> int:
        """Return how many of `rows` come before `start`."""
        if self.start is None:
            return 0
        passed = sum(1 for mark in checkpoints.marks if mark[0] < self.start)
        if not passed:
            return 0
        beyond = self._count(connection, checkpoints.marks[passed - 1], self.keys[0] < self.start)
        return (passed - 1) * self.stride + beyond

    def page(self, connection: Connection, checkpoints: Checkpoints, first: int, size: int) -> list[str]:
        """Return the ids of `size` items from position `first`, counted from 0 in `rows`."""
        if not checkpoints.marks:
            return []
        mark = min(first // self.stride, len(checkpoints.marks) - 1)
        keys = self._from(connection, checkpoints.marks[mark], first - mark * self.stride, size)
        return [self.id_of_key(key) for key in keys]

    def id_of_key(self, key: Key) -> str:
        """Return the id at the end of a key."""
        last = str(key[-1])
        return last.rpartition(" ")[2] if self.start and len(key) == 1 else last

    def next_keys(self, connection: Connection, after: Key | None) -> list[Key]:
        """Return the keys of the next batch after a key; None returns the first batch."""
        rows = self._from_start() if after is None else self._from_start().where(self._at_or_after(after, beyond=True))
        return [tuple(row) for row in connection.execute(rows.order_by(*self.keys).limit(_BATCH_SIZE))]

    def _from(self, connection: Connection, mark: Key | None, offset: int, size: int) -> list[Key]:
        rows = self.rows if mark is None else self.rows.where(self._at_or_after(mark))
        result = connection.execute(rows.order_by(*self.keys).limit(size).offset(offset))
        return [tuple(row) for row in result]

    def _count(self, connection: Connection, mark: Key, *further: ColumnElement[bool]) -> int:
        rows = self.rows.where(self._at_or_after(mark), *further).subquery()
        return connection.scalar(select(func.count()).select_from(rows)) or 0

    def _from_start(self) -> Select[Any]:
        return self.rows if self.start is None else self.rows.where(self.keys[0] >= self.start)

    def _at_or_after(self, key: Key, *, beyond: bool = False) -> ColumnElement[bool]:
        *rows_before, last = zip(self.keys, key, strict=True)
        column, value = last
        compared: ColumnElement[bool] = column > value if beyond else column >= value
        # (a, b) >= (x, y), written so that SQLite can use an index on an expression, which it does not for row values.
        for column, value in reversed(rows_before):
            compared = and_(column >= value, or_(column > value, compared))
        return and_(compared, *(twin >= key[0] for twin in self.same_columns))
