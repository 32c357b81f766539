"""Split nested objects into rows: lists become links of the children, single objects links of the parent."""

from collections.abc import Callable
from typing import Any, Final

from directory.exchange.hsds.package import POSITIONS, Package, Row, empty_row, suggest_field, table_label
from directory.hsds.schema import FIELDS
from directory.hsds.validation import validate_value
from directory.models import CHILDREN, PARENTS, HasMany, HasOne
from directory.parsing.result import InvalidValueError

EXTENSION_KEY: Final = "waylight"
"""The key of our extensions in a service."""
_SERVICES: Final = HasMany("services", "service", "organization_id")
_SERVICE: Final = HasOne("service", "service", "service_id")
LISTS: Final[dict[str, dict[str, HasMany]]] = {
    table: {part.key: part for part in (*parts, *([_SERVICES] if table == "organization" else []))}
    for table, parts in CHILDREN.items()
}
SINGLES: Final[dict[str, dict[str, HasOne]]] = {
    table: {one.key: one for one in (*PARENTS.get(table, ()), *([_SERVICE] if table == "service_at_location" else []))}
    for table in CHILDREN
}
_STUB: Final = frozenset({"id", "name", "status"})
_OWNER_TABLE: Final = {"attribute": "link_entity", "metadata": "resource_type"}
_OBJECT_HINT: Final = "Put an object in curly brackets here."

ExtensionReader = Callable[[Package, Row, Any, str], None]


class ObjectReader:
    """Fills a package from nested objects; `read_extension` reads our extensions."""

    def __init__(self, package: Package, read_extension: ExtensionReader) -> None:
        self._package = package
        self._read_extension = read_extension

    def read(self, table: str, obj: Any, path: str, parent: tuple[str, str] | None = None) -> str | None:
        """Read an object and everything in it; return its id, None if it has none.

        `parent` is the link of a child and the id that it must hold.
        """
        if not isinstance(obj, dict):
            reason = f"Each {table_label(table)} must be an object here."
            self._package.add_error(table, path, None, reason, _OBJECT_HINT)
            return None
        row = self._fields(table, obj, path)
        key = row[0]
        if parent is not None:
            self._link(table, row, *parent)
        if key is not None:
            self._nested(table, obj, row, path)
            self._add(table, obj, row, parent)
        return key if isinstance(key, str) else None

    def _add(self, table: str, obj: dict[str, Any], row: Row, parent: tuple[str, str] | None) -> None:
        if table == "service" and parent is not None and obj.keys() <= _STUB:
            self._package.stubs.setdefault(row[0], row)
        else:
            self._package.add(table, row)

    def _fields(self, table: str, obj: dict[str, Any], path: str) -> Row:
        """Return the object's own fields as a row."""
        row = empty_row(table, path)
        for name, value in obj.items():
            field = FIELDS[table].get(name)
            if field is None:
                self._report_unknown_field(table, name, path)
            elif value is not None and value != "":
                try:
                    row[POSITIONS[table][name]] = validate_value(field, value)
                except InvalidValueError as exc:
                    self._package.add_error(table, path, name, exc.reason, exc.hint)
        for name, field in FIELDS[table].items():
            if field.required and obj.get(name) in (None, ""):
                reason = f"This {table_label(table)} has no {name}, which HSDS requires."
                self._package.add_error(table, path, name, reason, f"Give it its {name}.")
        return row

    def _report_unknown_field(self, table: str, name: str, path: str) -> None:
        if name in LISTS[table] or name in SINGLES[table] or (table == "service" and name == EXTENSION_KEY):
            return
        suggestion = suggest_field(table, name, (*FIELDS[table], *LISTS[table], *SINGLES[table]))
        reason = f'HSDS 3.0 has no field "{name[:60]}" in an object of the type {table_label(table)}.'
        if suggestion:
            self._package.add_error(table, path, name[:60], reason, f'Did you mean "{suggestion}"?')
        else:
            self._package.add_warning(table, path, name[:60], reason, "It is ignored.")

    def _link(self, table: str, row: Row, link: str, owner: str) -> None:
        place = POSITIONS[table][link]
        if row[place] not in (None, owner):
            reason = f"This {table_label(table)} is nested in {owner}, but its {link} has another value."
            self._package.add_error(table, row, link, reason, f"Leave {link} out, or move the object.")
        row[place] = owner

    def _nested(self, table: str, obj: dict[str, Any], row: Row, path: str) -> None:
        for key, part in LISTS[table].items():
            self._list(part, table, row, obj.get(key), f"{path}.{key}")
        for key, single in SINGLES[table].items():
            if obj.get(key) is not None:
                target = self.read(single.table, obj[key], f"{path}.{key}")
                if target is not None:
                    self._link(table, row, single.link, target)
        if table == "service" and obj.get(EXTENSION_KEY) is not None:
            self._read_extension(self._package, row, obj[EXTENSION_KEY], f"{path}.{EXTENSION_KEY}")

    def _list(self, part: HasMany, table: str, owner: Row, items: Any, path: str) -> None:
        if items is None:
            return
        if not isinstance(items, list):
            hint = "Put the objects in square brackets."
            self._package.add_error(part.table, path, None, "This must be a list.", hint)
            return
        if part is not _SERVICES:
            self._package.nested_tables.add(table)
        for number, item in enumerate(items):
            self.read(part.table, item, f"{path}[{number}]", (part.link, owner[0]))
        if part.table in _OWNER_TABLE:
            self._set_owner_table(part.table, table, items)

    def _set_owner_table(self, part: str, table: str, items: list[Any]) -> None:
        """Fill in the owner's table of attributes and metadata if the file leaves it to their place."""
        place = POSITIONS[part][_OWNER_TABLE[part]]
        for item in items:
            row = self._package.rows[part].get(item.get("id")) if isinstance(item, dict) else None
            if row is not None and row[place] is None:
                row[place] = table
