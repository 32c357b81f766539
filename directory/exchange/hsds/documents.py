"""Rows of the directory as the nested objects of HSDS: what the API serves and the export writes.

The danger is an object for each row with a query for each list: fifty services would take thousands.
So everything is gathered level by level, with one query for each kind of link, and nested at the end.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, Literal

from sqlalchemy import Connection

from directory.exchange.hsds.nesting_schema import Object, Shape, shape_for
from directory.exchange.hsds.stored_rows import fetch, fetch_linked, stubs, unresolved
from directory.exchange.hsds.translations import translated
from directory.models import PARTS

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


# Rows of any table may have these two; a row whose id another table has too belongs to the table it names.
_NAMING: Final = {"attribute": "link_entity", "metadata": "resource_type"}


def _links() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the links of each table that the object at the other end shows as a list: (column, its table)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for owner, parts in PARTS.items():
        for part in parts:
            if part.table not in _NAMING:
                found.setdefault(part.table, []).append((part.link, owner))
    return {table: tuple(links) for table, links in found.items()}


_LINKS: Final = _links()


class Documents:
    """Nests what was gathered; each document is made of new objects, so that they may be changed."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._shape: Shape = gathered.shape
        self._inside: set[tuple[str, str]] = set()
        self._links: list[tuple[Object, str, str]] = []

    def document(self, table: str, key: str) -> Object:
        """Return a row with everything in it."""
        self._inside, self._links = set(), []
        found = self._nested(table, key, None)
        for one, column, owner in self._links:
            if (owner, one[column]) in self._inside:
                del one[column]
        return found

    def _nested(self, table: str, key: str, parent: str | None) -> Object:
        self._inside.add((table, key))
        found = dict(self._gathered.rows[table][key])
        if parent is not None:
            found.pop(parent, None)
        lists, singles = self._shape[table]
        for single in singles:
            if found.get(single.link) in self._gathered.rows[single.table]:
                found[single.key] = self._nested(single.table, found.pop(single.link), None)
        self._links += [(found, column, owner) for column, owner in _LINKS.get(table, ()) if column in found]
        for part in lists:
            ids = self._gathered.lists[part.table, part.link].get(key)
            if ids:
                rows = [one for one in ids if part.table not in _NAMING or self._belongs(part.table, one, table)]
                found[part.key] = [self._nested(part.table, one, part.link) for one in rows]
        return found

    def _belongs(self, name: str, key: str, table: str) -> bool:
        """Tell whether an attribute or a change hangs on a row of this table rather than on one with the same id."""
        named = self._gathered.rows[name][key].get(_NAMING[name])
        if named is None or named == table or named not in self._shape:
            return True
        owner = self._gathered.rows[name][key]["link_id" if name == "attribute" else "resource_id"]
        return owner not in self._gathered.rows[named]


__all__ = ["Object", "Services", "plain", "translated", "whole"]

Services = Literal["ids", "full"]


def plain(connection: Connection, table: str, ids: Sequence[str]) -> list[Object]:
    """Return the rows of these ids with their own HSDS fields, in the order of `ids`; None is left out.

    Numbers that are whole are ints. An id that is no row is passed over.
    """
    found = fetch(connection, table, ids)
    return [found[one] for one in ids if one in found]


def whole(connection: Connection, table: str, ids: Sequence[str], *, services: Services | None = None) -> list[Object]:
    """Return the rows of these ids with everything that the compiled schemas of HSDS nest in them.

    An organization's services come only on request: "ids" gives id, name and status, "full" everything.
    A link is left out where the object at its other end stands in the same document and nests the row.
    """
    shape = shape_for(table, services=services == "full")
    gathered = Gathered(connection, shape)
    gathered.gather(table, ids)
    documents = Documents(gathered)
    found = [documents.document(table, one) for one in ids if one in gathered.rows[table]]
    if table == "organization" and services == "ids":
        known = stubs(connection, ids)
        for one in found:
            one.update({"services": known[one["id"]]} if one["id"] in known else {})
    return found
