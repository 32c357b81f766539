"""Build the nested HSDS documents that the API serves and the export writes.

The danger is one query for each list of each row: fifty services would take thousands. So rows are collected level by
level, with one query per kind of link, and nested at the end. What nests in what depends on the top object: a service
nests its organization, an organization its services, and neither nests the object that it came from.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final, Literal

from sqlalchemy import Connection, Float

from directory.exchange.hsds.sql import select_rows
from directory.models import CHILDREN, PARENTS, HasMany, HasOne, hsds_table

Object = dict[str, Any]
Rows = dict[str, dict[str, Object]]
NestedServices = Literal["ids", "full"]
Shape = dict[str, tuple[tuple[HasMany, ...], tuple[HasOne, ...]]]
"""The lists and the single objects of each table."""
_BASE: Final[Shape] = {table: (CHILDREN[table], PARENTS.get(table, ())) for table in CHILDREN}
_SERVICES: Final = HasMany("services", "service", "organization_id")
_SERVICE: Final = HasOne("service", "service", "service_id")
# These tables link to rows of any table and name it; an id may exist in two tables.
_OWNER_TABLE: Final = {"attribute": "link_entity", "metadata": "resource_type"}
_TRANSLATIONS_QUERY: Final = "SELECT entity_id, field, language, text FROM translation WHERE entity_id {ids}"
_ORDER: Final = {"phone": "(SELECT position FROM phone_reach WHERE phone_id = phone.id), id"}
"""Phones come in the order of their source, which lists the main number first."""


def fetch_rows(connection: Connection, table: str, ids: Sequence[str]) -> list[Object]:
    """Return the rows with these ids with their own HSDS fields, in the order of `ids`, without empty fields.

    Whole numbers are ints. Unknown ids are skipped.
    """
    rows = _fetch(connection, table, ids)
    return [rows[row_id] for row_id in ids if row_id in rows]


def fetch_documents(
    connection: Connection, table: str, ids: Sequence[str], *, services: NestedServices | None = None
) -> list[Object]:
    """Return the rows with these ids with everything that the compiled schemas of HSDS nest in them.

    An organization's services come only on request: "ids" gives id, name and status, "full" everything. A link is
    left out if the object at its other end is in the same document and nests the row.
    """
    shape = _shape_for(table, services=services == "full")
    collector = RowCollector(connection, shape)
    collector.collect(table, ids)
    builder = DocumentBuilder(collector)
    documents = [builder.build(table, row_id) for row_id in ids if row_id in collector.rows[table]]
    if table == "organization" and services == "ids":
        stubs = _service_stubs(connection, ids)
        for document in documents:
            if document["id"] in stubs:
                document["services"] = stubs[document["id"]]
    return documents


def _shape_for(table: str, *, services: bool = False) -> Shape:
    """Return what nests in what below a table; with `services`, an organization nests its services."""
    lists, singles = _BASE["service"]
    if table == "organization" and services:
        organization_lists = (*_BASE["organization"][0], _SERVICES)
        service_singles = tuple(link for link in singles if link.table != "organization")
        return _BASE | {"organization": (organization_lists, ()), "service": (lists, service_singles)}
    if table == "service_at_location":
        service_lists = tuple(link for link in lists if link.table != "service_at_location")
        location_shape = _BASE["service_at_location"]
        return _BASE | {table: (location_shape[0], (*location_shape[1], _SERVICE)), "service": (service_lists, singles)}
    return _BASE


def translate(connection: Connection, objects: Sequence[Object], language: str) -> list[Object]:
    """Replace every text that has a translation into a language (BCP 47), in place, and return the objects.

    A text in "pt" serves "pt-BR" if there is none in "pt-BR" itself.
    """
    by_id: defaultdict[str, list[Object]] = defaultdict(list)
    for obj in walk_objects(objects):
        by_id[obj["id"]].append(obj)
    texts = list(select_rows(connection, _TRANSLATIONS_QUERY, list(by_id))) if by_id else []
    # The more specific tag comes last and wins.
    for tag in dict.fromkeys((language.split("-", maxsplit=1)[0].lower(), language.lower())):
        for entity, field, spoken, text in texts:
            if spoken.lower() == tag:
                _replace(by_id[entity], field, text)
    return list(objects)


def walk_objects(values: Iterable[Any]) -> Iterator[Object]:
    """Yield every object with an id, at every depth."""
    for value in values:
        if isinstance(value, dict):
            if "id" in value:
                yield value
            yield from walk_objects(value.values())
        elif isinstance(value, list):
            yield from walk_objects(value)


def _replace(objects: Iterable[Object], field: str, text: str) -> None:
    for obj in objects:
        if field in obj:
            obj[field] = text


class RowCollector:
    """Rows by table and id; child ids by table, link and owner."""

    def __init__(self, connection: Connection, shape: Shape) -> None:
        self._connection = connection
        self.shape = shape
        self.rows: defaultdict[str, dict[str, Object]] = defaultdict(dict)
        self.lists: defaultdict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)

    def collect(self, table: str, ids: Sequence[str]) -> None:
        """Read the rows with these ids and everything below them."""
        fresh: Rows = {table: _fetch(self._connection, table, ids)}
        while fresh:
            for name, rows in fresh.items():
                self.rows[name] |= rows
            fresh = self._unseen(self._children(fresh), self._parents(fresh))
        _add_unresolved(self._connection, self.rows)

    def _children(self, level: Rows) -> Rows:
        """Return the children of the rows of a level, and remember their owners."""
        owners: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for name, rows in level.items():
            for part in self.shape[name][0]:
                owners[part.table, part.link] += rows
        children: defaultdict[str, dict[str, Object]] = defaultdict(dict)
        for (name, link), ids in owners.items():
            lists = self.lists[name, link]
            for owner, row in _fetch_linked(self._connection, name, link, ids):
                lists.setdefault(owner, []).append(row["id"])
                children[name][row["id"]] = row
        return children

    def _parents(self, level: Rows) -> Rows:
        """Return the rows that those of a level point at."""
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        for name, rows in level.items():
            for link in self.shape[name][1]:
                wanted[link.table].update(row[link.link] for row in rows.values() if link.link in row)
        return {
            name: _fetch(self._connection, name, sorted(ids - self.rows[name].keys())) for name, ids in wanted.items()
        }

    def _unseen(self, *levels: Rows) -> Rows:
        """Return the rows that were not read before."""
        new: defaultdict[str, dict[str, Object]] = defaultdict(dict)
        for rows in levels:
            for name, level_rows in rows.items():
                new[name] |= {key: row for key, row in level_rows.items() if key not in self.rows[name]}
        return {name: rows for name, rows in new.items() if rows}


class DocumentBuilder:
    """Nests collected rows; each document consists of new objects, so that callers may change it."""

    def __init__(self, collector: RowCollector) -> None:
        self._collector = collector
        self._shape: Shape = collector.shape
        self._inside: set[tuple[str, str]] = set()
        self._links: list[tuple[Object, str, str]] = []

    def build(self, table: str, key: str) -> Object:
        """Return a row with everything nested in it."""
        self._inside, self._links = set(), []
        document = self._nested(table, key, None)
        for nested, column, owner in self._links:
            if (owner, nested[column]) in self._inside:
                del nested[column]
        return document

    def _nested(self, table: str, key: str, parent: str | None) -> Object:
        self._inside.add((table, key))
        document = dict(self._collector.rows[table][key])
        if parent is not None:
            document.pop(parent, None)
        lists, singles = self._shape[table]
        for single in singles:
            if document.get(single.link) in self._collector.rows[single.table]:
                document[single.key] = self._nested(single.table, document.pop(single.link), None)
        self._links += [(document, column, owner) for column, owner in _LINKS.get(table, ()) if column in document]
        for part in lists:
            ids = self._collector.lists[part.table, part.link].get(key)
            if ids:
                rows = [
                    child for child in ids if part.table not in _OWNER_TABLE or self._belongs(part.table, child, table)
                ]
                document[part.key] = [self._nested(part.table, child, part.link) for child in rows]
        return document

    def _belongs(self, name: str, key: str, table: str) -> bool:
        """Return whether an attribute or metadata row belongs to this table rather than to a row with the same id."""
        named = self._collector.rows[name][key].get(_OWNER_TABLE[name])
        if named is None or named == table or named not in self._shape:
            return True
        owner = self._collector.rows[name][key]["link_id" if name == "attribute" else "resource_id"]
        return owner not in self._collector.rows[named]


def _links() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the links of each table that the object at the other end shows as a list: (column, its table)."""
    links: dict[str, list[tuple[str, str]]] = {}
    for owner, parts in CHILDREN.items():
        for part in parts:
            if part.table not in _OWNER_TABLE:
                links.setdefault(part.table, []).append((part.link, owner))
    return {table: tuple(pairs) for table, pairs in links.items()}


