"""A list that the database keeps in order, and how one page of it is found without counting up to it.

OFFSET makes a database walk over everything before a page: 100 ms and more at a million rows. A survey
(`surveys.py`) therefore walks once and notes a mark every few thousand rows; a page begins at the mark before it.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

STRIDE: Final = 1000
"""How many rows lie between two marks: a page walks over half as many on average, in less than a millisecond."""
SHORT_STRIDE: Final = 200
"""For rows that are read from several tables or looked at one by one."""
_BATCH: Final = 100

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """How many rows a list has, and the key of its first row and of every so many-th after it."""

    total: int
    marks: tuple[Key, ...]


@dataclass(frozen=True)
class Listing:
    """A list in the order of its keys, which an index gives; the last key is the element's id.

    `rows` selects the keys, unordered. `name` tells equal lists from others. `twins` are columns that equal
    the first key: PostgreSQL can begin at a mark in their index only if it is told so. With `begins` the list is the
    part of `rows` whose first key, a moment and an id (`moments.Changed`), is not less: all such lists
    share one survey.
    """

    name: Hashable
    rows: Select[Any]
    keys: Sequence[ColumnElement[Any]]
    twins: Sequence[ColumnElement[Any]] = ()
    begins: str | None = None
    stride: int = STRIDE

    def survey(self, connection: Connection) -> Survey:
        """Walk over all of `rows` once. Takes time in proportion to their number: 0.2 s for a million."""
        marks = list(self._from(connection, None, 0, 1))
        while marks and (following := self._from(connection, marks[-1], self.stride, 1)):
            marks += following
        last = self._count(connection, marks[-1]) if marks else 0
        return Survey(max(len(marks) - 1, 0) * self.stride + last, tuple(marks))

    def before(self, connection: Connection, survey: Survey) -> int:
        """Return how many of `rows` come before the first of the list."""
        if self.begins is None:
            return 0
        passed = sum(1 for mark in survey.marks if mark[0] < self.begins)
        if not passed:
            return 0
        beyond = self._count(connection, survey.marks[passed - 1], self.keys[0] < self.begins)
        return (passed - 1) * self.stride + beyond

    def page(self, connection: Connection, survey: Survey, first: int, size: int) -> list[str]:
        """Return the ids of the elements from `first` on, counted from 0 in `rows`."""
        if not survey.marks:
            return []
        mark = min(first // self.stride, len(survey.marks) - 1)
        found = self._from(connection, survey.marks[mark], first - mark * self.stride, size)
        return [self.element(key) for key in found]

    def element(self, key: Key) -> str:
        """Return the id that a key ends with."""
        last = str(key[-1])
        return last.rpartition(" ")[2] if self.begins and len(key) == 1 else last

    def batch(self, connection: Connection, after: Key | None) -> list[Key]:
        """Return the keys of the next batch after a key, the first batch for None."""
        rows = self._begun() if after is None else self._begun().where(self._compared(after, beyond=True))
        return [tuple(row) for row in connection.execute(rows.order_by(*self.keys).limit(_BATCH))]

    def _from(self, connection: Connection, mark: Key | None, offset: int, size: int) -> list[Key]:
        rows = self.rows if mark is None else self.rows.where(self._compared(mark))
        found = connection.execute(rows.order_by(*self.keys).limit(size).offset(offset))
        return [tuple(row) for row in found]

    def _count(self, connection: Connection, mark: Key, *further: ColumnElement[bool]) -> int:
        rows = self.rows.where(self._compared(mark), *further).subquery()
        return connection.scalar(select(func.count()).select_from(rows)) or 0

    def _begun(self) -> Select[Any]:
        return self.rows if self.begins is None else self.rows.where(self.keys[0] >= self.begins)

    def _compared(self, key: Key, *, beyond: bool = False) -> ColumnElement[bool]:
        *before, last = zip(self.keys, key, strict=True)
        ours, theirs = last
        compared: ColumnElement[bool] = ours > theirs if beyond else ours >= theirs
        # (a, b) >= (x, y), said so that an index on an expression serves too: SQLite has none for row values.
        for ours, theirs in reversed(before):
            compared = and_(ours >= theirs, or_(ours > theirs, compared))
        return and_(compared, *(twin >= key[0] for twin in self.twins))
