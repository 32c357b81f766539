"""All rows that some documents need, read level by level: one query for each kind of link, however many objects."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection

from directory.exchange.hsds.shapes import Object, Shape
from directory.exchange.hsds.stored import fetch, fetch_linked, unresolved

Rows = dict[str, dict[str, Object]]


class Gathered:
    """Rows by table and id; lists by table, link and owner."""

    def __init__(self, connection: Connection, shape: Shape) -> None:
        self._connection = connection
        self.shape = shape
        self.rows: defaultdict[str, dict[str, Object]] = defaultdict(dict)
        self.lists: defaultdict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)

    def gather(self, table: str, ids: Sequence[str]) -> None:
        """Read the rows of these ids and all that hangs on them."""
        fresh: Rows = {table: fetch(self._connection, table, ids)}
        while fresh:
            for name, rows in fresh.items():
                self.rows[name] |= rows
            fresh = self._new(self._hanging(fresh), self._pointed_at(fresh))
        unresolved(self._connection, self.rows)

    def _hanging(self, level: Rows) -> Rows:
        """Return the rows that hang on those of a level, and note on which."""
        owners: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for name, rows in level.items():
            for part in self.shape[name][0]:
                owners[part.table, part.link] += rows
        found: defaultdict[str, dict[str, Object]] = defaultdict(dict)
        for (name, link), ids in owners.items():
            lists = self.lists[name, link]
            for owner, row in fetch_linked(self._connection, name, link, ids):
                lists.setdefault(owner, []).append(row["id"])
                found[name][row["id"]] = row
        return found

    def _pointed_at(self, level: Rows) -> Rows:
        """Return the rows that those of a level point at."""
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        for name, rows in level.items():
            for one in self.shape[name][1]:
                wanted[one.table].update(row[one.link] for row in rows.values() if one.link in row)
        return {
            name: fetch(self._connection, name, sorted(ids - self.rows[name].keys())) for name, ids in wanted.items()
        }

    def _new(self, *found: Rows) -> Rows:
        """Return what was not read before."""
        new: defaultdict[str, dict[str, Object]] = defaultdict(dict)
        for rows in found:
            for name, some in rows.items():
                new[name] |= {key: row for key, row in some.items() if key not in self.rows[name]}
        return {name: rows for name, rows in new.items() if rows}
