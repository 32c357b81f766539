"""Nest gathered rows into documents.

In the standard's own examples a child says nothing of the parent it stands in. The danger is to leave
out more than that: a link to something outside the document is said nowhere else.
"""

from typing import Final

from directory.exchange.hsds.gathering import Gathered
from directory.exchange.hsds.shapes import Object, Shape
from directory.models import PARTS

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
