"""Refuse rows that would be taken from an owner of whom the file does not speak.

The danger is a file that puts the only number of somebody else's service under its own.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from directory.exchange.hsds.diff import Difference
from directory.exchange.hsds.package import POSITIONS, Package, spoken
from directory.hsds.schema import STANDARD
from directory.models import PARTS

_ANY: Final = frozenset({"link_id", "resource_id"})
"""Links to a row of any table."""
_OWNERS: Final[dict[str, tuple[str, ...]]] = {
    table: tuple(sorted({part.link for parts in PARTS.values() for part in parts if part.table == table}))
    for table in STANDARD
} | {"service_at_location": ("location_id", "service_id"), "coverage": ("service_id",)}

_ADDED: Final[dict[str, tuple[str, ...]]] = {
    "phone_reach": ("phone",),
    "schedule_zone": ("schedule",),
    "translation": tuple(STANDARD),
}
"""What the additions of a service may speak of, in tables whose first column names it."""


def refuse_words_of_others(package: Package, found: Mapping[str, Difference]) -> None:
    """Note a fault where the additions of a service say something new of a row that did not come with it.

    Tables of a CSV package stand for themselves: they may come alone.
    """
    for table, owners in _ADDED.items():
        changed = (row for row, _ in found[table].changed.values())
        for row in (*found[table].new.values(), *changed):
            if isinstance(row[-1], str) and not _speaks(package, owners, row[0]):
                what = f"This {spoken(table)} is of a row that is not in the file."
                package.fault(table, row, None, what, "Send that row too, or take this out.")


def keep_owners(package: Package, found: Mapping[str, Difference]) -> None:
    """Note a fault for each changed row that would leave its owner; one that only names no owner keeps its own."""
    for table, difference in found.items():
        for link in _OWNERS.get(table, ()):
            _keep(package, table, link, difference)


def _keep(package: Package, table: str, link: str, difference: Difference) -> None:
    place = POSITIONS[table][link]
    owners = STANDARD if link in _ANY else (link.removesuffix("_id"),)
    for key, (row, old) in list(difference.changed.items()):
        owner = old[place]
        if owner is None or row[place] == owner or _speaks(package, owners, owner):
            continue
        if row[place] is None:
            row[place] = owner
            if tuple(row[:-1]) == old:
                del difference.changed[key]
        else:
            what = f"This {spoken(table)} belongs to another object ({owner}), of which the file does not speak."
            package.fault(table, row, link, what, "Send that one too, or give this one an id of its own.")


def _speaks(package: Package, owners: Iterable[str], key: str) -> bool:
    return any(key in package.rows[table] for table in owners)