_LINKS: Final = _links()


def _fetch(connection: Connection, table: str, ids: Sequence[str]) -> dict[str, Object]:
    """Return the rows with these ids, by id."""
    return {str(row["id"]): row for row in _read_rows(connection, table, "id", ids)}


def _fetch_linked(connection: Connection, table: str, link: str, ids: Sequence[str]) -> list[tuple[str, Object]]:
    """Return (owner, row) of the rows whose `link` holds one of these ids, in the order to show them."""
    return [(row[link], row) for row in _read_rows(connection, table, link, ids)]


def _service_stubs(connection: Connection, organizations: Sequence[str]) -> dict[str, list[Object]]:
    """Return id, name and status of the services of each organization."""
    stubs: defaultdict[str, list[Object]] = defaultdict(list)
    query = "SELECT organization_id, id, name, status FROM service WHERE organization_id {ids} ORDER BY id"
    for organization, service, name, status in select_rows(connection, query, organizations):
        stubs[organization].append({"id": service, "name": name, "status": status})
    return stubs


def _add_unresolved(connection: Connection, rows: dict[str, dict[str, Object]]) -> None:
    """Put unresolved links back into the rows that had them, as they were in the file."""
    if connection.exec_driver_sql("SELECT 1 FROM unresolved_reference LIMIT 1").first() is None:
        return
    ids = [row_id for table_rows in rows.values() for row_id in table_rows]
    query = "SELECT table_name, row_id, column_name, target_id FROM unresolved_reference WHERE row_id {ids}"
    for table, row_id, column, target in select_rows(connection, query, ids):
        if row_id in rows.get(table, ()):
            rows[table][row_id].setdefault(column, target)


def _read_rows(connection: Connection, table: str, column: str, ids: Sequence[str]) -> Iterator[Object]:
    if not ids:
        return
    names, numbers, statement = _select_statement(table, column)
    for row in select_rows(connection, statement, ids):
        values = {name: value for name, value in zip(names, row, strict=True) if value is not None}
        for name in numbers:
            if name in values and values[name] == int(values[name]):
                values[name] = int(values[name])
        yield values


@cache
def _select_statement(table: str, column: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Return the names of a table's columns, those that hold fractions, and the statement."""
    columns = hsds_table(table).columns
    names = tuple(field.name for field in columns)
    numbers = tuple(field.name for field in columns if isinstance(field.type, Float))
    quoted = ", ".join(f'"{name}"' for name in names)
    order = _ORDER.get(table, "id")
    return names, numbers, f'SELECT {quoted} FROM "{table}" WHERE "{column}" {{ids}} ORDER BY {order}'  # noqa: S608 - our names
