"""Refuse rows that are their own ancestors: whoever followed their links would never come to an end."""

from typing import Final

from sqlalchemy import Connection

from directory.exchange.hsds.package import POSITIONS, Package, spoken
from directory.exchange.hsds.stored_rows import select

UPWARDS: Final = {"organization": "parent_organization_id", "taxonomy_term": "parent_id"}
"""The tables whose rows point at rows of the same table, and by which column."""


def refuse_circles(connection: Connection, package: Package) -> None:
    """Note a fault for each row that is its own ancestor, through the directory too."""
    for table, column in UPWARDS.items():
        _refuse_circles(connection, package, table, column)


def _refuse_circles(connection: Connection, package: Package, table: str, column: str) -> None:
    """Note a fault for each row that is its own ancestor."""
    place = POSITIONS[table][column]
    parents = {key: row[place] for key, row in package.rows[table].items() if row[place] is not None}
    if not parents:
        return
    missing = set(parents.values()) - package.rows[table].keys()
    while missing:
        asked = f'SELECT id, "{column}" FROM "{table}" WHERE id {{ids}}'  # noqa: S608 - our names
        above = dict(select(connection, asked, list(missing)))
        parents |= above
        missing = {one for one in above.values() if one is not None} - parents.keys() - package.rows[table].keys()
    settled: set[str] = set()
    for key, row in package.rows[table].items():
        if _comes_back(parents, key, settled):
            what = f"The {spoken(table)} {key} is its own ancestor."
            package.fault(table, row, column, what, "Take one of these links out.")


def _comes_back(parents: dict[str, str], key: str, settled: set[str]) -> bool:
    """Tell whether the way upwards from a row comes back to itself."""
    way: list[str] = []
    above: str | None = key
    while above is not None and above not in settled and above not in way:
        way.append(above)
        above = parents.get(above)
    if above in way:
        return above == key
    settled.update(way)
    return False
