"""Take nested objects apart into rows: lists become links of the children, single objects links of the parent."""

from collections.abc import Callable
from typing import Any, Final

from directory.exchange.hsds.package import POSITIONS, Package, Row, blank, spoken
from directory.exchange.hsds.suggestions import meant
from directory.hsds.errors import WrongValueError
from directory.hsds.schema import FIELDS
from directory.hsds.validation import judge
from directory.models import PARTS, WHOLES, Many, One

BLOCK: Final = "waylight"
"""The key of our additions in a service."""
_SERVICES: Final = Many("services", "service", "organization_id")
_SERVICE: Final = One("service", "service", "service_id")
LISTS: Final[dict[str, dict[str, Many]]] = {
    table: {part.key: part for part in (*parts, *([_SERVICES] if table == "organization" else []))}
    for table, parts in PARTS.items()
}
SINGLES: Final[dict[str, dict[str, One]]] = {
    table: {one.key: one for one in (*WHOLES.get(table, ()), *([_SERVICE] if table == "service_at_location" else []))}
    for table in PARTS
}
_STUB: Final = frozenset({"id", "name", "status"})
_NAMING: Final = {"attribute": "link_entity", "metadata": "resource_type"}
_MEND_OBJECT: Final = "Put an object in curly brackets here."

Block = Callable[[Package, Row, Any, str], None]


class Objects:
    """Fills a package with what nested objects say; `block` reads our additions."""

    def __init__(self, package: Package, block: Block) -> None:
        self._package = package
        self._block = block

    def take(self, table: str, found: Any, path: str, parent: tuple[str, str] | None = None) -> str | None:
        """Take an object and all that is in it; return its id, None where it has none.

        `parent` is the link of a child and the id that it must have.
        """
        if not isinstance(found, dict):
            what = f"A {spoken(table)} must stand here as an object."
            self._package.fault(table, path, None, what, _MEND_OBJECT)
            return None
        row = self._fields(table, found, path)
        key = row[0]
        if parent is not None:
            self._link(table, row, *parent)
        if key is not None:
            self._nested(table, found, row, path)
            self._keep(table, found, row, parent)
        return key if isinstance(key, str) else None

    def _keep(self, table: str, found: dict[str, Any], row: Row, parent: tuple[str, str] | None) -> None:
        if table == "service" and parent is not None and found.keys() <= _STUB:
            self._package.stubs.setdefault(row[0], row)
        else:
            self._package.add(table, row)

    def _fields(self, table: str, found: dict[str, Any], path: str) -> Row:
        """Return the object's own fields as a row."""
        row = blank(table, path)
        for name, value in found.items():
            field = FIELDS[table].get(name)
            if field is None:
                self._unknown(table, name, path)
            elif value is not None and value != "":
                try:
                    row[POSITIONS[table][name]] = judge(field, value)
                except WrongValueError as fault:
                    self._package.fault(table, path, name, fault.what, fault.mend)
        for name, field in FIELDS[table].items():
            if field.needed and found.get(name) in (None, ""):
                what = f"This {spoken(table)} has no {name}, which HSDS requires."
                self._package.fault(table, path, name, what, f"Give it its {name}.")
        return row

    def _unknown(self, table: str, name: str, path: str) -> None:
        if name in LISTS[table] or name in SINGLES[table] or (table == "service" and name == BLOCK):
            return
        near = meant(name, (*FIELDS[table], *LISTS[table], *SINGLES[table]))
        said = f'A {spoken(table)} has no field "{name[:60]}" in HSDS 3.0.'
        if near:
            self._package.fault(table, path, name[:60], said, f'Did you mean "{near}"?')
        else:
            self._package.warning(table, path, name[:60], said, "It is not kept.")

    def _link(self, table: str, row: Row, link: str, owner: str) -> None:
        place = POSITIONS[table][link]
        if row[place] not in (None, owner):
            what = f"This {spoken(table)} stands in {owner}, but its {link} says something else."
            self._package.fault(table, row, link, what, f"Leave {link} out, or move the object.")
        row[place] = owner

    def _nested(self, table: str, found: dict[str, Any], row: Row, path: str) -> None:
        for key, part in LISTS[table].items():
            self._list(part, table, row, found.get(key), f"{path}.{key}")
        for key, one in SINGLES[table].items():
            if found.get(key) is not None:
                target = self.take(one.table, found[key], f"{path}.{key}")
                if target is not None:
                    self._link(table, row, one.link, target)
        if table == "service" and found.get(BLOCK) is not None:
            self._block(self._package, row, found[BLOCK], f"{path}.{BLOCK}")

    def _list(self, part: Many, table: str, owner: Row, found: Any, path: str) -> None:
        if found is None:
            return
        if not isinstance(found, list):
            mend = "Put the objects in square brackets."
            self._package.fault(part.table, path, None, "A list must stand here.", mend)
            return
        if part is not _SERVICES:
            self._package.whole.add(table)
        for number, one in enumerate(found):
            self.take(part.table, one, f"{path}[{number}]", (part.link, owner[0]))
        if part.table in _NAMING:
            self._name(part.table, table, found)

    def _name(self, part: str, table: str, found: list[Any]) -> None:
        """Let attributes and changes say on what they hang where the file leaves it to their place."""
        place = POSITIONS[part][_NAMING[part]]
        for one in found:
            row = self._package.rows[part].get(one.get("id")) if isinstance(one, dict) else None
            if row is not None and row[place] is None:
                row[place] = table
